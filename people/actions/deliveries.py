"""Sending what is due: claim, send, mark. A worker that dies between sending and marking sends once more at most."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import translation

from core import audit
from core.errors import NotAllowed
from people.channels import WAYS, Gone, NotSent
from people.channels.writing import written
from people.errors import DeliveryNotFailed
from people.logic.delivery import HOLD, LEASE, after_quiet, held_until, next_try
from people.models import Channel, Delivery, User
from people.notices import subject_of
from people.permissions import has_right
from people.queries.deliveries import last_told, next_due
from people.queries.wishes import Wishes, wishes_of

State, Reason = Delivery.State, Delivery.Reason
MOST_INTERRUPTIONS: Final = 2
# The reason why there is nowhere to send it to, by channel.
GONE: Final = {Channel.PUSH.value: Reason.NO_DEVICE}
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Batch:
    """What one person is told by one channel now."""

    person: User
    channel: str
    wishes: Wishes
    deliveries: list[Delivery]

    @property
    def is_urgent(self) -> bool:
        """Whether it is an alarm."""
        return self.deliveries[0].is_urgent


def deliver_next(*, at: datetime) -> bool:
    """Send the next message that is due, of all that waits for its reader there; return False when nothing is due."""
    with transaction.atomic():
        found, batch = _claim(at)
    if batch is not None:
        _send(batch, at)
    return found


def retry_failed(*, deliveries: Iterable[Delivery], by: User, at: datetime) -> int:
    """Let failed messages wait again, due at once; return how many. Refuses `NotAllowed` and `DeliveryNotFailed`."""
    if not has_right(by, "see_deliveries", area=""):
        raise NotAllowed
    with transaction.atomic():
        failed = Delivery.objects.select_for_update().filter(pk__in=[row.pk for row in deliveries], state=State.FAILED)
        rows = list(failed.order_by("pk"))
        if not rows:
            raise DeliveryNotFailed
        for row in rows:
            row.state, row.reason, row.answer, row.attempts, row.interruptions = State.WAITING, "", "", 0, 0
            row.next_try_at, row.ended_at, row.started_at = at, None, None
            row.save()
            audit.record("retry_delivery", row, by=by, at=at, change={"channel": row.channel})
        return len(rows)


def _claim(at: datetime) -> tuple[bool, Batch | None]:
    """Return whether anything was due, and what is to be sent of it, marked as begun."""
    first = next_due(at).select_for_update(skip_locked=True, of=("self",)).select_related("notice__user").first()
    if first is None:
        return False, None
    person = first.notice.user
    wishes = wishes_of(person)
    waiting = [row for row in _waiting(first, at) if _is_still_wanted(row, person, wishes, at)]
    batch = Batch(person, first.channel, wishes, _of_their_time(waiting, wishes, first.channel, at))
    for row in batch.deliveries:
        row.attempts, row.started_at, row.next_try_at = row.attempts + 1, at, at + LEASE
        row.save(update_fields=["attempts", "started_at", "next_try_at", "interruptions"])
    return True, batch if batch.deliveries else None


def _waiting(first: Delivery, at: datetime) -> list[Delivery]:
    """Return what waits for the same person and channel: what goes out takes along what would have to follow.

    What failed before keeps its own time, and what another worker is at is its own.
    """
    rows = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        Q(next_try_at__lte=at) | Q(attempts=0),
        notice__user=first.notice.user_id,
        channel=first.channel,
        is_urgent=first.is_urgent,
        state=State.WAITING,
    )
    return list(rows.select_related("notice").order_by("notice__created_at", "id"))


def _is_still_wanted(row: Delivery, person: User, wishes: Wishes, at: datetime) -> bool:
    """Say whether the message still makes sense, and end it where it does not."""
    if row.started_at is not None:
        row.interruptions += 1
    if row.interruptions >= MOST_INTERRUPTIONS:
        return _end(row, State.FAILED, at, reason=Reason.INTERRUPTED)
    if not person.is_active:
        return _end(row, State.SKIPPED, at, reason=Reason.ACCOUNT_CLOSED)
    if row.is_urgent:
        return True
    if not wishes.wants(subject_of(row.notice.kind), row.channel):
        return _end(row, State.SKIPPED, at, reason=Reason.SWITCHED_OFF)
    if row.notice.read_at is not None:
        return _end(row, State.SKIPPED, at, reason=Reason.ALREADY_READ)
    return True


def _of_their_time(waiting: list[Delivery], wishes: Wishes, channel: str, at: datetime) -> list[Delivery]:
    """Return the message's notices, or nothing where all that is due was told in the last hour: it then waits its hour."""
    due = [row for row in waiting if row.next_try_at and row.next_try_at <= at]
    if not due or due[0].is_urgent:
        return due
    told = last_told(due[0].notice.user_id, channel, {row.notice.topic for row in due}, since=at - HOLD)
    # One that failed before has not been told.
    until = held_until(at, wishes.habits, [None if row.attempts else told.get(row.notice.topic) for row in due])
    if until is None:
        return waiting
    for row in due:
        row.next_try_at = until
        row.save(update_fields=["next_try_at"])
    return []


def _send(batch: Batch, at: datetime) -> None:
    try:
        with translation.override(batch.wishes.language):
            WAYS[batch.channel].send(written(batch.deliveries, batch.person))
    except NotSent as refusal:
        _put_off(batch, refusal, at)
    except Gone:
        _end_all(batch, State.SKIPPED, at, reason=GONE.get(batch.channel, Reason.NO_ADDRESS))
    else:
        _end_all(batch, State.SENT, at)
    log.info("Message %s of %d by %s", batch.deliveries[0].pk, len(batch.deliveries), batch.channel)


def _put_off(batch: Batch, refusal: NotSent, at: datetime) -> None:
    """Try again later, or give up."""
    log.warning("Message %s by %s: %s", batch.deliveries[0].pk, batch.channel, refusal.answer)
    with transaction.atomic():
        for row in batch.deliveries:
            row.answer = refusal.answer
            again = None if refusal.is_final else next_try(row.attempts, at)
            if again is None:
                _end(row, State.FAILED, at, reason=Reason.REFUSED if refusal.is_final else Reason.UNREACHABLE)
                continue
            row.started_at = None
            row.next_try_at = again if row.is_urgent else after_quiet(again, batch.wishes.habits)
            row.save(update_fields=["answer", "started_at", "next_try_at"])


def _end_all(batch: Batch, state: str, at: datetime, *, reason: str = "") -> None:
    with transaction.atomic():
        for row in batch.deliveries:
            row.answer = ""
            _end(row, state, at, reason=reason)


def _end(row: Delivery, state: str, at: datetime, *, reason: str = "") -> bool:
    row.state, row.reason, row.ended_at, row.next_try_at, row.started_at = state, reason, at, None, None
    row.save()
    return False
