"""Was the way walked, or is it another's? The share of its points that stand in an earlier track, point by point."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.logic.geodesy import MEAN_RADIUS_M
from patrol.logic.policy_sections import TrackCopyPolicy
from patrol.logic.witness import Outcome, Param, Witness

NAME = "track_copy"
Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Way:
    """A track's points, WGS-84 degrees, rows of (longitude, latitude), and whose report it belongs to."""

    report_id: str
    points: Floats


def track_copy(own: Way | None, others: Iterable[Way], policy: TrackCopyPolicy) -> Witness:
    """Compare a track with earlier ones, as recorded and moved so that starts, ends or middles meet.

    Receivers never write the same way twice: measured on one path, points of two walks meet to within 0.3 m now and
    then, those of a copy (also thinned, or moved elsewhere) always. Times are not asked, so a later day hides nothing.
    """
    if own is None or len(own.points) < policy.least_points:
        return Witness(NAME, Outcome.ABSENT, "track_copy.no_track", policy.weight)
    shares = [
        (shared_points(own.points, other.points, policy.tolerance_m), other.report_id)
        for other in others
        if len(other.points) >= policy.least_points
    ]
    share, report = max(shares, default=(0.0, ""))
    outcome, code = Outcome.PASS, "track_copy.own"
    if share >= policy.copy_share:
        outcome, code = Outcome.FAIL, "track_copy.copy"
    elif share >= policy.person_share:
        outcome, code = Outcome.UNSURE, "track_copy.parts"
    params: dict[str, Param] = {"percent": round(100 * share), "report": report or None}
    return Witness(NAME, outcome, code, policy.weight, round(share, 3), policy.person_share, params)


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
