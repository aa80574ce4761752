"""Measures along a line, in metres on the WGS-84 ellipsoid from its start, and how they carry over to a line surveyed anew.

Lines are shapely LineStrings, longitude first. Between two vertices a measure goes straight in degrees, which at the spacing
of surveyed lines is the geodesic to a millimetre.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod

Degrees = NDArray[np.float64]
Interval = tuple[float, float]
Anchor = tuple[float, float]

# Farther off than this the new line is another line there, and nothing is carried over.
TOLERANCE_M: Final = 60.0
SPACING_M: Final = 100.0
_ELLIPSOID: Final = Geod(ellps="WGS84")


def measures(line: shapely.LineString) -> NDArray[np.float64]:
    """Return the measure of each vertex, shape (n,), rising from 0 to the length."""
    lon, lat = shapely.get_coordinates(line).T
    steps = _ELLIPSOID.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])[2]
    return np.concatenate([[0.0], np.cumsum(steps)])


def length_m(line: shapely.LineString) -> float:
    """Return the line's length in metres."""
    return float(measures(line)[-1])


def point_at(line: shapely.LineString, measure_m: float) -> shapely.Point:
    """Return the place at a measure; before the start and past the end the nearest one."""
    along, (lon, lat) = measures(line), shapely.get_coordinates(line).T
    return shapely.Point(np.interp(measure_m, along, lon), np.interp(measure_m, along, lat))


def cut(line: shapely.LineString, from_m: float, to_m: float) -> shapely.LineString:
    """Return the part of the line between two measures, `from_m` < `to_m`, with the vertices between them."""
    along = measures(line)
    inner = shapely.get_coordinates(line)[(along > from_m) & (along < to_m)]
    ends = [point_at(line, one).coords[0] for one in (from_m, to_m)]
    return shapely.LineString([ends[0], *inner.tolist(), ends[1]])


def measures_of(
    line: shapely.LineString, lon: Degrees, lat: Degrees
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return for places, shape (n,), the measure of the nearest place on the line and how far off each lies (metres)."""
    stretch = np.array([np.cos(np.radians(float(np.mean(lat)))), 1.0])
    flat = shapely.transform(line, lambda xy: xy * stretch)
    steps = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(shapely.get_coordinates(flat), axis=0).T))])
    shares = shapely.line_locate_point(flat, shapely.points(lon * stretch[0], lat * stretch[1]))
    vertices = shapely.get_coordinates(line).T
    feet = [np.interp(shares, steps, axis) for axis in vertices]
    found = np.interp(shares, steps, measures(line))
    return found, np.asarray(_ELLIPSOID.inv(lon, lat, *feet)[2])


def anchors_between(
    old: shapely.LineString, new: shapely.LineString, known: Iterable[Anchor] = (), *, tolerance_m: float = TOLERANCE_M
) -> list[Anchor]:
    """Return rising pairs of a measure on the old line and the same place's measure on the new one.

    `known` pairs (towers of the same number) are kept; between them every hundred metres of the old line are looked up on the new
    one, where it runs within the tolerance.
    """
    along, (lon, lat) = measures(old), shapely.get_coordinates(old).T
    samples = np.append(np.arange(0, along[-1], SPACING_M), along[-1])
    found, off = measures_of(new, np.interp(samples, along, lon), np.interp(samples, along, lat))
    fixed = sorted(known)
    pairs = zip(samples.tolist(), found.tolist(), (off <= tolerance_m).tolist(), strict=True)
    near = {(one, other) for one, other, is_near in pairs if is_near and _fits(one, other, fixed)}
    return _rising(sorted({*fixed, *near}))


def carry(intervals: Sequence[Interval], anchors: Sequence[Anchor]) -> list[Interval]:
    """Return where intervals of the old line (metres) lie on the new one; outside of all anchors nothing is known.

    Between two anchors a measure goes in proportion.
    """
    if len(anchors) < 2:
        return []
    old, new = np.array(anchors, float).T
    clipped = [(max(start, old[0]), min(end, old[-1])) for start, end in intervals]
    return [
        (float(np.interp(start, old, new)), float(np.interp(end, old, new))) for start, end in clipped if start < end
    ]


def is_rising(anchors: Sequence[Anchor]) -> bool:
    """Say whether both measures rise from pair to pair."""
    return all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(anchors))


def _fits(one: float, other: float, fixed: Sequence[Anchor]) -> bool:
    """Say whether a pair lies on the same side of every known pair on both lines."""
    return all((one - a) * (other - b) > 0 for a, b in fixed)


def _rising(pairs: Sequence[Anchor]) -> list[Anchor]:
    """Leave out pairs that would run backwards."""
    kept: list[Anchor] = []
    for pair in pairs:
        if not kept or (pair[0] > kept[-1][0] and pair[1] > kept[-1][1]):
            kept.append(pair)
    return kept
