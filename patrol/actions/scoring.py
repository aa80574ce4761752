"""The evidence behind a report: computed by the worker, kept with every earlier computation, deciding nothing."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from core import audit
from patrol.actions.cases import open_case_for
from patrol.actions.photos import inspect_photo
from patrol.logic.evidence import Evidence as Weighed
from patrol.logic.hearing import weigh
from patrol.logic.policy import Policy, policy_from
from patrol.models import Evidence, EvidencePolicy, Report, Review, Severity, TrackAtReport
from patrol.queries.arrivals import photos_with_standing, standing_of_photo
from patrol.queries.evidence import latest_evidence, policy_on
from patrol.queries.seen import seen_of
from patrol.queries.track_witness import measured_at, tracks_beside


def score_report(*, report: Report, at: datetime, policy_day: date | None = None) -> Evidence:
    """Hear the witnesses, keep what they say, and open a case for each severe finding; safe to run again.

    `policy_day` is the first day of the policy to judge by; without it that of the day the report came. A second run adds a
    computation only where something changed, and keeps the old one. A decision already taken is not touched. Photos
    that did not come are said to be missing.
    """
    photos = list(photos_with_standing(report.photos.all()))
    for photo in photos:
        if standing_of_photo(photo).is_here:
            photo.file = inspect_photo(file=photo.file, at=at)
    dated = policy_on(policy_day or timezone.localdate(report.received_at))
    policy = policy_from(dated.values)
    keep_tracks_beside(report=report, policy=policy)
    weighed = weigh(seen_of(report, photos, policy), policy)
    with transaction.atomic():
        review = Review.objects.select_for_update().get(pk=report.pk)
        evidence = _kept(report, weighed, dated, at)
        review.score, review.band, review.needs_person = evidence.score, evidence.band, evidence.needs_person
        review.save(update_fields=["score", "band", "needs_person"])
        open_cases(report=report, at=at)
        return evidence


def keep_tracks_beside(*, report: Report, policy: Policy) -> None:
    """Keep what the tracks of the visit prove for the report, once for each: their points go after some days."""
    for track in tracks_beside(report).exclude(at_reports__report=report):
        if (measured := measured_at(track, report, policy)) is not None:
            TrackAtReport.objects.bulk_create([measured], ignore_conflicts=True)


def open_cases(*, report: Report, at: datetime) -> None:
    """Open a case for each severe finding, or join the open one; danger does not wait for the photos to come."""
    with transaction.atomic():
        for finding in report.findings.filter(severity__in=_case_severities()).order_by("position"):
            open_case_for(finding=finding, at=at)


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
