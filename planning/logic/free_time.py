"""How many free minutes a weekly timetable gives between two days."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

DAY_MINUTES = 24 * 60


def free_minutes(windows: Iterable[Mapping[str, object]], *, first: date, last: date) -> int:
    """Return the minutes of all weekly windows from the first to the last day, both included; 0 if there is none.

    A window has `weekday` (0 is Monday) and `start` and `end` as "HH:MM"; one that ends before it starts counts nothing.
    """
    per_weekday = [0] * 7
    for window in windows:
        per_weekday[int(str(window["weekday"])) % 7] += _length(str(window["start"]), str(window["end"]))
    days = (last - first).days + 1
    return sum(min(per_weekday[(first + timedelta(days=day)).weekday()], DAY_MINUTES) for day in range(days))


def free_minutes_without(
    windows: Iterable[Mapping[str, object]], *, first: date, last: date, quiet: tuple[date, date] | None
) -> int:
    """Return the minutes of `free_minutes` without those of the quiet days, both ends included."""
    windows = list(windows)
    free = free_minutes(windows, first=first, last=last)
    if quiet is None:
        return free
    return free - free_minutes(windows, first=max(first, quiet[0]), last=min(last, quiet[1]))


def exception_minutes(
    windows: Iterable[Mapping[str, object]],
    exceptions: Iterable[Mapping[str, object]],
    *,
    first: date,
    last: date,
    quiet: tuple[date, date] | None,
) -> int:
    """Return what days on which the week does not hold add to its minutes, or take (negative); quiet days have none anyway.

    An exception has `from_on` and `to_on` as ISO days, and `start` and `end` as "HH:MM", or None for days away.
    """
    windows = list(windows)
    found = 0
    for one in exceptions:
        begin = max(first, date.fromisoformat(str(one["from_on"])))
        end = min(last, date.fromisoformat(str(one["to_on"])))
        other = _length(str(one["start"]), str(one["end"])) if one["start"] else 0
        for day in (begin + timedelta(days=n) for n in range((end - begin).days + 1)):
            if quiet is None or not quiet[0] <= day <= quiet[1]:
                found += other - free_minutes(windows, first=day, last=day)
    return found


def _length(start: str, end: str) -> int:
    return max(_minute(end) - _minute(start), 0)


def _minute(clock: str) -> int:
    hours, _, minutes = clock.partition(":")
    return 60 * int(hours) + int(minutes or 0)
