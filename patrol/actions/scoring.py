"""The evidence behind a report: computed by the worker, kept with every earlier computation, deciding nothing."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core import audit
from patrol.actions.cases import open_case_for
from patrol.actions.photos import inspect_photo
from patrol.logic.checks.photo_reuse import KnownPhoto, photo_reuse
from patrol.logic.checks.photo_time import PhotoTimes, photo_time
from patrol.logic.checks.presence import presence
from patrol.logic.evidence import Evidence as Weighed
from patrol.logic.evidence import score
from patrol.logic.photo_facts import ExifFacts, facts_from_json
from patrol.logic.policy import Policy, policy_from
from patrol.logic.witness import Outcome, Witness
from patrol.models import Evidence, EvidencePolicy, Photo, Report, Review, Severity
from patrol.queries.arrivals import photos_with_standing, standing_of_photo
from patrol.queries.evidence import earlier_photos, fix_distance_m, latest_evidence, policy_on


def score_report(*, report: Report, at: datetime) -> Evidence:
    """Hear the witnesses, keep what they say, and open a case for each severe finding; safe to run again.

    A second run adds a computation only where something changed. A decision already taken is not touched. Photos that
    did not come are said to be missing.
    """
    photos = list(photos_with_standing(report.photos.all()))
    for photo in photos:
        if standing_of_photo(photo).is_here:
            photo.file = inspect_photo(file=photo.file, at=at)
    dated = policy_on(timezone.localdate(report.received_at))
    weighed = _weigh(report, photos, policy_from(dated.values))
    with transaction.atomic():
        review = Review.objects.select_for_update().get(pk=report.pk)
        evidence = _kept(report, weighed, dated, at)
        review.score, review.band, review.needs_person = evidence.score, evidence.band, evidence.needs_person
        review.save(update_fields=["score", "band", "needs_person"])
        open_cases(report=report, at=at)
        return evidence


def open_cases(*, report: Report, at: datetime) -> None:
    """Open a case for each severe finding, or join the open one; danger does not wait for the photos to come."""
    with transaction.atomic():
        for finding in report.findings.filter(severity__in=_case_severities()).order_by("position"):
            open_case_for(finding=finding, at=at)


def _weigh(report: Report, photos: Iterable[Photo], policy: Policy) -> Weighed:
    earlier = earlier_photos(report, distance=policy.photo_reuse.person_distance)
    witnesses = [presence(fix_distance_m(report), report.accuracy_m, policy.presence)]
    for photo in photos:
        if not standing_of_photo(photo).is_here:
            witnesses.append(_missing(photo))
            continue
        said = [_unreadable(photo)] if photo.file.error else [photo_time(_times(report, photo), policy.photo_time)]
        known = KnownPhoto(str(report.pk), photo.file_id, photo.file.phash)
        said.append(photo_reuse(known, earlier.get(photo.file_id, []), policy.photo_reuse))
        witnesses += [replace(one, params={**one.params, "position": photo.position}) for one in said]
    return score(witnesses, policy)


def _times(report: Report, photo: Photo) -> PhotoTimes:
    exif = facts_from_json(photo.file.facts).exif if photo.file.facts else ExifFacts()
    return PhotoTimes(
        received_at=report.received_at,
        shutter_at=photo.taken_at,
        visit_started_at=report.arrived_at,
        clock_offset_s=report.clock_offset_s,
        exif_local=exif.taken_at_local,
        exif_offset_minutes=exif.offset_minutes,
        gps_utc=exif.gps_utc,
    )


def _missing(photo: Photo) -> Witness:
    """Send a photo that did not come to a person; it weighs nothing."""
    return Witness("photo_file", Outcome.UNSURE, "photo_file.missing", 0.0, params={"position": photo.position})


def _unreadable(photo: Photo) -> Witness:
    """Send a photo nobody can open to a person; it weighs nothing, for a broken file is no proof of anything."""
    return Witness("photo_file", Outcome.UNSURE, "photo_file.unreadable", 0.0, params={"error": photo.file.error})


def _kept(report: Report, weighed: Weighed, dated: EvidencePolicy, at: datetime) -> Evidence:
    values = {
        "policy_from": dated.valid_from,
        "score": weighed.score,
        "band": str(weighed.band),
        "needs_person": weighed.needs_person,
        "witnesses": [witness.as_json() for witness in weighed.witnesses],
    }
    latest = latest_evidence(report)
    if latest is not None and all(getattr(latest, name) == value for name, value in values.items()):
        return latest
    evidence = Evidence.objects.create(report=report, computed_at=at, **values)
    change = {"score": evidence.score, "band": evidence.band, "policy_from": dated.valid_from}
    audit.record("score_report", report, by=None, at=at, change=change)
    return evidence


def _case_severities() -> list[int]:
    return list(Severity.objects.filter(opens_case=True).values_list("degree", flat=True))
