"""How far a campaign has come day by day, and when it ends at this pace."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

# The pace is that of the last fortnight: weekends come in every span of it.
PACE_DAYS = 14


@dataclass(frozen=True, slots=True)
class Day:
    """How many visits were asked for and how many accepted as done up to the end of a day."""

    on: date
    asked: int
    done: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """Visits left, visits done a day of late, and the day it all ends; none at a standstill."""

    left: int
    pace: float
    ends_on: date | None


def by_day(asked: Mapping[date, int], done: Mapping[date, int], *, first: date, last: date) -> tuple[Day, ...]:
    """Return the running totals of each day from the first to the last; what lies before the first counts with it."""
    days = max((last - first).days, 0) + 1
    found = []
    for number in range(days):
        on = first + timedelta(days=number)
        totals = [sum(count for day, count in counts.items() if day <= on) for counts in (asked, done)]
        found.append(Day(on, totals[0], totals[1]))
    return tuple(found)


def forecast(done: Mapping[date, int], *, left: int, first: date, today: date) -> Forecast:
    """Return when what is left ends at the pace of the last fortnight, or since the first day where that is shorter."""
    days = min(PACE_DAYS, max((today - first).days + 1, 1))
    since = today - timedelta(days=days - 1)
    pace = sum(count for day, count in done.items() if since <= day <= today) / days
    if left == 0:
        return Forecast(0, pace, today)
    return Forecast(left, pace, today + timedelta(days=math.ceil(left / pace)) if pace > 0 else None)
