"""Accepting routine reports together: each by the same action, and what changed meanwhile is said line by line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from core.errors import NotAllowed, Problem
from patrol.actions.review.deciding import accept_report
from patrol.errors.review import NotRoutine
from patrol.models import Report, Review
from patrol.permissions import can_review_reports
from patrol.queries.routine import routine_reports
from people.models import User


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of one report: accepted, or the problem why not; `was` is its review as it stands now."""

    report: Report
    was: Review
    problem: Problem | None = None


def accept_routine(*, versions: Mapping[UUID, int], by: User, at: datetime) -> list[Accepted]:
    """Accept those of the reports (seen at their versions) that are routine still; the others are returned with why not.

    Each is its own transaction, so that one that changed holds none of the others up. Refuses `NotAllowed`.
    """
    if not can_review_reports(by):
        raise NotAllowed
    known = Report.objects.select_related(
        "site__district", "condition", "volunteer", "campaign__organisation", "assignment", "review__decided_by"
    )
    reports = known.filter(pk__in=versions).order_by("received_at", "pk")
    return [_accept(report, versions[report.pk], by, at) for report in reports]


def _accept(report: Report, version: int, by: User, at: datetime) -> Accepted:
    try:
        with transaction.atomic():
            # The lock first: what is read behind it stays so until the report is accepted.
            review = Review.objects.select_for_update().get(pk=report.pk)
            is_pending = review.state == Review.State.PENDING and review.version == version
            if is_pending and not routine_reports(by, at=at).filter(pk=report.pk).exists():
                raise NotRoutine
            review = accept_report(report=report, version=version, by=by, at=at)
    except Problem as problem:
        return Accepted(report, report.review, problem)
    return Accepted(report, review)
