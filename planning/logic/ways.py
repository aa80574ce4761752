"""Ways between places: how far and how long, straight over the ellipsoid or as a road service tells.

Places are arrays of degrees WGS-84; tables have the shape (places, places), from row to column, in metres and minutes.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod

Table = NDArray[np.float64]

_ELLIPSOID: Final = Geod(ellps="WGS84")
# A road shorter than so much of the straight line leads elsewhere: the service knows another region, or swapped the axes.
SHORTEST_SHARE: Final = 0.9
# A service puts each place on its nearest road; so far apart that says nothing about the way.
SNAPPED_M: Final = 500.0


@dataclass(frozen=True, slots=True)
class Pace:
    """How somebody moves: km/h, and how much longer real ways are than the straight line."""

    speed_kmh: float
    detour: float


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """Metres and minutes between places, and how many ways a road service was asked for and did not know."""

    metres: Table
    minutes: Table
    unknown: int = 0


def straight(lon: ArrayLike, lat: ArrayLike, pace: Pace) -> Ways:
    """Return the ways measured on the WGS-84 ellipsoid, lengthened by the detour factor."""
    metres = geodesic_m(lon, lat) * pace.detour
    return Ways(metres, metres * 60 / (pace.speed_kmh * 1_000))


def by_road(lon: ArrayLike, lat: ArrayLike, pace: Pace, metres: Table, seconds: Table) -> Ways:
    """Return the ways a road service told; where it knows none (NaN), or one that cannot be, the straight one stands."""
    crow, instead = geodesic_m(lon, lat), straight(lon, lat, pace)
    is_known = np.isfinite(metres) & np.isfinite(seconds) & (seconds >= 0)
    is_known &= np.nan_to_num(metres, nan=-1.0) >= np.maximum(crow * SHORTEST_SHARE - SNAPPED_M, 0.0)
    np.fill_diagonal(is_known, val=True)
    far, long = np.where(is_known, metres, instead.metres), np.where(is_known, seconds / 60, instead.minutes)
    np.fill_diagonal(far, 0.0)
    np.fill_diagonal(long, 0.0)
    return Ways(far, long, int((~is_known).sum()))


def geodesic_m(lon: ArrayLike, lat: ArrayLike) -> Table:
    """Return the metres of the geodesics between all places."""
    lons, lats = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    many = len(lons)
    metres = _ELLIPSOID.inv(np.repeat(lons, many), np.repeat(lats, many), np.tile(lons, many), np.tile(lats, many))[2]
    table: Table = np.asarray(metres).reshape(many, many)
    return table
