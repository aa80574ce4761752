"""Places as metres from the centre of the earth: near each other, a straight distance is the geodesic to a millimetre.

No projection is involved, so zones, poles and the date line need no care.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

# WGS-84: semi-major axis in metres, first eccentricity squared.
_A: Final = 6_378_137.0
_E2: Final = 0.006_694_379_990_141_317


def cartesian(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return places on the ellipsoid (degrees WGS-84, shape (n,)) as metres, shape (n, 3)."""
    phi, lam = np.radians(lat), np.radians(lon)
    radius = _A / np.sqrt(1 - _E2 * np.sin(phi) ** 2)
    across = radius * np.cos(phi)
    return np.column_stack((across * np.cos(lam), across * np.sin(lam), radius * (1 - _E2) * np.sin(phi)))


def degrees(xyz: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return longitude and latitude (degrees) of places on the ellipsoid, shape (n, 3): the way back from `cartesian`."""
    lon = np.arctan2(xyz[:, 1], xyz[:, 0])
    lat = np.arctan2(xyz[:, 2], (1 - _E2) * np.hypot(xyz[:, 0], xyz[:, 1]))
    return np.degrees(lon), np.degrees(lat)


def steps_m(xyz: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the distance from each place to the next, shape (n - 1,)."""
    steps: NDArray[np.float64] = np.sqrt((np.diff(xyz, axis=0) ** 2).sum(axis=1))
    return steps
