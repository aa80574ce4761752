"""All that the witnesses of a report are told, gathered from the register, the photos and the person's other reports."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from django.utils import timezone
from PIL import Image

from core.logic.datum import Datum, is_shifted, to_wgs84
from patrol.logic.checks.capture import Shot
from patrol.logic.checks.light import Lit
from patrol.logic.checks.photo_reuse import KnownPhoto
from patrol.logic.checks.photo_time import PhotoTimes
from patrol.logic.fixes import TimedFix
from patrol.logic.hearing import Seen, SeenPhoto, SeenVisit
from patrol.logic.likeness import likeness
from patrol.logic.phash_bands import band_keys
from patrol.logic.photo_facts import ExifFacts, Look, facts_from_json
from patrol.logic.policy import Policy
from patrol.models import Photo, Report
from patrol.queries.arrivals import standing_of_photo
from patrol.queries.evidence import STATEMENTS, fix_distance_m
from patrol.queries.track_witness import copied_of, track_at_site_of
from patrol.queries.visits_around import day_of, judged_of, neighbours_of, phone_of, repeats_of, rhythm_of
from patrol.storage import stored

# So many look-alikes are listed, or so many laid upon the photo to compare their detail.
MOST_ALIKE, MOST_COMPARED = 12, 4
NO_EXIF: Final = ExifFacts()


def seen_of(report: Report, photos: Sequence[Photo], policy: Policy) -> Seen:
    """Return what is known of a report and its photos, read through `photos_with_standing` and inspected."""
    same = {row["sha256"]: row for row in STATEMENTS.rows("same_file", {"report": report.pk})}
    return Seen(
        distance_m=fix_distance_m(report),
        accuracy_m=report.accuracy_m,
        photos=[_photo(report, photo, same.get(photo.file_id), policy) for photo in photos],
        visit=_visit(report, photos),
    )


def _visit(report: Report, photos: Sequence[Photo]) -> SeenVisit:
    own = _fix_of(report)
    shots = [
        TimedFix(photo.taken_at, photo.fix.x, photo.fix.y, photo.accuracy_m)
        for photo in photos
        if photo.fix is not None and photo.taken_at is not None
    ]
    return SeenVisit(
        arrived_at=report.arrived_at,
        finished_at=report.finished_at,
        day=timezone.localdate(report.finished_at),
        own_fix=own,
        fixes=[*([own] if own else []), *shots],
        neighbours=[fix for other in neighbours_of(report) if (fix := _fix_of(other)) is not None],
        phone=phone_of(report),
        pace=day_of(report),
        rhythm=rhythm_of(report),
        repeats=repeats_of(report),
        judged=judged_of(report),
        track=track_at_site_of(report),
        copied=copied_of(report),
    )


def _photo(report: Report, photo: Photo, same: dict[str, object] | None, policy: Policy) -> SeenPhoto:
    facts = facts_from_json(photo.file.facts) if photo.file.facts else None
    exif, look = (facts.exif, facts.look) if facts else (NO_EXIF, None)
    known = KnownPhoto(str(report.pk), photo.file_id, photo.file.phash)
    return SeenPhoto(
        position=photo.position,
        known=known,
        look_alikes=_same(same) if same else _look_alikes(report, photo, policy),
        times=_times(report, photo, exif),
        shot=Shot(photo.taken_at, photo.fix is not None),
        lit=_lit(report, photo, exif, look),
        place_distances_m=_place_distances(report, exif),
        camera=exif.camera,
        provenance=facts.provenance if facts else None,
        error=photo.file.error,
        is_missing=not standing_of_photo(photo).is_here,
    )


def _same(row: dict[str, object]) -> list[KnownPhoto]:
    return [KnownPhoto(str(row["report_id"]), str(row["sha256"]), None, is_same_site=bool(row["is_same_site"]))]


def _look_alikes(report: Report, photo: Photo, policy: Policy) -> list[KnownPhoto]:
    """Return photos of earlier reports that look alike; where detail is asked for, the nearest with theirs compared.

    A copy lies nearer than the many honest shots of one view, so whatever lies behind those few is left out.
    """
    if photo.file.phash is None:
        return []
    distance = policy.photo_reuse.person_distance
    keys = {f"band_{band}": values for band, values in enumerate(band_keys(photo.file.phash, distance))}
    asked = {"phash": photo.file.phash, "distance": distance, "report": report.pk, "most": MOST_ALIKE, **keys}
    rows = STATEMENTS.rows("similar_photos", asked)
    is_compared = policy.photo_reuse.copy_likeness is not None
    return [
        KnownPhoto(
            row["report_id"],
            row["sha256"],
            row["phash"],
            is_same_site=row["is_same_site"],
            is_near=row["is_near"],
            likeness=_likeness(photo.file.thumbnail, row["thumbnail"]) if is_compared else None,
        )
        for row in (rows[:MOST_COMPARED] if is_compared else rows)
    ]


def _likeness(one: str, other: str) -> float | None:
    """Compare our own small copies, which hold nothing of the sender's file but its pixels; None where one is gone."""
    if not one or not other:
        return None
    try:
        with stored(one) as first, stored(other) as second, Image.open(first) as mine, Image.open(second) as theirs:
            return likeness(mine, theirs)
    except FileNotFoundError:
        return None


def _times(report: Report, photo: Photo, exif: ExifFacts) -> PhotoTimes:
    return PhotoTimes(
        received_at=report.received_at,
        shutter_at=photo.taken_at,
        visit_started_at=report.arrived_at,
        clock_offset_s=report.clock_offset_s,
        exif_local=exif.taken_at_local,
        exif_offset_minutes=exif.offset_minutes,
        gps_utc=exif.gps_utc,
    )


def _lit(report: Report, photo: Photo, exif: ExifFacts, look: Look | None) -> Lit:
    place = report.fix if report.fix is not None else report.site.geom.centroid
    return Lit(
        at=_shown_at(report, photo, exif),
        longitude=place.x,
        latitude=place.y,
        exposure_ev=exif.exposure_ev,
        grey=look.grey if look else None,
        green_share=look.green_share if look else None,
    )


def _shown_at(report: Report, photo: Photo, exif: ExifFacts) -> datetime | None:
    """Return when the photo claims to be taken, the claim that matters most first; a time without zone claims nothing."""
    if photo.taken_at is not None:
        return photo.taken_at + timedelta(seconds=report.clock_offset_s or 0.0)
    if exif.gps_utc is not None:
        return exif.gps_utc
    if exif.taken_at_local is None or exif.offset_minutes is None:
        return None
    return (exif.taken_at_local - timedelta(minutes=exif.offset_minutes)).replace(tzinfo=UTC)


def _place_distances(report: Report, exif: ExifFacts) -> list[float]:
    """Measure the camera's position to the site, as WGS-84 and, inside China, as GCJ-02 too."""
    if exif.longitude is None or exif.latitude is None:
        return []
    points = [(exif.longitude, exif.latitude)]
    if is_shifted(*points[0]):
        points.append(to_wgs84(*points[0], Datum.GCJ02))
    longitudes, latitudes = zip(*points, strict=True)
    asked = {"report": report.pk, "longitudes": list(longitudes), "latitudes": list(latitudes)}
    return [row["distance_m"] for row in STATEMENTS.rows("points_distance", asked)]


def _fix_of(report: Report) -> TimedFix | None:
    if report.fix is None:
        return None
    # A form that took no time for its fix took it during the visit.
    at = (report.fix_at or report.arrived_at) + timedelta(seconds=report.clock_offset_s or 0.0)
    return TimedFix(at, report.fix.x, report.fix.y, report.accuracy_m)
