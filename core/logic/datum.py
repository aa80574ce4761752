"""Horizontal datums met in China: WGS-84, CGCS2000, GCJ-02 and BD-09.

Every pair is (longitude, latitude) in decimal degrees, one or whole arrays of them (float64, NaN stays NaN). Stored
geometry is WGS-84; the others are converted at the door. The constants are those in public use: Krasovsky 1940 for GCJ-02 with
its origin at 105 E 35 N, and Baidu's second turn for BD-09. Against the 332 cities of gcoord's test fixture the result
differs by less than one metre.
"""

import json
import math
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

SEMI_MAJOR_AXIS_M = 6378245.0
ECCENTRICITY_SQUARED = 0.00669342162296594323
ORIGIN = (105.0, 35.0)
BAIDU_PI = math.pi * 3000.0 / 180.0
BAIDU_OFFSET = (0.0065, 0.006)
INVERSE_TOLERANCE_DEG = 1e-10
INVERSE_ROUNDS = 30
# BD-09 moves by 1.4 km at most where it applies: 0.02 degrees of longitude in the far north, doubled for safety.
LARGEST_SHIFT_DEG = 0.05
# Hong Kong with Macau, and Taiwan: west, south, east, north.
BEYOND_EXTENT = ((113.4, 21.8, 114.6, 22.7), (118.0, 21.7, 122.2, 26.6))

Pair = tuple[float, float]
Degrees = NDArray[np.float64]
Pairs = tuple[Degrees, Degrees]


class Datum(StrEnum):
    """The datum a coordinate pair was measured or published in."""

    WGS84 = "wgs84"
    CGCS2000 = "cgcs2000"
    GCJ02 = "gcj02"
    BD09 = "bd09"


def convert(longitude: float, latitude: float, source: Datum, target: Datum) -> Pair:
    """Turn one pair from `source` into `target` datum; outside the GCJ-02 extent the pair comes back unchanged."""
    longitudes, latitudes = convert_many(np.array([longitude]), np.array([latitude]), source, target)
    return float(longitudes[0]), float(latitudes[0])


def to_wgs84(longitude: float, latitude: float, source: Datum) -> Pair:
    """Turn a pair of `source` datum into WGS-84, undoing the shift to 1e-9 degrees."""
    return convert(longitude, latitude, source, Datum.WGS84)


def from_wgs84(longitude: float, latitude: float, target: Datum) -> Pair:
    """Turn a WGS-84 pair into the `target` datum; outside the GCJ-02 extent it comes back unchanged."""
    return convert(longitude, latitude, Datum.WGS84, target)


def convert_many(longitudes: Degrees, latitudes: Degrees, source: Datum, target: Datum) -> Pairs:
    """Turn arrays of pairs, shape (n,) each, from `source` into `target` datum.

    CGCS2000 and WGS-84 differ by centimetres and are taken as one. Within some hundred metres of the extent's edge a
    shifted and an unshifted point can share a pair; there the pair is taken as shifted.
    """
    if source == target:
        return longitudes, latitudes
    return _forward(*_backward(longitudes, latitudes, source), target)


def convert_geometries(geometries: NDArray[Any], source: Datum, target: Datum) -> NDArray[Any]:
    """Turn the vertices of shapely geometries, shape (n,), from `source` into `target` datum; None and heights stay."""
    if source == target or {source, target} == {Datum.WGS84, Datum.CGCS2000}:
        return geometries
    turned: NDArray[Any] = shapely.transform(
        geometries,
        lambda x, y, z: (*convert_many(x, y, source, target), z),
        include_z=True,
        interleaved=False,
    )
    return turned


def is_shifted(longitude: float, latitude: float) -> bool:
    """Say whether maps of this WGS-84 place carry the GCJ-02 shift: mainland China, not Hong Kong, Macau or Taiwan."""
    return bool(is_shifted_many(np.array([longitude]), np.array([latitude]))[0])


def is_shifted_many(longitudes: Degrees, latitudes: Degrees) -> NDArray[np.bool_]:
    """Say for each WGS-84 place, shape (n,) each, whether maps of it carry the GCJ-02 shift; NaN is nowhere."""
    found = np.zeros(len(longitudes), bool)
    boxed = _is_near_extent(longitudes, latitudes)
    found[boxed] = shapely.contains_xy(_extent(), longitudes[boxed], latitudes[boxed])
    return found


def is_china_many(longitudes: Degrees, latitudes: Degrees) -> NDArray[np.bool_]:
    """Say which WGS-84 places lie in China: within the mainland's outline, or in the boxes around what is no part of it."""
    found = is_shifted_many(longitudes, latitudes)
    for west, south, east, north in BEYOND_EXTENT:
        found |= (longitudes >= west) & (longitudes <= east) & (latitudes >= south) & (latitudes <= north)
    return found


def _forward(longitudes: Degrees, latitudes: Degrees, target: Datum) -> Pairs:
    if target not in _SHIFTS:
        return longitudes, latitudes
    return _where(is_shifted_many(longitudes, latitudes), longitudes, latitudes, _SHIFTS[target])


def _backward(longitudes: Degrees, latitudes: Degrees, source: Datum) -> Pairs:
    if source not in _SHIFTS:
        return longitudes, latitudes
    # Far away the formula has no sense; at the poles it divides by zero.
    near = _is_near_extent(longitudes, latitudes)
    found = _where(near, longitudes, latitudes, lambda x, y: _invert(_SHIFTS[source], x, y))
    shifted = is_shifted_many(*found)
    return np.where(shifted, found[0], longitudes), np.where(shifted, found[1], latitudes)


def _where(rows: NDArray[np.bool_], longitudes: Degrees, latitudes: Degrees, turn: Callable[..., Pairs]) -> Pairs:
    """Turn the rows chosen, and leave the others as they are."""
    x, y = longitudes.astype(np.float64), latitudes.astype(np.float64)
    if rows.any():
        x[rows], y[rows] = turn(x[rows], y[rows])
    return x, y


def _is_near_extent(longitudes: Degrees, latitudes: Degrees) -> NDArray[np.bool_]:
    west, south, east, north = _extent().bounds
    margin = LARGEST_SHIFT_DEG
    with np.errstate(invalid="ignore"):
        near: NDArray[np.bool_] = longitudes >= west - margin
        near &= (longitudes <= east + margin) & (latitudes >= south - margin) & (latitudes <= north + margin)
    return near


@cache
def _extent() -> shapely.MultiPolygon:
    """Where the shift applies, ready for many questions; how the outline was made is said in the file."""
    rings = json.loads(Path(__file__).with_name("gcj02_extent.json").read_text(encoding="utf-8"))["rings"]
    extent = shapely.MultiPolygon([shapely.Polygon(ring) for ring in rings])
    shapely.prepare(extent)
    return extent


def _invert(shift: Callable[[Degrees, Degrees], Pairs], x: Degrees, y: Degrees) -> Pairs:
    # The shift changes slowly (well under 1 % per degree), so plain fixed-point steps gain two digits each.
    found_x, found_y = x.copy(), y.copy()
    going = np.arange(len(x))
    for _ in range(INVERSE_ROUNDS):
        there = shift(found_x[going], found_y[going])
        off_x, off_y = there[0] - x[going], there[1] - y[going]
        found_x[going] -= off_x
        found_y[going] -= off_y
        going = going[np.maximum(np.abs(off_x), np.abs(off_y)) >= INVERSE_TOLERANCE_DEG]
        if not len(going):
            break
    return found_x, found_y


def _gcj02(longitude: Degrees, latitude: Degrees) -> Pairs:
    east, north = longitude - ORIGIN[0], latitude - ORIGIN[1]
    phi = np.radians(latitude)
    bend = 1 - ECCENTRICITY_SQUARED * np.sin(phi) ** 2
    metres_per_radian_east = SEMI_MAJOR_AXIS_M / np.sqrt(bend) * np.cos(phi)
    metres_per_radian_north = SEMI_MAJOR_AXIS_M * (1 - ECCENTRICITY_SQUARED) / (bend * np.sqrt(bend))
    return (
        longitude + np.degrees(_east_shift_m(east, north) / metres_per_radian_east),
        latitude + np.degrees(_north_shift_m(east, north) / metres_per_radian_north),
    )


def _east_shift_m(x: Degrees, y: Degrees) -> Degrees:
    plain = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
    return plain + (_ripple(x) + _waves(x, (20, 1), (40, 1 / 3)) + _waves(x, (150, 1 / 12), (300, 1 / 30))) * 2 / 3


def _north_shift_m(x: Degrees, y: Degrees) -> Degrees:
    plain = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
    return plain + (_ripple(x) + _waves(y, (20, 1), (40, 1 / 3)) + _waves(y, (160, 1 / 12), (320, 1 / 30))) * 2 / 3


def _ripple(x: Degrees) -> Degrees:
    return _waves(x, (20, 6), (20, 2))


def _waves(value: Degrees, *waves: tuple[float, float]) -> Degrees:
    total = np.zeros(len(value))
    for amplitude, frequency in waves:
        total = total + amplitude * np.sin(frequency * value * math.pi)
    return total


def _bd09(longitude: Degrees, latitude: Degrees) -> Pairs:
    x, y = _gcj02(longitude, latitude)
    radius = np.hypot(x, y) + 0.00002 * np.sin(y * BAIDU_PI)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * BAIDU_PI)
    return radius * np.cos(angle) + BAIDU_OFFSET[0], radius * np.sin(angle) + BAIDU_OFFSET[1]


_SHIFTS: dict[Datum, Callable[[Degrees, Degrees], Pairs]] = {Datum.GCJ02: _gcj02, Datum.BD09: _bd09}
