"""Horizontal datums met in China: WGS-84, CGCS2000, GCJ-02 and BD-09, and angles written in degrees, minutes, seconds.

Every pair is (longitude, latitude) in decimal degrees. Stored geometry is WGS-84; the others are converted at the door.
The constants are those in public use: Krasovsky 1940 for GCJ-02 with its origin at 105 E 35 N, and Baidu's second
turn for BD-09. Against the 332 cities of gcoord's test fixture the result differs by less than one metre.
"""

import json
import math
import re
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from pathlib import Path

import shapely

SEMI_MAJOR_AXIS_M = 6378245.0
ECCENTRICITY_SQUARED = 0.00669342162296594323
ORIGIN = (105.0, 35.0)
BAIDU_PI = math.pi * 3000.0 / 180.0
BAIDU_OFFSET = (0.0065, 0.006)
INVERSE_TOLERANCE_DEG = 1e-10
INVERSE_ROUNDS = 30
# BD-09 moves by 1.4 km at most where it applies: 0.02 degrees of longitude in the far north, doubled for safety.
LARGEST_SHIFT_DEG = 0.05

Pair = tuple[float, float]


class Datum(StrEnum):
    """The datum a coordinate pair was measured or published in."""

    WGS84 = "wgs84"
    CGCS2000 = "cgcs2000"
    GCJ02 = "gcj02"
    BD09 = "bd09"


class UnreadableAngle(ValueError):
    """The text is not one angle within ±180 degrees."""


def convert(longitude: float, latitude: float, source: Datum, target: Datum) -> Pair:
    """Turn one pair from `source` into `target` datum; outside the GCJ-02 extent the pair comes back unchanged."""
    if source == target:
        return longitude, latitude
    return from_wgs84(*to_wgs84(longitude, latitude, source), target)


def to_wgs84(longitude: float, latitude: float, source: Datum) -> Pair:
    """Turn a pair of `source` datum into WGS-84, undoing the shift to 1e-9 degrees.

    CGCS2000 and WGS-84 differ by centimetres and are taken as one. Within some hundred metres of the extent's edge a
    shifted and an unshifted point can share a pair; there the pair is taken as shifted.
    """
    # Far away the formula has no sense; at the poles it divides by zero.
    if source not in _FORWARD or not _is_near_extent(longitude, latitude):
        return longitude, latitude
    found = _invert(_FORWARD[source], (longitude, latitude))
    return found if is_shifted(*found) else (longitude, latitude)


def from_wgs84(longitude: float, latitude: float, target: Datum) -> Pair:
    """Turn a WGS-84 pair into the `target` datum; outside the GCJ-02 extent it comes back unchanged."""
    if target not in _FORWARD or not is_shifted(longitude, latitude):
        return longitude, latitude
    return _FORWARD[target]((longitude, latitude))


def is_shifted(longitude: float, latitude: float) -> bool:
    """Say whether maps of this WGS-84 place carry the GCJ-02 shift: mainland China, not Hong Kong, Macau or Taiwan."""
    return bool(shapely.contains_xy(_extent(), longitude, latitude))


def parse_dms(text: str) -> float:
    """Read an angle as decimal degrees from `35°23′14.3925″`, `116°23'E`, `北纬35度23分`, `35 23 14.4` or `-3.72`.

    South and west are negative. Raises UnreadableAngle for anything else, for minutes or seconds of 60 and more,
    and beyond ±180 degrees.
    """
    found = _ANGLE.fullmatch(text.translate(_MARKS).replace("''", '"').strip().upper())
    if found is None:
        raise UnreadableAngle(text)
    degrees, minutes, seconds = (float(found[part] or 0) for part in ("degrees", "minutes", "seconds"))
    value = degrees + minutes / 60 + seconds / 3600
    if minutes >= 60 or seconds >= 60 or value > 180 or _has_fraction_above_last(found):
        raise UnreadableAngle(text)
    signs = [sign for sign in (found["before"], found["sign"], found["after"]) if sign]
    if len(signs) > 1:
        raise UnreadableAngle(text)
    return -value if signs and signs[0] in _NEGATIVE_SIGNS else value


def _has_fraction_above_last(found: re.Match[str]) -> bool:
    """Spot `35.5°23′`: half a degree and minutes too, which nobody means."""
    given = [part for part in (found["degrees"], found["minutes"], found["seconds"]) if part]
    return any("." in part for part in given[:-1])


@cache
def _extent() -> shapely.MultiPolygon:
    """Where the shift applies, ready for many questions; how the outline was made is said in the file."""
    rings = json.loads(Path(__file__).with_name("gcj02_extent.json").read_text(encoding="utf-8"))["rings"]
    extent = shapely.MultiPolygon([shapely.Polygon(ring) for ring in rings])
    shapely.prepare(extent)
    return extent


def _is_near_extent(longitude: float, latitude: float) -> bool:
    west, south, east, north = _extent().bounds
    margin = LARGEST_SHIFT_DEG
    return bool(west - margin <= longitude <= east + margin and south - margin <= latitude <= north + margin)


def _invert(forward: Callable[[Pair], Pair], shifted: Pair) -> Pair:
    # The shift changes slowly (well under 1 % per degree), so plain fixed-point steps gain two digits each.
    longitude, latitude = shifted
    for _ in range(INVERSE_ROUNDS):
        there = forward((longitude, latitude))
        off_longitude, off_latitude = there[0] - shifted[0], there[1] - shifted[1]
        longitude, latitude = longitude - off_longitude, latitude - off_latitude
        if max(abs(off_longitude), abs(off_latitude)) < INVERSE_TOLERANCE_DEG:
            break
    return longitude, latitude


def _gcj02(pair: Pair) -> Pair:
    longitude, latitude = pair
    east, north = longitude - ORIGIN[0], latitude - ORIGIN[1]
    phi = math.radians(latitude)
    bend = 1 - ECCENTRICITY_SQUARED * math.sin(phi) ** 2
    metres_per_radian_east = SEMI_MAJOR_AXIS_M / math.sqrt(bend) * math.cos(phi)
    metres_per_radian_north = SEMI_MAJOR_AXIS_M * (1 - ECCENTRICITY_SQUARED) / (bend * math.sqrt(bend))
    return (
        longitude + math.degrees(_east_shift_m(east, north) / metres_per_radian_east),
        latitude + math.degrees(_north_shift_m(east, north) / metres_per_radian_north),
    )


def _east_shift_m(x: float, y: float) -> float:
    plain = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    return plain + (_ripple(x) + _waves(x, (20, 1), (40, 1 / 3)) + _waves(x, (150, 1 / 12), (300, 1 / 30))) * 2 / 3


def _north_shift_m(x: float, y: float) -> float:
    plain = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    return plain + (_ripple(x) + _waves(y, (20, 1), (40, 1 / 3)) + _waves(y, (160, 1 / 12), (320, 1 / 30))) * 2 / 3


def _ripple(x: float) -> float:
    return _waves(x, (20, 6), (20, 2))


def _waves(value: float, *waves: tuple[float, float]) -> float:
    return sum(amplitude * math.sin(frequency * value * math.pi) for amplitude, frequency in waves)


def _bd09(pair: Pair) -> Pair:
    longitude, latitude = _gcj02(pair)
    radius = math.hypot(longitude, latitude) + 0.00002 * math.sin(latitude * BAIDU_PI)
    angle = math.atan2(latitude, longitude) + 0.000003 * math.cos(longitude * BAIDU_PI)
    return radius * math.cos(angle) + BAIDU_OFFSET[0], radius * math.sin(angle) + BAIDU_OFFSET[1]


_FORWARD: dict[Datum, Callable[[Pair], Pair]] = {Datum.GCJ02: _gcj02, Datum.BD09: _bd09}
_NEGATIVE_SIGNS = frozenset({"-", "S", "W", "南纬", "西经"})
_MARKS = str.maketrans(
    {
        **dict.fromkeys("º˚度", "°"),
        **dict.fromkeys("′’‘＇分", "'"),
        **dict.fromkeys("″”“＂秒", '"'),
        "－": "-",
        "−": "-",
    }
)
_ANGLE = re.compile(
    r"(?P<before>[NSEW]|[南北]纬|[东西]经)?\s*(?P<sign>[+-])?\s*"
    r"(?P<degrees>\d{1,3}(?:\.\d+)?)(?:\s*°\s*|\s+|$|(?=[NSEW]))"
    r"(?:(?P<minutes>\d{1,2}(?:\.\d+)?)(?:\s*'\s*|\s+|$|(?=[NSEW])))?"
    r"(?:(?P<seconds>\d{1,2}(?:\.\d+)?)\s*\"?)?"
    r"\s*(?P<after>[NSEW])?"
)
