"""What is forgotten of a track: first all that is not near its sites, then every point; the proof stays."""

from datetime import datetime, timedelta
from uuid import UUID

import numpy as np
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core import audit
from patrol.actions.readings import keep_reading, mark_track
from patrol.logic.track import LAT, LON, Segment, pieces
from patrol.models import Track, TrackBatch
from patrol.queries.outings import rules_on
from patrol.queries.tracks import batch_of, cleaned, is_near, line_of, segments_of, sites_of
from people.models import User


def forget_tracks(*, at: datetime) -> tuple[int, int]:
    """Cut the tracks that are old enough, drop the oldest; return how many of each. Safe to repeat."""
    with_points = Track.objects.filter(dropped_at=None)
    old = with_points.filter(received_at__lte=at - timedelta(days=settings.TRACK_NEAR_DAYS))
    dropped = sum(_drop(key, at, reads=True) for key in old.values_list("pk", flat=True))
    whole = with_points.filter(received_at__lte=at - timedelta(days=settings.TRACK_FULL_DAYS), cut_at=None)
    cut = sum(_cut(key, at) for key in whole.values_list("pk", flat=True))
    return cut, dropped


def drop_tracks_of(*, person: User, at: datetime) -> int:
    """Delete every point of a person's tracks, because they no longer consent; what was not read yet is not read now."""
    mine = Q(outing__volunteer=person, dropped_at=None)
    return sum(_drop(key, at, reads=False) for key in Track.objects.filter(mine).values_list("pk", flat=True))


def _cut(key: UUID, at: datetime) -> bool:
    with transaction.atomic():
        track = _locked(key)
        if track.dropped_at is not None or track.cut_at is not None:
            return False
        _read_late(track, at)
        near = _near_pieces(track)
        track.cut_at = at
        track.save(update_fields=["cut_at"])
        track.batches.all().delete()
        TrackBatch.objects.bulk_create(batch_of(track, number, piece) for number, piece in enumerate(near))
        left = cleaned(track)
        track.geom = line_of(left)
        mark_track(track=track, places=np.vstack([np.empty((0, 4)), *left.parts])[:, [LON, LAT]])
        track.save(update_fields=["geom", "marks", "extent"])
        audit.record("cut_track", track, by=None, at=at)
        return True


def _drop(key: UUID, at: datetime, *, reads: bool) -> bool:
    with transaction.atomic():
        track = _locked(key)
        if track.dropped_at is not None:
            return False
        if reads:
            _read_late(track, at)
        track.geom, track.marks, track.dropped_at = None, [], at
        track.save()
        track.batches.all().delete()
        audit.record("drop_track", track, by=None, at=at)
        return True


def _locked(key: UUID) -> Track:
    return Track.objects.select_for_update(of=("self",)).select_related("outing").get(pk=key)


def _read_late(track: Track, at: datetime) -> None:
    """Keep the proof of a track whose last piece never came."""
    if track.read_at is None and track.cut_at is None:
        keep_reading(track=track, read=cleaned(track), at=at)


def _near_pieces(track: Track) -> list[Segment]:
    sites, near_m = sites_of(track.outing), rules_on(timezone.localdate(track.received_at)).near_m
    found: list[Segment] = []
    for segment in segments_of(track):
        near = is_near(segment[:, LON], segment[:, LAT], sites, near_m=near_m)
        found += pieces(segment, np.asarray(near, dtype=bool))
    return found
