"""What many visits saw of one line: for every stretch the last day somebody was there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from planning.logic.intervals import Interval, merged, within, without


@dataclass(frozen=True, slots=True)
class Walked:
    """A stretch of a line (metres from its start) and the last day it was seen; none: never."""

    from_m: float
    to_m: float
    last_on: date | None

    @property
    def length_m(self) -> float:
        """How long the stretch is."""
        return self.to_m - self.from_m


def last_seen(stretches: Iterable[tuple[float, float, date]]) -> list[Walked]:
    """Return stretches that do not overlap, each with the last day among those that saw it; neighbours of one day are one."""
    days: dict[date, list[Interval]] = {}
    for start, end, day in stretches:
        days.setdefault(day, []).append((start, end))
    taken: list[Interval] = []
    found: list[Walked] = []
    for day in sorted(days, reverse=True):
        found += [Walked(start, end, day) for start, end in without(days[day], taken)]
        taken = merged([*taken, *days[day]])
    return sorted(found, key=lambda one: one.from_m)


def with_gaps(walked: Sequence[Walked], length_m: float) -> list[Walked]:
    """Return the whole line from 0 to its length: the stretches seen, and between them those nobody saw."""
    gaps = without([(0.0, length_m)], [(one.from_m, one.to_m) for one in walked])
    return sorted([*walked, *(Walked(start, end, None) for start, end in gaps)], key=lambda one: one.from_m)


def seen_m(walked: Iterable[Walked], start: float, end: float, *, since: date | None = None) -> float:
    """Return the metres seen between two measures (of a section), those last seen before `since` not counted."""
    recent = [(one.from_m, one.to_m) for one in walked if one.last_on and (since is None or one.last_on >= since)]
    return sum(other - one for one, other in within(recent, start, end))
