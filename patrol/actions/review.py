"""Decisions about a report: accept, ask for more, reject."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from core import audit
from core.errors import NotAllowed, Stale
from patrol.errors import OwnReport, PhotosAwaited, ReasonMissing
from patrol.logic.service_time import credited_interval
from patrol.models import Assignment, Report, Review, Visit
from patrol.permissions import can_review_reports
from people.actions import notify
from people.models import User
from sites.actions import end_place_grant, set_condition
from timebank.actions import award
from timebank.queries import is_time_free


def accept_report(*, report: Report, version: int, by: User, at: datetime) -> Review:
    """Accept: the visit is proven, the site's condition and duty follow, the hours are posted, the volunteer is told.

    Refuses `NotAllowed`, `OwnReport`, `PhotosAwaited`, and `Stale` where somebody else decided since `version`.
    """
    with transaction.atomic():
        review = _decide(report, Review.State.ACCEPTED, "", version, by, at)
        Visit.objects.create(report=report, site=report.site, volunteer=report.volunteer, visited_at=report.finished_at)
        if not report.site.reports.filter(review__state="accepted", finished_at__gt=report.finished_at).exists():
            set_condition(site=report.site, condition=report.condition, by=by, at=at)
        _close_assignment(report, by, at)
        minutes = _credit(report, by, at)
        _tell(report, "report_accepted", at)
        _tell(report, "hours_posted" if minutes else "hours_not_posted", at, minutes=minutes)
        return review


def ask_for_more(*, report: Report, reason: str, version: int, by: User, at: datetime) -> Review:
    """Send the report back with a question; the volunteer answers with a new report. Refuses as `accept_report`."""
    return _refuse(report, Review.State.MORE, "report_more", reason, version, by, at)


def reject_report(*, report: Report, reason: str, version: int, by: User, at: datetime) -> Review:
    """Reject with a reason; the report itself stays. Refuses as `accept_report`."""
    return _refuse(report, Review.State.REJECTED, "report_rejected", reason, version, by, at)


def decide_report(*, report: Report, decision: str, reason: str, version: int, by: User, at: datetime) -> Review:
    """Accept the report, ask for `more` or `reject` it: the decision under the name a form gives it."""
    if decision == "accept":
        return accept_report(report=report, version=version, by=by, at=at)
    refuse = {"more": ask_for_more, "reject": reject_report}[decision]
    return refuse(report=report, reason=reason, version=version, by=by, at=at)


def _refuse(
    report: Report, state: Review.State, kind: str, reason: str, version: int, by: User, at: datetime
) -> Review:
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        review = _decide(report, state, reason.strip(), version, by, at)
        _tell(report, kind, at, reason=review.reason)
        return review


def _decide(report: Report, state: Review.State, reason: str, version: int, by: User, at: datetime) -> Review:
    if not can_review_reports(by, report.site.district_id):
        raise NotAllowed
    if report.volunteer_id == by.pk:
        raise OwnReport
    review = Review.objects.select_for_update().get(pk=report.pk)
    # The version names what the officer saw: whoever decides second is told instead of overwriting.
    if review.photos == Review.Photos.AWAITED:
        raise PhotosAwaited
    if review.version != version or review.state != Review.State.PENDING:
        raise Stale
    review.state, review.reason = state, reason
    review.decided_by, review.decided_at = by, at
    review.version += 1
    review.save()
    audit.record(f"review_{state}", report, by=by, at=at, change={"reason": reason, "score": review.score})
    return review


def _close_assignment(report: Report, by: User, at: datetime) -> None:
    if report.assignment is None:
        return
    Assignment.objects.filter(pk=report.assignment.pk, status=Assignment.Status.REPORTED).update(
        status=Assignment.Status.DONE
    )
    end_place_grant(site=report.site, user=report.volunteer, by=by, at=at)


def _credit(report: Report, by: User, at: datetime) -> int:
    """Post the service time; time already credited elsewhere is left to a person. Returns the minutes posted."""
    interval = credited_interval(report.arrived_at, report.finished_at)
    if interval is None or not is_time_free(report.volunteer, *interval):
        return 0
    campaign = report.campaign
    award(
        volunteer=report.volunteer,
        starts_at=interval[0],
        ends_at=interval[1],
        source=f"report:{report.pk}",
        title=(f"巡查：{report.site.name_zh}", f"Patrol: {report.site.name_en or report.site.name_zh}"),
        url=reverse("patrol:receipt", args=[report.pk]),
        organisation_name=campaign.organisation.name_zh if campaign else "",
        by=by,
        at=at,
    )
    return max(1, round((interval[1] - interval[0]).total_seconds() / 60))


def _tell(report: Report, kind: str, at: datetime, **params: object) -> None:
    site = [report.site.name_zh, report.site.name_en]
    url = reverse("patrol:receipt", args=[report.pk])
    notify(users=[report.volunteer], kind=kind, params={"site": site, **params}, url=url, at=at)
