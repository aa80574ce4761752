"""A weekly pattern of free time: windows of a weekday (0 is Monday) from an hour to an hour."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

LINE: Final = re.compile(r"^(\d{1,2})[:：]?(\d{2})?\s*[-–—~至到]+\s*(\d{1,2})[:：]?(\d{2})?$")
DAYS: Final = range(7)
Window = dict[str, int | str]


def windows_of_day(text: str) -> list[tuple[str, str]]:
    """Return the windows a person typed for one day: "8-12, 14:00-17:30". ValueError: not understood, or hours not in order."""
    found = sorted(_window(part.strip()) for part in re.split(r"[,，;；、]", text) if part.strip())
    for (_start, end), (start, _end) in pairwise(found):
        if start < end:
            raise ValueError(text)
    return found


def pattern(days: Iterable[list[tuple[str, str]]]) -> list[Window]:
    """Return the pattern as it is stored, from the windows of Monday to Sunday."""
    return [{"weekday": day, "start": start, "end": end} for day, windows in enumerate(days) for start, end in windows]


def day_text(windows: Iterable[Window], day: int) -> str:
    """Return one day of the pattern as a person types it."""
    return ", ".join(f"{one['start']}-{one['end']}" for one in windows if one["weekday"] == day)


def _window(text: str) -> tuple[str, str]:
    found = LINE.match(text)
    if found is None:
        raise ValueError(text)
    start, end = _clock(found[1], found[2]), _clock(found[3], found[4])
    if end <= start or end > "24:00" or start[3:] > "59" or end[3:] > "59":
        raise ValueError(text)
    return start, end


def _clock(hour: str, minute: str | None) -> str:
    return f"{int(hour):02d}:{minute or '00'}"
