"""When a notice goes out by a channel: gathered, held back after the last of its kind, kept through the night, in a digest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from decimal import Decimal
from typing import Final

# Notices that come in a bunch become one message.
GATHER: Final = timedelta(minutes=1)
# The same kind about the same thing is told once within this time; what comes meanwhile waits for the next.
HOLD: Final = timedelta(hours=1)
# How long after each failed attempt the next one is made; there is none after the last.
WAITS: Final = tuple(timedelta(minutes=m) for m in (1, 4, 16, 64, 256))
MOST_ATTEMPTS: Final = len(WAITS) + 1
# A sender that does not come back within this time has died; longer than a channel takes.
LEASE: Final = timedelta(minutes=3)
DAILY, WEEKLY = "daily", "weekly"
MONDAY: Final = 0


@dataclass(frozen=True, slots=True)
class Habits:
    """How a person wants to be told: hours of quiet (local time; None: never quiet) and one mail a day or a week."""

    quiet: tuple[time, time] | None
    digest: str
    morning: time
    zone: tzinfo


def due_at(at: datetime, habits: Habits, *, is_mail: bool) -> datetime:
    """Return when a notice made at `at` goes out, its like not yet counted."""
    if is_mail and habits.digest in {DAILY, WEEKLY}:
        return next_digest(at, habits)
    return after_quiet(at + GATHER, habits)


def held_until(at: datetime, habits: Habits, told_at: Sequence[datetime | None]) -> datetime | None:
    """Return until when a message waits because all of its like was told within the hour; None when it goes now.

    `told_at` has, for each notice of the message, when the same kind about the same thing was told last by this channel.
    """
    if any(told is None or told + HOLD <= at for told in told_at):
        return None
    return after_quiet(min(told + HOLD for told in told_at if told is not None), habits)


def after_quiet(moment: datetime, habits: Habits) -> datetime:
    """Return the moment itself, or the end of the hours of quiet it falls into."""
    if habits.quiet is None:
        return moment
    start, end = habits.quiet
    local = moment.astimezone(habits.zone)
    if not _is_within(local.time(), start, end):
        return moment
    ending = datetime.combine(local.date(), end, habits.zone)
    return ending if ending > local else datetime.combine(local.date() + timedelta(days=1), end, habits.zone)


def next_digest(moment: datetime, habits: Habits) -> datetime:
    """Return the next morning (of a Monday, for a weekly digest) after the moment."""
    local = moment.astimezone(habits.zone)
    day = local.date()
    while True:
        morning = datetime.combine(day, habits.morning, habits.zone)
        if morning > local and (habits.digest != WEEKLY or day.weekday() == MONDAY):
            return morning
        day += timedelta(days=1)


def next_try(attempts: int, at: datetime) -> datetime | None:
    """Return when to try again after so many attempts; None when that was the last."""
    return at + WAITS[attempts - 1] if attempts <= len(WAITS) else None


def may_be_a_place(value: object) -> bool:
    """Say whether a notice's value could hold a position: a number with a fraction, a table of names and values."""
    if isinstance(value, list | tuple):
        return any(may_be_a_place(part) for part in value)
    return isinstance(value, float | Decimal | Mapping)


def _is_within(moment: time, start: time, end: time) -> bool:
    return start <= moment < end if start <= end else moment >= start or moment < end
