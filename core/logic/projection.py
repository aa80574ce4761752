"""Projected coordinates as a file declares them: UTM, Gauss-Krüger in zones of 3 or 6 degrees, and any other system of EPSG."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

Numbers = NDArray[np.float64]


class UnknownProjection(ValueError):
    """The text names no coordinate reference system."""


def to_degrees(x: Numbers, y: Numbers, crs: str) -> tuple[Numbers, Numbers]:
    """Turn eastings and northings (metres, shape (n,)) of `crs` into WGS-84 longitudes and latitudes; NaN where impossible.

    `crs` is an EPSG code (`EPSG:4548`), WKT or a PROJ string. The order is always east, north; a zone's number in front of
    an easting belongs to the system declared (EPSG:4527 has it, EPSG:4548 has not). CGCS2000 is taken as WGS-84; from
    Beijing 1954 and Xi'an 1980 the public transformations of EPSG are used, good to some metres.
    """
    longitudes, latitudes = _transformer(crs).transform(x, y)
    is_out = ~(np.isfinite(longitudes) & np.isfinite(latitudes))
    return np.where(is_out, np.nan, longitudes), np.where(is_out, np.nan, latitudes)


def is_known(crs: str) -> bool:
    """Say whether the text names a coordinate reference system."""
    try:
        _transformer(crs)
    except UnknownProjection:
        return False
    return True


@lru_cache(maxsize=64)
def _transformer(crs: str) -> Transformer:
    try:
        source = CRS.from_user_input(crs)
        return Transformer.from_crs(source, CRS.from_epsg(4326), always_xy=True, allow_ballpark=True)
    except (CRSError, ValueError) as error:
        raise UnknownProjection(crs) from error
