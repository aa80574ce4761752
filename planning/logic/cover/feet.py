"""Where along a line somebody walked: for every place of the way the nearest measure, without leaps to another arm and back."""

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

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
    """Put the feet of a short excursion to another arm back on the arm before and after it."""
    if len(measure) < 3:
        return measure
    leaps = apart_m(line, measure[1:], measure[:-1], part[1:]) > _SHAKE_M + _LEAP_RATIO * np.diff(walked)
    bounds = [0, *(np.flatnonzero(leaps) + 1).tolist(), len(measure)]
    steady = measure.copy()
    for start, end in list(pairwise(bounds))[1:-1]:
        before, after = start - 1, end
        stride = walked[after] - walked[before]
        back = abs(steady[after] - steady[before])
        if walked[end - 1] - walked[start] < FLIP_M and back <= _SHAKE_M + _LEAP_RATIO * stride:
            ends = (walked[before], walked[after])
            steady[start:end] = np.interp(walked[start:end], ends, (steady[before], steady[after]))
    return steady
