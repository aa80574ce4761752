"""How much of one recorded way stands in another, point by point; and small marks by which a copy is found among many."""

import hashlib
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.logic.geodesy import MEAN_RADIUS_M

Floats: TypeAlias = NDArray[np.float64]
# A hundred-thousandth of a degree is about a metre; one cell in four is kept as a mark, up to so many.
CELL_DEG: Final = 1e-5
ONE_IN, MOST_MARKS = 4, 64


class Extent(NamedTuple):
    """How far a way reaches from west to east and from south to north, in metres: the same wherever it is moved to."""

    width_m: float
    height_m: float


def extent_of(points: Floats) -> Extent:
    """Measure the box around rows of (longitude, latitude) in degrees."""
    west, south = points.min(axis=0)
    east, north = points.max(axis=0)
    scale = np.radians(1.0) * MEAN_RADIUS_M
    return Extent(
        float((east - west) * scale * np.cos(np.radians((south + north) / 2))), float((north - south) * scale)
    )


def marks_of(points: Floats) -> list[int]:
    """Choose some of the cells of a metre that the points lie in, as signed 64-bit numbers, the smallest first.

    The choice depends on the cell alone, so that a copy, or a part of it, chooses the same ones; two honest walks on one
    path share few. Rows of (longitude, latitude) in degrees.
    """
    cells = {(x, y) for x, y in np.rint(points / CELL_DEG).astype(np.int64).tolist()}
    hashed = (hashlib.blake2b(f"{x} {y}".encode(), digest_size=8).digest() for x, y in cells)
    numbers = (int.from_bytes(digest, "big", signed=True) for digest in hashed)
    return sorted(number for number in numbers if number % ONE_IN == 0)[:MOST_MARKS]


def shared_points(one: Floats, other: Floats, tolerance_m: float) -> float:
    """Return the largest share (0 to 1) of the shorter track's points found in the longer, over a few ways to lay them.

    Both arrays are rows of (longitude, latitude) in degrees. Laid as they are, start on start, end on end, and middle
    on middle; a track thinned from another keeps its start or its end.
    """
    short, long = sorted((one, other), key=len)
    short_m, long_m = _metres(short, short), _metres(long, long)
    as_they_are = _metres(short, long)
    laid = [as_they_are, *(short_m - short_m[at] + long_m[at] for at in (0, -1))]
    laid.append(short_m - short_m.mean(axis=0) + long_m.mean(axis=0))
    cells = _cells(long_m, tolerance_m)
    return max(_share(way, cells, tolerance_m) for way in laid)


def _metres(points: Floats, around: Floats) -> Floats:
    """Project to metres east and north of the first point of `around`, each track with the scale of its own latitude."""
    scale = np.radians(1.0) * MEAN_RADIUS_M
    moved: Floats = (points - around[0]) * scale
    moved[:, 0] *= np.cos(np.radians(points[0, 1]))
    return moved


def _cells(points: Floats, size: float) -> set[tuple[int, int]]:
    """Return the cells around every point, its neighbours included, so that rounding parts nobody."""
    middle = np.floor(points / size).astype(int)
    return {(x + dx, y + dy) for x, y in middle.tolist() for dx in (-1, 0, 1) for dy in (-1, 0, 1)}


def _share(points: Floats, cells: set[tuple[int, int]], size: float) -> float:
    found = np.floor(points / size).astype(int).tolist()
    return sum((x, y) in cells for x, y in found) / len(found)
