"""What a track proves, kept with it."""

from datetime import UTC, datetime

import numpy as np
from django.utils import timezone

from patrol.logic.track import LAT, LON, CleanTrack
from patrol.models import Track
from patrol.queries.outings import rules_on
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
    track.save()


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
