"""How much of a service a day still takes."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def within_cap(
    start: datetime, end: datetime, taken: Mapping[date, int], cap_seconds: int, zone: ZoneInfo
) -> tuple[datetime, datetime] | None:
    """Return the part of a service that its days have room for, in one piece, or None; `taken` are seconds by local day.

    A day that is full at the beginning is left out; at the first day that fills up later the service is cut off.
    """
    begin = start
    while begin < end:
        midnight = _next_midnight(begin, zone)
        room = cap_seconds - taken.get(begin.astimezone(zone).date(), 0)
        if room > 0:
            return begin, _reach(begin, end, taken, cap_seconds, zone)
        begin = midnight
    return None


def _reach(begin: datetime, end: datetime, taken: Mapping[date, int], cap_seconds: int, zone: ZoneInfo) -> datetime:
    here = begin
    while here < end:
        midnight = _next_midnight(here, zone)
        room = max(cap_seconds - taken.get(here.astimezone(zone).date(), 0), 0)
        allowed = here + timedelta(seconds=room)
        if allowed < min(midnight, end):
            return allowed
        here = midnight
    return end


def _next_midnight(at: datetime, zone: ZoneInfo) -> datetime:
    day = at.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(day, time.min, zone)
