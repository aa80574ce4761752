"""A line as places along it, one a metre: what lies at which measure."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod

from planning.logic.cover.place import cartesian

Floats = NDArray[np.float64]

SPACING_M: Final = 1.0
MOST_SAMPLES: Final = 1_000_000
# A long straight edge follows longitude and latitude (RFC 7946), not the geodesic: it is measured in short pieces.
_EDGE_DEGREES: Final = 0.01
_ELLIPSOID: Final = Geod(ellps="WGS84")


class NoLength(ValueError):
    """The geometry holds no line, or only lines without length."""


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """Places along a line: their measures (metres from the start, parts one after the other) and where they are.

    `part` numbers the part of each place, `starts`, `ends` are the measures of the parts, `is_ring` says which close.
    """

    measure_m: Floats
    xyz: Floats
    part: NDArray[np.int64]
    starts: Floats
    ends: Floats
    is_ring: NDArray[np.bool_]

    @property
    def length_m(self) -> float:
        """The length of all parts, metres on the ellipsoid."""
        return float(self.ends[-1])


def course(line: shapely.Geometry) -> Course:
    """Sample a LineString or MultiLineString (degrees WGS-84) at its start, its end and every metre between.

    Raise NoLength for anything without a line in it.
    """
    parts = [_Part(one) for one in shapely.get_parts(line) if one.geom_type in ("LineString", "LinearRing")]
    parts = [one for one in parts if one.length_m > 0]
    if not parts:
        raise NoLength
    ends = np.cumsum([one.length_m for one in parts])
    starts = np.append(0.0, ends[:-1])
    spacing = max(SPACING_M, float(ends[-1]) / MOST_SAMPLES)
    sampled = [one.sampled(spacing) for one in parts]
    return Course(
        np.concatenate([start + one for start, (one, _) in zip(starts, sampled, strict=True)]),
        np.concatenate([xyz for _, xyz in sampled]),
        np.repeat(np.arange(len(parts)), [len(one) for one, _ in sampled]),
        starts,
        ends,
        np.array([one.is_ring for one in parts]),
    )


class _Part:
    """One line with the measure of its vertices."""

    def __init__(self, line: shapely.LineString) -> None:
        lon, lat = shapely.get_coordinates(line).T
        # Across the date line the short way is meant.
        self.lon, self.lat = _with_short_edges(np.unwrap(lon, period=360), lat)
        steps = _ELLIPSOID.inv(self.lon[:-1], self.lat[:-1], self.lon[1:], self.lat[1:])[2]
        self.along = np.append(0.0, np.cumsum(steps))
        self.length_m = float(self.along[-1])
        self.is_ring = bool(line.is_closed)

    def sampled(self, spacing_m: float) -> tuple[Floats, Floats]:
        """Return measures and places, evenly spaced."""
        count = max(2, int(np.ceil(self.length_m / spacing_m)) + 1)
        at = np.linspace(0.0, self.length_m, count)
        return at, cartesian(np.interp(at, self.along, self.lon), np.interp(at, self.along, self.lat))


def _with_short_edges(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    counts = np.maximum(1, np.ceil(np.hypot(np.diff(lon), np.diff(lat)) / _EDGE_DEGREES)).astype(int)
    if counts.max(initial=1) == 1:
        return lon, lat
    at = np.append(np.repeat(np.arange(len(counts)), counts) + _shares(counts), len(counts))
    vertices = np.arange(len(lon))
    return np.interp(at, vertices, lon), np.interp(at, vertices, lat)


def _shares(counts: NDArray[np.int64]) -> Floats:
    before = np.repeat(np.cumsum(counts) - counts, counts)
    shares: Floats = (np.arange(counts.sum()) - before) / np.repeat(counts, counts)
    return shares
