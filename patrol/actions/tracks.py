"""Tracks: taken in piece by piece or as a file, and read into a proof."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core import audit
from core.jobs import later
from patrol.actions.positions import refuse_without_track_consent
from patrol.actions.readings import keep_reading
from patrol.errors.outings import (
    GpxUnreadable,
    GpxWithoutTrack,
    TrackClosed,
    TrackConflict,
)
from patrol.logic.gpx import Gpx, NotReadable, read_gpx
from patrol.logic.outing import BatchSaid
from patrol.logic.track import clean
from patrol.models import Outing, Track, TrackBatch
from patrol.queries.outings import rules_on
from patrol.queries.tracks import batch_from, batch_of, cleaned
from people.models import User


def keep_track_batch(*, outing: Outing, said: BatchSaid, by: User, at: datetime) -> Track:
    """Keep one piece of the track a phone records, in any order and once; with the last one missing none it is read.

    Refuses TrackConsentMissing, TrackConflict (the same number with other points, or pieces beyond the last) and TrackClosed.
    """
    with transaction.atomic():
        refuse_without_track_consent(by=by)
        locked = Outing.objects.select_for_update().get(pk=outing.pk)
        phone = {"outing": locked, "source": Track.Source.PHONE}
        Track.objects.get_or_create(**phone, defaults={"received_at": at})
        # Cutting and dropping lock the track: no point comes in behind them.
        track = Track.objects.select_for_update().get(**phone)
        known = TrackBatch.objects.filter(track=track, sequence=said.sequence).first()
        if known is not None and known.content_sha256 != said.content_sha256:
            raise TrackConflict
        if known is None:
            _refuse_late(track, said)
            batch_from(track, said).save(force_insert=True)
        _complete(track, said)
        return track


def import_gpx(*, outing: Outing, content: bytes, by: User, at: datetime) -> Track:
    """Keep the track of a GPX file recorded with another device, cleaned at once; the same file again is the same track.

    Refuses TrackConsentMissing, GpxUnreadable and GpxWithoutTrack.
    """
    refuse_without_track_consent(by=by)
    gpx = _gpx(content)
    read = clean(gpx.segments, rules_on(timezone.localdate(at)).track)
    if not read.points:
        raise GpxWithoutTrack(waypoints=gpx.waypoints)
    with transaction.atomic():
        locked = Outing.objects.select_for_update().get(pk=outing.pk)
        known = Track.objects.filter(outing=locked, source=Track.Source.GPX, content_sha256=read.sha256).first()
        if known is not None:
            return known
        track = Track.objects.create(outing=locked, source=Track.Source.GPX, received_at=at)
        TrackBatch.objects.bulk_create(batch_of(track, number, one) for number, one in enumerate(gpx.segments))
        keep_reading(track=track, read=read, at=at)
        audit.record("import_gpx", track, by=by, at=at, change={"outing": str(outing.pk), "content": read.sha256})
        return track


def read_track(*, track: Track, at: datetime) -> Track:
    """Read a complete track: clean it, measure it, find copies, keep the proof; again only before anything was cut."""
    with transaction.atomic():
        locked = Track.objects.select_for_update(of=("self",)).select_related("outing").get(pk=track.pk)
        if locked.cut_at is None and locked.dropped_at is None:
            keep_reading(track=locked, read=cleaned(locked), at=at)
        return locked


def _refuse_late(track: Track, said: BatchSaid) -> None:
    if track.cut_at is not None or track.dropped_at is not None:
        raise TrackClosed
    if track.batches_expected is not None and said.sequence >= track.batches_expected:
        raise TrackConflict


def _complete(track: Track, said: BatchSaid) -> None:
    if said.is_last and track.batches_expected is None:
        if track.batches.filter(sequence__gt=said.sequence).exists():
            raise TrackConflict
        track.batches_expected = said.sequence + 1
        track.save(update_fields=["batches_expected"])
    if track.read_at is None and track.batches.count() == track.batches_expected:
        later("patrol.read_track", queueing_lock=f"read track {track.pk}", track_id=str(track.pk))


def _gpx(content: bytes) -> Gpx:
    try:
        return read_gpx(content)
    except NotReadable as error:
        raise GpxUnreadable(reason=error.reason) from None
