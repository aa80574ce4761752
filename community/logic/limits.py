"""How much one person says at a time, and for how long whoever offends again and again is silent."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOST_PHOTOS: Final = 9
# Hidings that still stand count this long.
COUNTED: Final = timedelta(days=90)
# Days of silence at the first, second, third … hiding within that time; the last holds for all that follow.
SILENCE_DAYS: Final = (0, 1, 3, 7, 30)


@dataclass(frozen=True, slots=True)
class Pace:
    """At most so many in a span."""

    span: timedelta
    most: int


PACES: Final[dict[str, tuple[Pace, ...]]] = {
    "post": (Pace(HOUR, 10), Pace(DAY, 30)),
    "comment": (Pace(HOUR, 30), Pace(DAY, 150)),
    "message": (Pace(HOUR, 60), Pace(DAY, 300)),
    "question": (Pace(DAY, 10),),
    "report": (Pace(HOUR, 20),),
}


def silence(hidings: int) -> timedelta:
    """Return for how long a person is muted at their n-th standing hiding of the counted time."""
    return timedelta(days=SILENCE_DAYS[min(hidings, len(SILENCE_DAYS)) - 1]) if hidings > 0 else timedelta()
