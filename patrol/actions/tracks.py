"""Tracks: taken in piece by piece or as a file, and read into a proof."""

from datetime import UTC, datetime

import numpy as np
from django.contrib.gis.geos import LineString, MultiLineString
from django.db import transaction
from django.utils import timezone

from core import audit
from core.jobs import later
from patrol.errors import GpxUnreadable, GpxWithoutTrack, TrackClosed, TrackConflict
from patrol.logic.gpx import Gpx, NotReadable, read_gpx
from patrol.logic.outing import BatchSaid
from patrol.logic.track import LAT, LON, CleanTrack, Segment, clean
from patrol.models import Outing, Track, TrackBatch
from patrol.queries.outings import rules_on
from patrol.queries.tracks import cleaned, is_near, sites_of
from people.models import User


def keep_track_batch(*, outing: Outing, said: BatchSaid, by: User, at: datetime) -> Track:
    """Keep one piece of the track a phone records, in any order and once; with the last one missing none it is read.

    Refuses TrackConflict (the same number with other points, or pieces beyond the last) and TrackClosed.
    """
    with transaction.atomic():
        locked = Outing.objects.select_for_update().get(pk=outing.pk)
        track, _is_new = Track.objects.get_or_create(
            outing=locked, source=Track.Source.PHONE, defaults={"received_at": at}
        )
        known = TrackBatch.objects.filter(track=track, sequence=said.sequence).first()
        if known is not None and known.content_sha256 != said.content_sha256:
            raise TrackConflict
        if known is None:
            _refuse_late(track, said)
            _store(track, said)
        _complete(track, said)
        return track


def import_gpx(*, outing: Outing, content: bytes, by: User, at: datetime) -> Track:
    """Keep the track of a GPX file recorded with another device, cleaned at once; the same file again is the same track.

    Refuses GpxUnreadable and GpxWithoutTrack.
    """
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
        for number, segment in enumerate(gpx.segments):
            _store(track, _batch(number, segment))
        _keep_reading(track, read, at)
        audit.record("import_gpx", track, by=by, at=at, change={"outing": str(outing.pk), "content": read.sha256})
        return track


def read_track(*, track: Track, at: datetime) -> Track:
    """Read a complete track: clean it, measure it, find copies, keep the proof; again only before anything was cut."""
    with transaction.atomic():
        locked = Track.objects.select_for_update(of=("self",)).select_related("outing").get(pk=track.pk)
        if locked.cut_at is None and locked.dropped_at is None:
            _keep_reading(locked, cleaned(locked), at)
        return locked


def _refuse_late(track: Track, said: BatchSaid) -> None:
    if track.cut_at is not None or track.dropped_at is not None:
        raise TrackClosed
    if track.batches_expected is not None and said.sequence >= track.batches_expected:
        raise TrackConflict


def _store(track: Track, said: BatchSaid) -> None:
    TrackBatch.objects.create(
        track=track,
        sequence=said.sequence,
        segment=said.segment,
        content_sha256=said.content_sha256,
        lons=list(said.lons),
        lats=list(said.lats),
        times=list(said.times),
        accuracies_m=list(said.accuracies_m),
    )


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


def _batch(number: int, segment: Segment) -> BatchSaid:
    lons, lats, times, accuracies = segment.T
    # A place that is no number would be no row of the table; the clean-up has counted it.
    there = np.isfinite(lons) & np.isfinite(lats)
    return BatchSaid(
        sequence=number,
        segment=number,
        lons=tuple(lons[there].tolist()),
        lats=tuple(lats[there].tolist()),
        times=_or_none(times[there]),
        accuracies_m=_or_none(accuracies[there]),
    )


def _or_none(values: Segment) -> tuple[float | None, ...]:
    return tuple(value if np.isfinite(value) else None for value in values.tolist())


def _keep_reading(track: Track, read: CleanTrack, at: datetime) -> None:
    reasons = [*read.reasons, *_reasons_beside(track, read)]
    track.read_at = at
    track.started_at = datetime.fromtimestamp(read.started_s, UTC) if read.started_s is not None else None
    track.content_sha256 = read.sha256 if read.points else ""
    track.geom = _line(read)
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


def _line(read: CleanTrack) -> MultiLineString | None:
    lines = [LineString(part[:, [LON, LAT]].tolist(), srid=4326) for part in read.parts if len(part) > 1]
    return MultiLineString(lines, srid=4326) if lines else None


def _near_share(track: Track, read: CleanTrack) -> float | None:
    if not read.points:
        return None
    rows = np.vstack(read.parts)
    near_m = rules_on(timezone.localdate(track.received_at)).near_m
    return float(is_near(rows[:, LON], rows[:, LAT], sites_of(track.outing), near_m=near_m).mean())
