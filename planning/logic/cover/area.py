"""How much of an area was seen: the same way and swath as along a line, laid over a polygon."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from planning.logic.cover import policy
from planning.logic.cover.copies import is_copy
from planning.logic.cover.path import is_bridged
from planning.logic.cover.place import degrees
from planning.logic.cover.track import Track, Usable, usable

Floats = NDArray[np.float64]


def seen_area(area: shapely.Geometry, tracks: Sequence[Track], *, swath_m: float = policy.SWATH_M) -> shapely.Geometry:
    """Return the part of a polygon (degrees WGS-84) that the tracks prove to have been seen, in degrees; empty if none."""
    flat = _Flat(area)
    ways = [
        flat.seen(usable(one)[0], swath_m)
        for one, is_known in zip(tracks, is_copy(tracks), strict=True)
        if not is_known
    ]
    return flat.back(shapely.intersection(flat.area, shapely.union_all(ways)))


def area_m2(area: shapely.Geometry) -> float:
    """Return a polygon's area in square metres, near enough for shares of it (projected around its own middle)."""
    return float(_Flat(area).area.area)


class _Flat:
    """The plane in metres around the middle of an area (azimuthal, equal areas)."""

    def __init__(self, area: shapely.Geometry) -> None:
        middle = shapely.centroid(area)
        plane = f"+proj=laea +lat_0={middle.y} +lon_0={middle.x} +ellps=WGS84 +units=m"
        self._there = Transformer.from_crs("EPSG:4326", plane, always_xy=True)
        self.area = shapely.make_valid(shapely.transform(area, self._forward))

    def seen(self, found: Usable, swath_m: float) -> shapely.Geometry:
        """Return everything within the swath of the way."""
        if not len(found.xyz):
            return shapely.Polygon()
        xy = self._forward(np.column_stack(degrees(found.xyz)))
        bridged = is_bridged(found)
        radius = swath_m - np.maximum(0.0, found.accuracy_m - policy.GOOD_ACCURACY_M)
        is_end = ~(np.append(False, bridged) & np.append(bridged, False))
        discs = np.where(is_end, swath_m - found.accuracy_m, radius)
        lines = _lines(xy, np.minimum(radius[:-1], radius[1:]), bridged)
        return shapely.union_all(
            [
                *shapely.buffer(shapely.points(xy[discs > 0]), discs[discs > 0]),
                *(shapely.buffer(line, wide, cap_style="flat") for line, wide in lines),
            ]
        )

    def back(self, shape: shapely.Geometry) -> shapely.Geometry:
        """Return a shape of the plane in degrees."""
        return shapely.transform(shape, self._backward)

    def _forward(self, xy: Floats) -> Floats:
        return np.column_stack(self._there.transform(xy[:, 0], xy[:, 1]))

    def _backward(self, xy: Floats) -> Floats:
        return np.column_stack(self._there.transform(xy[:, 0], xy[:, 1], direction="INVERSE"))


def _lines(xy: Floats, radius: Floats, bridged: NDArray[np.bool_]) -> list[tuple[shapely.LineString, float]]:
    """Put steps of one width together, so that they are drawn at once."""
    if not len(radius):
        return []
    key = np.where(bridged & (radius > 0), radius, -1.0)
    bounds = [0, *(np.flatnonzero(np.diff(key)) + 1).tolist(), len(key)]
    runs = [(start, end) for start, end in pairwise(bounds) if key[start] > 0]
    return [(shapely.LineString(xy[start : end + 1]), float(key[start])) for start, end in runs]
