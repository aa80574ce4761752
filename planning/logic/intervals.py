"""Intervals of measures along a line, in metres: merged, cut out of each other, added up."""

import math
from collections.abc import Iterable, Sequence
from typing import TypeAlias

Interval: TypeAlias = tuple[float, float]


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """Return the same ground as rising intervals that do not touch; what runs backwards or is empty is left out."""
    found: list[Interval] = []
    for start, end in sorted(one for one in intervals if one[0] < one[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def without(intervals: Iterable[Interval], gone: Iterable[Interval]) -> list[Interval]:
    """Return the ground of the intervals that lies in none of the others, merged."""
    holes = merged(gone)
    return [piece for one in merged(intervals) for piece in _pieces(one, holes)]


def within(intervals: Iterable[Interval], start: float, end: float) -> list[Interval]:
    """Return the ground of the intervals between two measures, merged."""
    return merged((max(one, start), min(other, end)) for one, other in intervals)


def total(intervals: Iterable[Interval]) -> float:
    """Return how many metres the intervals cover together, each metre once."""
    return math.fsum(end - start for start, end in merged(intervals))


def _pieces(one: Interval, holes: Sequence[Interval]) -> list[Interval]:
    at, pieces = one[0], []
    for start, end in holes:
        if end <= at or start >= one[1]:
            continue
        pieces.append((at, start))
        at = end
    pieces.append((at, one[1]))
    return merged(pieces)
