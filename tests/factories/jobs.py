"""Runs queued jobs inside a test's own transaction, where no worker can see them."""

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob


def run_queued() -> list[str]:
    """Call the task of every waiting job with its arguments, in order, and return the tasks' names."""
    waiting = list(ProcrastinateJob.objects.filter(status="todo").order_by("pk"))
    for job in waiting:
        app.tasks[job.task_name](**job.args)
    return [job.task_name for job in waiting]


def queued() -> list[tuple[str, dict[str, object]]]:
    """Return the waiting jobs as (task, arguments)."""
    return [(job.task_name, job.args) for job in ProcrastinateJob.objects.filter(status="todo").order_by("pk")]
