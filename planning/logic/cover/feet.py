"""Where along a line somebody walked: for every place of the way the nearest measure, without leaps to another arm and back."""

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from planning.logic.cover.course import Course
from planning.logic.cover.path import Path
from planning.logic.cover.policy import FLIP_M

if TYPE_CHECKING:
    from scipy.spatial import KDTree

Floats = NDArray[np.float64]

# Farther from the line than this nobody looks at it; also the widest swath there is.
NEAR_M: Final = 200.0
# While somebody walks a metre, the nearest place of the line may move three; fixes shake by so much.
_LEAP_RATIO: Final = 3.0
_SHAKE_M: Final = 30.0


@dataclass(frozen=True, slots=True, eq=False)
class Feet:
    """For the places of a way that are near the line: their number, measure, distance in metres and part of the line."""

    index: NDArray[np.int64]
    measure_m: Floats
    off_m: Floats
    part: NDArray[np.int64]


def line_tree(line: Course) -> "KDTree":
    """Return the search tree of a line's places."""
    # SciPy takes a second to load; only who searches waits for it.
    from scipy.spatial import KDTree

    return KDTree(line.xyz)


def feet(line: Course, tree: "KDTree", way: Path) -> Feet:
    """Return the feet of the way on the line, within `NEAR_M`."""
    off, nearest = tree.query(way.xyz, distance_upper_bound=NEAR_M)
    near = np.flatnonzero(np.isfinite(off))
    at = nearest[near]
    steady = _steadied(line, line.measure_m[at], line.part[at], way.walked_m[near])
    return Feet(near, steady, off[near], line.part[at])


def apart_m(line: Course, one: Floats, other: Floats, part: NDArray[np.int64]) -> Floats:
    """Return the metres along the line between measures, the short way round where their part is a ring."""
    straight = np.abs(one - other)
    lengths = line.ends[part] - line.starts[part]
    return np.where(line.is_ring[part] & (straight <= lengths), np.minimum(straight, lengths - straight), straight)


def _steadied(line: Course, measure: Floats, part: NDArray[np.int64], walked: Floats) -> Floats:
    """Put the feet of a short excursion to another arm back on the arm before and after it, shortest excursions first."""
    if len(measure) < 3:
        return measure
    leaps = _leaps(apart_m(line, measure[1:], measure[:-1], part[1:]), np.diff(walked))
    bounds = [0, *(np.flatnonzero(leaps) + 1).tolist(), len(measure)]
    inner = list(pairwise(bounds))[1:-1]
    steady = measure.copy()
    for start, end in sorted(inner, key=lambda run: round(walked[run[1] - 1] - walked[run[0]], 3)):
        before, after, last = start - 1, end, end - 1
        if walked[last] - walked[start] >= FLIP_M:
            break
        is_away = _leaps(abs(steady[start] - steady[before]), walked[start] - walked[before])
        is_back = not _leaps(abs(steady[after] - steady[before]), walked[after] - walked[before])
        if is_away and is_back:
            ends = (walked[before], walked[after])
            steady[start:end] = np.interp(walked[start:end], ends, (steady[before], steady[after]))
    return steady


def _leaps(along: Any, walked: Any) -> Any:
    """Say whether a foot moved farther along the line than somebody who walked that far can make it."""
    return along > _SHAKE_M + _LEAP_RATIO * walked
