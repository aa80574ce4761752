"""When a promise falls due, whether a season runs, and how many months in a row somebody was of use."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

YEAR_DAYS: Final = 365
# A promise is called to mind at most this often, and ends by itself after so many missed times in a row.
NUDGE_AGAIN: Final = timedelta(days=30)
MISSED_TIMES: Final = 3
DECEMBER: Final = 12


@dataclass(frozen=True, slots=True)
class Streak:
    """Months in a row with a useful act: now, at best, and all months."""

    now: int
    best: int
    months: int


def due_on(since: date, last_look: date | None, times_a_year: int) -> date:
    """Return the day of the next look: a share of the year after the last one, or after the promise."""
    begin = max(since, last_look) if last_look else since
    return begin + timedelta(days=YEAR_DAYS // times_a_year)


def ends_quietly(since: date, last_look: date | None, times_a_year: int, today: date) -> bool:
    """Say whether nobody looked for three times in a row: then the promise ends without a reproach."""
    begin = max(since, last_look) if last_look else since
    return today >= begin + timedelta(days=MISSED_TIMES * (YEAR_DAYS // times_a_year))


def is_in_season(first_day: str, last_day: str, today: date) -> bool:
    """Say whether the day (of any year) lies in a season given as MM-DD, which may run over the new year."""
    day = f"{today:%m-%d}"
    if first_day <= last_day:
        return first_day <= day <= last_day
    return day >= first_day or day <= last_day


def season_year(first_day: str, today: date) -> int:
    """Return the year in which the running season began."""
    return today.year if f"{today:%m-%d}" >= first_day else today.year - 1


def streak(days: Collection[date], today: date) -> Streak:
    """Return the streak of months with a useful act; the running month only ever adds, it never breaks the row."""
    months = {day.year * DECEMBER + day.month - 1 for day in days}
    current = today.year * DECEMBER + today.month - 1
    last = current if current in months else current - 1
    now = 0
    while last - now in months:
        now += 1
    best = run = 0
    for month in sorted(months):
        run = run + 1 if month - 1 in months else 1
        best = max(best, run)
    return Streak(now=now, best=best, months=len(months))
