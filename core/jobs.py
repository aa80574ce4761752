"""Later work, deferred by name inside the transaction: the job exists exactly when the row does."""

from typing import Any

from procrastinate.contrib.django import app


def later(
    name: str,
    *,
    queueing_lock: str | None = None,
    lock: str | None = None,
    **arguments: Any,
) -> None:
    """Queue the task called `name` with JSON arguments; it runs only if the surrounding transaction commits.

    With a `queueing_lock`, a job already waiting under the same lock makes this a no-op.
    """
    if queueing_lock is not None and _is_queued(queueing_lock):
        return
    app.configure_task(name, queueing_lock=queueing_lock, lock=lock, allow_unknown=False).defer(**arguments)


def _is_queued(queueing_lock: str) -> bool:
    # A look first: a refused insert would break the surrounding transaction.
    from procrastinate.contrib.django.models import ProcrastinateJob

    return ProcrastinateJob.objects.filter(queueing_lock=queueing_lock, status="todo").exists()
