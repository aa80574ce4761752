"""Leaves the demo's messages as a few days of work would: most sent, a few failed, an officer's waiting for the morning."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F

from people.actions.preferences import change_notice_settings
from people.models import Delivery, Digest, User

State, Reason = Delivery.State, Delivery.Reason
OFFICER: Final = "officer@example.org"
# What went wrong, so that whoever looks after the installation sees how it shows.
FAILURES: Final = (
    (Reason.REFUSED, "SMTP 550", 1),
    (Reason.UNREACHABLE, "SMTP 451", 6),
    (Reason.UNREACHABLE, "TimeoutError", 6),
)


def load(*, at: datetime) -> str:
    """Settle what the demo's notices left waiting, so that the worker does not mail a year of news; say what stands."""
    with transaction.atomic():
        officer = User.objects.get(email=OFFICER)
        change_notice_settings(values={"digest": Digest.DAILY}, chosen={}, by=officer, at=at)
        due = Delivery.objects.filter(state=State.WAITING, next_try_at__lte=at)
        _fail(list(due.order_by("-next_try_at", "id")[: len(FAILURES)]))
        due.filter(notice__read_at__lt=F("next_try_at")).update(
            state=State.SKIPPED, reason=Reason.ALREADY_READ, ended_at=F("next_try_at"), next_try_at=None
        )
        sent = due.update(state=State.SENT, attempts=1, ended_at=F("next_try_at"), next_try_at=None)
    waiting = Delivery.objects.filter(state=State.WAITING).count()
    return f"{sent} messages sent, {len(FAILURES)} failed, {waiting} waiting"


def _fail(rows: list[Delivery]) -> None:
    for row, (reason, answer, attempts) in zip(rows, FAILURES, strict=False):
        row.state, row.reason, row.answer, row.attempts = State.FAILED, reason, answer, attempts
        row.ended_at, row.next_try_at = (row.next_try_at or row.notice.created_at) + timedelta(hours=attempts - 1), None
        row.save()
