"""How many metres of a line were seen: the rule, from tracks and a swath to stretches.

A place of the line is covered when it lies within the swath of the way somebody went, on the arm that was walked. An inaccurate
fix has a narrower swath, and at the end of a way the wall ahead counts only as far as it is surely within the swath.
The whole test is one search for the nearest place of the way in five dimensions: three of space; the measure along the line,
so that another arm of the wall is far away; and what a place lacks of the full swath. Every place is judged for itself, so
that a wider swath, a further track or more vertices can never take a metre away.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray

from planning.logic.cover import policy
from planning.logic.cover.copies import is_copy
from planning.logic.cover.course import Course, course
from planning.logic.cover.feet import NEAR_M, Feet, apart_m, feet, line_tree
from planning.logic.cover.path import Path, is_bridged, path
from planning.logic.cover.track import Track, Usable, usable
from planning.logic.intervals import Interval, merged, total, without

if TYPE_CHECKING:
    from scipy.spatial import KDTree

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cover:
    """What tracks prove about a line: stretches seen and stretches nobody can tell, as measures in metres.

    `rejected` counts the fixes thrown out by reason; `unknown` never overlaps `stretches`.
    """

    length_m: float
    stretches: tuple[Interval, ...] = ()
    unknown: tuple[Interval, ...] = ()
    rejected: dict[str, int] = field(default_factory=dict)

    @property
    def covered_m(self) -> float:
        """Metres seen, each counted once."""
        return total(self.stretches)

    @property
    def unknown_m(self) -> float:
        """Metres that may have been seen: the way between two fixes is not known."""
        return total(self.unknown)


def cover_line(
    line: shapely.Geometry, tracks: Sequence[Track], *, swath_m: float = policy.SWATH_M, takes_untimed: bool = False
) -> Cover:
    """Return what the tracks cover of a LineString or MultiLineString (degrees WGS-84), merged over all of them.

    `swath_m` is how far to either side of a walker something counts as seen, above 0 and at most 200 m. Raise NoLength for a
    geometry without a line and ValueError for a swath out of range. Measures of a MultiLineString go on from part to part.
    """
    if not 0 < swath_m <= NEAR_M:
        raise ValueError(f"The swath must be above 0 and at most {NEAR_M:.0f} m.")
    measured = course(line)
    tree = line_tree(measured)
    rejected: Counter[str] = Counter()
    seen: list[Interval] = []
    gaps: list[Interval] = []
    for one, is_known in zip(tracks, is_copy(tracks), strict=True):
        if is_known:
            rejected["copy"] += len(one)
            continue
        found, reasons = usable(one, takes_untimed=takes_untimed)
        rejected += reasons
        rejected["inaccurate"] += int((found.accuracy_m - policy.GOOD_ACCURACY_M >= swath_m).sum())
        if len(found.xyz):
            here, between = _cover(measured, tree, found, swath_m)
            seen += here
            gaps += between
    stretches = merged(seen)
    counts = dict(sorted((reason, count) for reason, count in rejected.items() if count))
    return Cover(measured.length_m, tuple(stretches), tuple(without(gaps, stretches)), counts)


def _cover(line: Course, tree: "KDTree", found: Usable, swath_m: float) -> tuple[list[Interval], list[Interval]]:
    bridged = is_bridged(found)
    way = path(found, bridged)
    steps = feet(line, tree, way)
    if not len(steps.index):
        return [], []
    return _seen(line, way, steps, swath_m), _unknown(line, found, bridged, way, steps, swath_m)


def _seen(line: Course, way: Path, steps: Feet, swath_m: float) -> list[Interval]:
    from scipy.spatial import KDTree

    accuracy, to_end = way.accuracy_m[steps.index], way.to_end_m[steps.index]
    lost = np.maximum(0.0, accuracy - np.minimum(policy.GOOD_ACCURACY_M, to_end))
    speaks = np.flatnonzero((lost < swath_m) & (steps.off_m <= swath_m))
    if not len(speaks):
        return []
    lack = np.sqrt(swath_m**2 - (swath_m - lost[speaks]) ** 2)
    walked = np.column_stack((way.xyz[steps.index[speaks]], steps.measure_m[speaks] / policy.ARM_RATIO, lack))
    places = _with_rings(line, walked, steps.part[speaks], swath_m)
    near = _beside(line, places, swath_m)
    asked = np.column_stack((line.xyz[near], line.measure_m[near] / policy.ARM_RATIO, np.zeros(len(near))))
    distance = np.full(len(line.measure_m), np.inf)
    distance[near] = KDTree(places).query(asked, distance_upper_bound=swath_m + 3.0)[0]
    return _stretches(line, distance, swath_m)


def _with_rings(line: Course, places: Floats, part: NDArray[np.int64], swath_m: float) -> Floats:
    """Add the places near the seam of a ring once more, with the measure they have coming from the other side."""
    found, reach = [places], policy.ARM_RATIO * swath_m
    length = (line.ends - line.starts)[part]
    at = places[:, 3] * policy.ARM_RATIO
    for is_near, shift in ((at - line.starts[part] < reach, 1.0), (line.ends[part] - at < reach, -1.0)):
        chosen = is_near & line.is_ring[part]
        moved = places[chosen].copy()
        moved[:, 3] += shift * length[chosen] / policy.ARM_RATIO
        found.append(moved)
    return np.concatenate(found)


def _beside(line: Course, places: Floats, swath_m: float) -> NDArray[np.int64]:
    """Return the places of the line in the box around those of the way."""
    low, high = places[:, :3].min(axis=0) - swath_m - 3, places[:, :3].max(axis=0) + swath_m + 3
    return np.flatnonzero(((line.xyz >= low) & (line.xyz <= high)).all(axis=1))


def _stretches(line: Course, distance: Floats, swath_m: float) -> list[Interval]:
    """Return the runs of places within the swath; an end lies where the distance between two places passes it."""
    inside = distance <= swath_m
    same = np.diff(line.part) == 0
    begins = np.flatnonzero(inside & ~np.append(False, inside[:-1] & same))
    finishes = np.flatnonzero(inside & ~np.append(inside[1:] & same, False))
    starts = _edge(line, distance, begins, np.maximum(begins - 1, 0), swath_m)
    ends = _edge(line, distance, finishes, np.minimum(finishes + 1, len(distance) - 1), swath_m)
    return merged(zip(starts.tolist(), ends.tolist(), strict=True))


def _edge(line: Course, distance: Floats, inner: NDArray[np.int64], outer: NDArray[np.int64], swath_m: float) -> Floats:
    rise = distance[outer] - distance[inner]
    left = swath_m - distance[inner]
    share = np.divide(left, rise, out=np.zeros(len(inner)), where=rise > 0)
    moves = np.where((line.part[outer] == line.part[inner]) & (rise > left), share, 0.0)
    edges: Floats = line.measure_m[inner] + moves * (line.measure_m[outer] - line.measure_m[inner])
    return edges


def _unknown(
    line: Course, found: Usable, bridged: NDArray[np.bool_], way: Path, steps: Feet, swath_m: float
) -> list[Interval]:
    """Return what lies along the line between two fixes at the line with no proven way between them.

    A silence of hours is another outing, and what nobody could have passed in the time was not passed: both are not covered.
    """
    foot = np.full(len(way.xyz), -1, dtype=np.int64)
    foot[steps.index] = np.arange(len(steps.index))
    at = foot[way.fix]
    is_there = (at >= 0) & (steps.off_m[at] <= swath_m)
    holes = np.flatnonzero(~bridged & is_there[1:] & is_there[:-1])
    one, other = (steps.measure_m[at[side]] for side in (holes, holes + 1))
    part = steps.part[at[holes]]
    along, seconds = apart_m(line, one, other, part), found.at_s[holes + 1] - found.at_s[holes]
    could = (seconds <= policy.OUTING_SECONDS) & (along <= policy.VEHICLE_MPS * np.maximum(seconds, 1.0))
    rows = zip(*(column[could].tolist() for column in (one, other, along, part)), strict=True)
    return [piece for row in rows for piece in _between(line, *row)]


def _between(line: Course, one: float, other: float, along: float, part: int) -> list[Interval]:
    low, high = min(one, other), max(one, other)
    if high - low > along + 1e-6:
        return [(float(line.starts[part]), low), (high, float(line.ends[part]))]
    return [(low, high)]
