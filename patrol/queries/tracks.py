"""Tracks as they were sent and as they are read: cleaned points in arrays, and what of them lies near the sites."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias
from uuid import UUID

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from core.sql import Statements
from patrol.logic.track import ACCURACY, LAT, LON, TIME, CleanTrack, Segment, clean
from patrol.models import Outing, Report, Track
from patrol.queries.outings import rules_on

STATEMENTS = Statements(Path(__file__).parents[1] / "sql")
# A report may be finished on the way home.
AFTERWARDS: Final = timedelta(hours=1)
Floats: TypeAlias = NDArray[np.float64]


class TrackPoints(NamedTuple):
    """Cleaned points in the order of time: four arrays of one length. WGS-84 degrees, Unix seconds, metres; NaN: not known."""

    lon: Floats
    lat: Floats
    time: Floats
    accuracy_m: Floats


def track_points(track: Track) -> TrackPoints:
    """Return the cleaned points that are still kept of a track: all, those near its sites, or none once it is dropped."""
    rows = np.vstack([np.empty((0, 4)), *cleaned(track).parts])
    return TrackPoints(rows[:, LON], rows[:, LAT], rows[:, TIME], rows[:, ACCURACY])


def cleaned(track: Track) -> CleanTrack:
    """Clean what is kept of a track by the rules of the day it came."""
    return clean(segments_of(track), rules_on(timezone.localdate(track.received_at)).track)


def segments_of(track: Track) -> list[Segment]:
    """Return a track's points as they were sent, the batches of each segment put together."""
    found: dict[int, list[Segment]] = {}
    for batch in track.batches.order_by("sequence"):
        columns = [batch.lons, batch.lats, batch.times, batch.accuracies_m]
        found.setdefault(batch.segment, []).append(np.array(columns, dtype=np.float64).T)
    return [np.vstack(parts) for _number, parts in sorted(found.items())]


def received_batches(track: Track) -> list[int]:
    """Return the numbers of the pieces that are there, in order."""
    return list(track.batches.order_by("sequence").values_list("sequence", flat=True))


def is_near(lons: Floats, lats: Floats, sites: Iterable[UUID], *, near_m: float) -> NDArray[np.bool_]:
    """Say of each point (WGS-84) whether it lies within `near_m` metres of the geometry of one of the sites."""
    asked = {"lons": lons.tolist(), "lats": lats.tolist(), "sites": list(sites), "near_m": near_m}
    rows = STATEMENTS.rows("points_near", asked)
    return np.array([row["is_near"] for row in rows], dtype=bool)


def sites_of(outing: Outing) -> set[UUID]:
    """Return the sites an outing went to: those planned, and those the person reported on meanwhile."""
    planned = set(outing.sites.values_list("pk", flat=True))
    until = (outing.ended_at or outing.expected_return_at) + AFTERWARDS
    reported = Report.objects.filter(
        volunteer=outing.volunteer_id, finished_at__gte=outing.started_at, finished_at__lte=until
    )
    return planned | set(reported.values_list("site", flat=True))
