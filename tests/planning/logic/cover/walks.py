"""Lines and walks with known answers."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from planning.files.tracks import read_gpx
from planning.logic.cover import Track, track
from sites.logic.measure import length_m, measures

MORNING = 1_717_200_000.0
# At 40.4° north.
DEGREES_A_METRE_EAST, DEGREES_A_METRE_NORTH = 1 / 84_893.5, 1 / 111_040.0


def metres(points: Sequence[tuple[float, float]], at: tuple[float, float] = (116.0, 40.4)) -> shapely.LineString:
    """Draw a line given in metres east and north of a place near 40.4° north."""
    return shapely.LineString(
        [(at[0] + x * DEGREES_A_METRE_EAST, at[1] + y * DEGREES_A_METRE_NORTH) for x, y in points]
    )


def walk(
    line: shapely.LineString,
    start_m: float = 0.0,
    end_m: float | None = None,
    *,
    every_s: float = 5.0,
    mps: float = 1.25,
    noise_m: float = 0.0,
    at_s: float = MORNING,
    accuracy_m: float = np.nan,
    seed: int = 0,
) -> Track:
    """Walk along a line from one measure to another with a fix every so many seconds, the last one at the end.

    The errors of a receiver hang together for about half a minute (Gauss-Markov); `noise_m` is their deviation each way.
    """
    end = length_m(line) if end_m is None else end_m
    fixes = int(abs(end - start_m) / (mps * every_s)) + 1
    at = np.linspace(start_m, end, max(2, fixes + 1))
    along, (lon, lat) = measures(line), shapely.get_coordinates(line).T
    east, north = _noise(len(at), noise_m, every_s, seed), _noise(len(at), noise_m, every_s, seed + 1)
    latitude = np.interp(at, along, lat)
    shrink = np.cos(np.radians(latitude))
    return track(
        np.interp(at, along, lon) + east / 111_320 / shrink,
        latitude + north / 111_040,
        at_s + np.arange(len(at)) * every_s,
        np.full(len(at), accuracy_m),
    )


def cut_out(found: Track, from_s: float, to_s: float) -> Track:
    """Leave out the fixes of a time."""
    at = found.at_s - found.at_s[0]
    return found.chosen((at <= from_s) | (at >= to_s))


def reversed_track(found: Track) -> Track:
    """Walk the same way backwards."""
    return track(found.lon[::-1], found.lat[::-1], found.at_s[-1] - found.at_s[::-1] + MORNING, found.accuracy_m[::-1])


def trail(path: Path) -> shapely.LineString:
    """Read the first track of a file as a line."""
    found = read_gpx(path)[0]
    return shapely.LineString(np.column_stack((found.lon, found.lat)))


def _noise(n: int, noise_m: float, every_s: float, seed: int) -> NDArray[np.float64]:
    if not noise_m:
        return np.zeros(n)
    random, keep = np.random.default_rng(seed), float(np.exp(-every_s / 30))
    shocks = random.normal(0, noise_m * np.sqrt(1 - keep**2), n)
    shocks[0] = random.normal(0, noise_m)
    found = np.zeros(n)
    for i in range(n):
        found[i] = keep * found[i - 1] + shocks[i] if i else shocks[0]
    return found
