"""Who can reach what: great-circle distances and nearest volunteers for many sites at once.

Positions are arrays of longitudes and latitudes in degrees, WGS-84; distances are metres on the sphere of the mean
Earth radius (IUGG R1), which differ from geodesics on the ellipsoid by at most 0.56 % (0.5 % in China).
A k-d tree on unit vectors finds neighbours by their chord, so poles and the date line need no special care.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from scipy.spatial import KDTree

EARTH_RADIUS_M = 6_371_008.8

Floats: TypeAlias = NDArray[np.float64]
Indices: TypeAlias = NDArray[np.int64]

_CHUNK = 4_096  # volunteers a query, so that the lists of neighbours stay small


class Places(NamedTuple):
    """Positions as two arrays of the same length, degrees WGS-84."""

    lon: Floats
    lat: Floats


class Pairs(NamedTuple):
    """Site and volunteer index of each pair, and the metres between them."""

    site: Indices
    volunteer: Indices
    distance_m: Floats


def places(lon: ArrayLike, lat: ArrayLike) -> Places:
    """Make places of longitudes and latitudes in degrees; raise ValueError if they are no positions."""
    lons, lats = (
        np.asarray(lon, dtype=np.float64).ravel(),
        np.asarray(lat, dtype=np.float64).ravel(),
    )
    if lons.shape != lats.shape:
        raise ValueError("There must be as many longitudes as latitudes.")
    if not (np.all(np.abs(lons) <= 180) and np.all(np.abs(lats) <= 90)):
        raise ValueError("A longitude or latitude is outside its range.")
    return Places(lons, lats)


def great_circle_m(one: Places, other: Places) -> Floats:
    """Return the metres between two sets of places, element by element (numpy broadcasting), by the haversine."""
    lat_1, lat_2 = np.radians(one.lat), np.radians(other.lat)
    half_lat, half_lon = (lat_2 - lat_1) / 2, np.radians(other.lon - one.lon) / 2
    square = np.sin(half_lat) ** 2 + np.cos(lat_1) * np.cos(lat_2) * np.sin(half_lon) ** 2
    metres: Floats = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.clip(square, 0.0, 1.0)))
    return metres


def nearest(sites: Places, volunteers: Places, *, k: int = 1) -> tuple[Floats, Indices]:
    """Return metres to and indices of the k nearest volunteers of each site, both of shape (sites, k), nearest first.

    Where there are fewer than k volunteers the rest is infinity and -1.
    """
    shape = (len(sites.lon), k)
    distances, indices = np.full(shape, np.inf), np.full(shape, -1, dtype=np.int64)
    found = min(k, len(volunteers.lon))
    if found == 0 or shape[0] == 0:
        return distances, indices
    _, near = _tree(volunteers).query(_unit_vectors(sites), k=found)
    indices[:, :found] = np.asarray(near).reshape(shape[0], found)
    chosen = Places(volunteers.lon[indices[:, :found]], volunteers.lat[indices[:, :found]])
    distances[:, :found] = great_circle_m(Places(sites.lon[:, None], sites.lat[:, None]), chosen)
    return distances, indices


def pairs_within(sites: Places, volunteers: Places, range_m: ArrayLike) -> Pairs:
    """Return every pair of a site and a volunteer whose own range covers it, ordered by site, then volunteer."""
    found = [part for part in _parts_within(sites, volunteers, range_m) if len(part.site)]
    if not found:
        return Pairs(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))
    site, volunteer, metres = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.lexsort((volunteer, site))
    return Pairs(site[order], volunteer[order], metres[order])


def count_within(sites: Places, volunteers: Places, range_m: ArrayLike) -> Indices:
    """Return for each site how many volunteers have it within their own range (metres, one each or one for all)."""
    counts = np.zeros(len(sites.lon), dtype=np.int64)
    for part in _parts_within(sites, volunteers, range_m):
        counts += np.bincount(part.site, minlength=len(counts))
    return counts


def is_out_of_reach(sites: Places, volunteers: Places, range_m: ArrayLike) -> NDArray[np.bool_]:
    """Return for each site whether no volunteer at all has it within range."""
    mask: NDArray[np.bool_] = count_within(sites, volunteers, range_m) == 0
    return mask


def _parts_within(sites: Places, volunteers: Places, range_m: ArrayLike) -> Iterator[Pairs]:
    ranges = np.broadcast_to(np.asarray(range_m, dtype=np.float64), volunteers.lon.shape)
    if not len(sites.lon) or not len(volunteers.lon):
        return
    tree, vectors = _tree(sites), _unit_vectors(volunteers)
    for start in range(0, len(vectors), _CHUNK):
        chunk = slice(start, start + _CHUNK)
        lists = tree.query_ball_point(vectors[chunk], _chord(ranges[chunk]))
        volunteer = start + np.repeat(np.arange(len(lists)), [len(one) for one in lists])
        site = np.concatenate([np.asarray(one, dtype=np.int64) for one in lists])
        yield _kept(sites, volunteers, ranges, site, volunteer)


def _kept(sites: Places, volunteers: Places, ranges: Floats, site: Indices, volunteer: Indices) -> Pairs:
    metres = great_circle_m(
        Places(sites.lon[site], sites.lat[site]),
        Places(volunteers.lon[volunteer], volunteers.lat[volunteer]),
    )
    keep = metres <= ranges[volunteer]
    return Pairs(site[keep], volunteer[keep], metres[keep])


def _chord(range_m: Floats) -> Floats:
    # A hair longer than the range: the exact distance decides afterwards, so that rounding loses no pair.
    angle = np.clip(range_m / EARTH_RADIUS_M, 0.0, np.pi)
    chord: Floats = 2 * np.sin(angle / 2) * (1 + 1e-9) + 1e-12
    return chord


def _unit_vectors(where: Places) -> Floats:
    lon, lat = np.radians(where.lon), np.radians(where.lat)
    return np.column_stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))


def _tree(where: Places) -> "KDTree":
    # SciPy takes a second to load; only who searches waits for it, not every web process.
    from scipy.spatial import KDTree

    return KDTree(_unit_vectors(where))
