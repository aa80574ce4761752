"""What recorded tracks say beside a report: how near they came, and whether they were walked or copied."""

from datetime import timedelta
from typing import Final, TypeAlias

import numpy as np
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from numpy.typing import NDArray

from patrol.logic.checks.track import TrackAtSite
from patrol.logic.checks.track_copy import Copied
from patrol.logic.policy import Policy
from patrol.logic.way_likeness import shared_points
from patrol.models import Outing, Report, Track, TrackAtReport
from patrol.queries.outings import rules_on
from patrol.queries.tracks import STATEMENTS, TrackPoints, track_points

# The way to a site and back, beside the visit itself.
AROUND: Final = timedelta(minutes=30)
# A copy that was thinned has lost the outermost points of its way: so much smaller may it be. So many tracks are compared.
SLACK_M: Final = 40.0
MOST_COMPARED: Final = 8
Floats: TypeAlias = NDArray[np.float64]


def tracks_beside(report: Report) -> QuerySet[Track]:
    """Return the read tracks of the outings on which the report's visit was made."""
    end = Coalesce("outing__ended_at", "outing__expected_return_at")
    return (
        Track.objects.alias(end=end)
        .filter(outing__volunteer=report.volunteer_id, read_at__isnull=False)
        .filter(outing__started_at__lte=report.finished_at, end__gte=report.arrived_at)
        .order_by("received_at", "pk")
    )


def reports_on(outing: Outing) -> QuerySet[Report]:
    """Return the reports of the visits made on an outing: those whose `tracks_beside` are its tracks."""
    until = outing.ended_at or outing.expected_return_at
    return Report.objects.filter(
        volunteer=outing.volunteer_id, finished_at__gte=outing.started_at, arrived_at__lte=until
    ).order_by("pk")


def measured_at(track: Track, report: Report, policy: Policy) -> TrackAtReport | None:
    """Measure a track around the time of a visit, not yet stored; None where nothing of it is left or it has no times."""
    if policy.track is None or track.dropped_at is not None:
        return None
    known = _around(track_points(track), track, report)
    if not len(known.time):
        return None
    asked = {
        "report": report.pk,
        "longitudes": known.lon.tolist(),
        "latitudes": known.lat.tolist(),
        "times": known.time.tolist(),
        "near_m": policy.track.near_m,
        "gap_s": rules_on(timezone.localdate(track.received_at)).track.gap_s,
    }
    [row] = STATEMENTS.rows("track_at_site", asked)
    return TrackAtReport(track=track, report=report, points=len(known.time), **row)


def copied_from(track: Track, points: Floats, tolerance_m: float) -> tuple[Track | None, float]:
    """Return the earlier track that shares the most points with a stored one, and that share (0 to 1).

    `points` are rows of (longitude, latitude), degrees WGS-84.
    """
    asked = {"track": track.pk, "slack_m": SLACK_M, "most": MOST_COMPARED}
    keys = [row["id"] for row in STATEMENTS.rows("similar_tracks", asked)]
    best: tuple[Track | None, float] = (None, 0.0)
    for other in Track.objects.filter(pk__in=keys).order_by("received_at", "pk"):
        theirs = places_of(track_points(other))
        share = shared_points(points, theirs, tolerance_m) if len(theirs) else 0.0
        if share > best[1]:
            best = other, share
    return best


def places_of(points: TrackPoints) -> Floats:
    """Return rows of (longitude, latitude)."""
    return np.column_stack([points.lon, points.lat])


def track_at_site_of(report: Report) -> TrackAtSite | None:
    """Return what the track that stayed longest near the site proves; None without one."""
    found = report.tracks_beside.order_by("-near_s", "nearest_m").first()
    return None if found is None else TrackAtSite(found.points, found.nearest_m, found.near_s)


def copied_of(report: Report) -> Copied | None:
    """Return how much of the report's tracks stands in an earlier one, and a report of that; None without a track."""
    worst = tracks_beside(report).filter(copied_share__isnull=False).order_by("-copied_share").first()
    if worst is None or worst.copied_share is None:
        return None
    theirs = Report.objects.filter(tracks_beside__track=worst.copied_from_id).order_by("finished_at").first()
    return Copied(worst.point_count, worst.copied_share, str(theirs.pk) if theirs else "")


def _around(points: TrackPoints, track: Track, report: Report) -> TrackPoints:
    """Keep the points around the visit; another device's clock is the world's, the phone's is the phone's."""
    is_other = track.source == Track.Source.GPX
    shift = timedelta(seconds=(report.clock_offset_s or 0.0) if is_other else 0.0)
    first, last = report.arrived_at + shift - AROUND, report.finished_at + shift + AROUND
    with np.errstate(invalid="ignore"):
        kept = (points.time >= first.timestamp()) & (points.time <= last.timestamp())
    return TrackPoints(*(column[kept] for column in points))
