"""Months by their first day, and which of them a night's snapshot counts."""

from datetime import date
from typing import Final

# Decisions about a visit come days or weeks after it: a night counts the running month and the two before it anew.
BACK: Final = 2
AHEAD: Final = 6
# A year, and the month a year before.
SHOWN: Final = 13


def month_of(day: date) -> date:
    """Return the first day of the day's month."""
    return day.replace(day=1)


def shifted(month: date, by: int) -> date:
    """Return the month so many months later, earlier where negative."""
    number = month.year * 12 + month.month - 1 + by
    return date(number // 12, number % 12 + 1, 1)


def apart(earlier: date, later: date) -> int:
    """Return how many months lie between two months."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def run(first: date, last: date) -> list[date]:
    """Return the months from the first to the last, both included."""
    return [shifted(first, step) for step in range(apart(first, last) + 1)]


def year_of_nights(day: date) -> list[date]:
    """Return the days of which a year of charts is made: the last days of thirteen months, and the day itself."""
    ends = {date.fromordinal(shifted(month_of(day), -back).toordinal() - 1) for back in range(SHOWN)}
    return sorted({*ends, day})


def counted_on(day: date, *, is_ahead: bool) -> tuple[date, date]:
    """Return the first and the last month that the snapshot of a day counts."""
    own = month_of(day)
    return (shifted(own, 1), shifted(own, AHEAD)) if is_ahead else (shifted(own, -BACK), own)


def known_in(month: date, taken: set[date], *, is_ahead: bool) -> date | None:
    """Return in which month the newest snapshot that counted a month was taken, of those in which any was."""
    reach = range(-1, -AHEAD - 1, -1) if is_ahead else range(BACK, -1, -1)
    return next((when for step in reach if (when := shifted(month, step)) in taken), None)
