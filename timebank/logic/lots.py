"""Points in lots: how many an hour earns, when they expire, and which go first."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Held:
    """What is left of a lot, in the order in which lots go: soonest to expire first."""

    key: int
    left: int


def points_for(seconds: int, per_hour: int) -> int:
    """Return the points a service earns; a begun point is none."""
    return seconds * per_hour // 3600


def last_day(earned_on: date, months: int) -> date:
    """Return the last day of points: as many calendar months later, or that month's last day."""
    month = earned_on.month - 1 + months
    year, month = earned_on.year + month // 12, month % 12 + 1
    return date(year, month, min(earned_on.day, monthrange(year, month)[1]))


def take(lots: Sequence[Held], amount: int) -> list[tuple[int, int]] | None:
    """Return (lot, points) that make up the amount, first lots first, or None where there are not enough."""
    taken = []
    for lot in lots:
        if amount <= 0:
            break
        part = min(lot.left, amount)
        if part:
            taken.append((lot.key, part))
            amount -= part
    return taken if amount <= 0 else None


def is_over(expires_on: date, warned_on: date | None, today: date, warn_days: int) -> bool:
    """Say whether points are lost today: their last day is past, and their owner was told `warn_days` before or earlier."""
    return expires_on < today and warned_on is not None and warned_on + timedelta(days=warn_days) <= today


def comes_back_until(expires_on: date, today: date, warn_days: int) -> date:
    """Return the last day of points that come back: the one they had, or `warn_days` from today where it is past."""
    return expires_on if expires_on >= today else today + timedelta(days=warn_days)


def share(seconds: int, part: int, whole: int) -> int:
    """Return the seconds of service behind a part of a lot."""
    return seconds * part // whole if whole else 0
