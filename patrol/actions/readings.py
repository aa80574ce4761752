"""What a track proves, kept with it."""

from datetime import UTC, datetime

import numpy as np
from django.contrib.gis.geos import Point
from django.utils import timezone
from numpy.typing import NDArray

from core.jobs import later
from patrol.logic.policy import policy_from
from patrol.logic.track import LAT, LON, CleanTrack
from patrol.logic.way_likeness import extent_of, marks_of
from patrol.models import Track
from patrol.queries.evidence import policy_on
from patrol.queries.outings import rules_on
from patrol.queries.track_witness import copied_from, reports_on
from patrol.queries.tracks import is_near, line_of, sites_of


def keep_reading(*, track: Track, read: CleanTrack, at: datetime) -> None:
    """Keep what a cleaned track proves, and its line; the caller holds the track's lock."""
    reasons = [*read.reasons, *_reasons_beside(track, read)]
    track.read_at = at
    track.started_at = datetime.fromtimestamp(read.started_s, UTC) if read.started_s is not None else None
    track.content_sha256 = read.sha256 if read.points else ""
    track.geom = line_of(read)
    track.point_count, track.removed = read.points, read.removed
    track.length_m, track.recorded_s = read.length_m, read.recorded_s
    track.paused_s, track.still_s = read.paused_s, read.still_s
    track.near_share = _near_share(track, read)
    track.reasons, track.is_usable_for_hours = reasons, not reasons
    places = np.vstack([np.empty((0, 4)), *read.parts])[:, [LON, LAT]]
    mark_track(track=track, places=places)
    track.save()
    _compare(track, places, at)
    for report in reports_on(track.outing):
        later("patrol.score_report", report_id=str(report.pk))


def mark_track(*, track: Track, places: NDArray[np.float64]) -> None:
    """Note what copies of the track's points (rows of longitude and latitude) would be found by; the caller saves it."""
    track.marks = marks_of(places)
    if track.extent is None and len(places):
        track.extent = Point(*extent_of(places), srid=0)


def _compare(track: Track, places: NDArray[np.float64], at: datetime) -> None:
    rules = policy_from(policy_on(timezone.localdate(at)).values).track_copy
    if rules is None or len(places) < rules.least_points:
        return
    track.copied_from, track.copied_share = copied_from(track, places, rules.tolerance_m)
    track.save(update_fields=["copied_from", "copied_share"])


def _reasons_beside(track: Track, read: CleanTrack) -> list[str]:
    """Say what the track alone does not tell: that it was seen before, or is of another time than the outing."""
    found = []
    # A point or two are no track that could be copied.
    if read.recorded_s and Track.objects.filter(content_sha256=read.sha256).exclude(outing=track.outing_id).exists():
        found.append("copy")
    if track.source == Track.Source.GPX and read.started_s is not None and read.ended_s is not None:
        outing = track.outing
        end = outing.ended_at or outing.expected_return_at
        start_s, end_s = max(outing.started_at.timestamp(), read.started_s), min(end.timestamp(), read.ended_s)
        if end_s - start_s < (read.ended_s - read.started_s) / 2 or end_s < start_s:
            found.append("outside_outing")
    return found


def _near_share(track: Track, read: CleanTrack) -> float | None:
    if not read.points:
        return None
    rows = np.vstack(read.parts)
    near_m = rules_on(timezone.localdate(track.received_at)).near_m
    return float(is_near(rows[:, LON], rows[:, LAT], sites_of(track.outing), near_m=near_m).mean())
