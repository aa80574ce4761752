"""How much of a shift lies in a person's weekly free time."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta


def free_share(windows: Iterable[Mapping[str, object]], starts_at: datetime, ends_at: datetime) -> float | None:
    """Return the part (0 to 1) of the time, given in local time, that the weekly windows cover; None without a timetable.

    A window has `weekday` (0 is Monday) and `start` and `end` as "HH:MM"; windows may overlap.
    """
    known = list(windows)
    if not known:
        return None
    covered, until = timedelta(), starts_at
    for begin, end in sorted(_on_days(known, starts_at, ends_at)):
        if max(begin, until) < end:
            covered, until = covered + (end - max(begin, until)), end
    return covered / (ends_at - starts_at)


def _on_days(
    windows: list[Mapping[str, object]], starts_at: datetime, ends_at: datetime
) -> Iterable[tuple[datetime, datetime]]:
    for number in range((ends_at.date() - starts_at.date()).days + 1):
        day = starts_at.date() + timedelta(days=number)
        for window in windows:
            if int(str(window["weekday"])) == day.weekday():
                begin, end = (_moment(day, str(window[name]), starts_at) for name in ("start", "end"))
                yield max(begin, starts_at), min(end, ends_at)


def _moment(day: date, clock: str, like: datetime) -> datetime:
    hours, _, minutes = clock.partition(":")
    if int(hours) == 24:
        return datetime.combine(day + timedelta(days=1), time(0), like.tzinfo)
    return datetime.combine(day, time(int(hours), int(minutes or 0)), like.tzinfo)
