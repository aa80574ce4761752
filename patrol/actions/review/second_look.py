"""The second look at an accepted report: it stands, or the acceptance is taken back with all that followed from it."""

from datetime import datetime

from django.db import transaction

from core import audit
from core.errors import Stale
from patrol.actions.case_union import reopen_unproven
from patrol.actions.review.outcome import source_of, tell
from patrol.actions.review.rights import refuse_judge
from patrol.errors import ReasonMissing
from patrol.errors.review import DecisionFinal, SpotCheckOver
from patrol.models import Overturn, Report, Review, SpotCheck, Visit
from people.models import User
from sites.actions import set_condition
from timebank.actions import reverse


def confirm_acceptance(*, report: Report, note: str, by: User, at: datetime) -> SpotCheck:
    """Answer a spot check: the acceptance stands. Refuses as `overturn_report`, and `SpotCheckOver` where none is open."""
    refuse_judge(by=by, report=report)
    with transaction.atomic():
        check = SpotCheck.objects.select_for_update().filter(pk=report.pk, outcome=SpotCheck.Outcome.OPEN).first()
        if check is None:
            raise SpotCheckOver
        _answer(check, SpotCheck.Outcome.STANDS, note, by, at)
        audit.record("confirm_acceptance", report, by=by, at=at, change={"note": check.note})
        return check


def overturn_report(*, report: Report, reason: str, version: int, by: User, at: datetime) -> Overturn:
    """Take an acceptance back: the visit leaves (its copy stays), the hours are reversed, the duty follows.

    Cases that this report closed are open again, and the volunteer is told.

    Refuses `NotAllowed`, `OwnReport`, `OwnOrganisation`, `JudgedBefore`, `ReasonMissing`, `DecisionFinal` where that
    was done before, and `Stale` where the review changed since `version` or the report is not accepted.
    """
    refuse_judge(by=by, report=report)
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        review = Review.objects.select_for_update().get(pk=report.pk)
        if Overturn.objects.filter(pk=report.pk).exists() or hasattr(report, "appeal"):
            raise DecisionFinal
        if review.version != version or review.state != Review.State.ACCEPTED:
            raise Stale
        overturn = _undo(review, reason.strip(), by, at)
        check = SpotCheck.objects.select_for_update().filter(pk=report.pk, outcome=SpotCheck.Outcome.OPEN).first()
        if check is not None:
            _answer(check, SpotCheck.Outcome.OVERTURNED, reason, by, at)
        review.state, review.reason = Review.State.REJECTED, overturn.reason
        review.decided_by, review.decided_at = by, at
        review.version += 1
        review.save()
        _follow_last_condition(report, by, at)
        reopen_unproven(report=report, reason=overturn.reason, by=by, at=at)
        change = {"reason": overturn.reason, "visit": str(overturn.visit_id), "seconds": overturn.seconds}
        audit.record("overturn_report", report, by=by, at=at, change=change)
        tell(
            report=report, kind="report_overturned", at=at, reason=overturn.reason, minutes=round(overturn.seconds / 60)
        )
        return overturn


def _undo(review: Review, reason: str, by: User, at: datetime) -> Overturn:
    """Keep a copy of the visit, and only then let it go; the hours are reversed by an opposite posting."""
    report = review.report
    assert review.decided_at is not None  # noqa: S101 - what is accepted has its time (review_decision_has_officer_and_time)
    visit = Visit.objects.filter(report=report).first()
    seconds = reverse(source=source_of(report=report), why=reason, by=by, at=at)
    overturn = Overturn.objects.create(
        report=report,
        by=by,
        at=at,
        reason=reason,
        accepted_at=review.decided_at,
        visit_id=visit.pk if visit else None,
        visited_at=visit.visited_at if visit else None,
        seconds=seconds,
    )
    if visit is not None:
        visit.delete()
    return overturn


def _follow_last_condition(report: Report, by: User, at: datetime) -> None:
    """Give the site the condition last seen by a report that stands."""
    standing = report.site.reports.filter(review__state=Review.State.ACCEPTED).exclude(pk=report.pk)
    last = standing.select_related("condition").order_by("finished_at").last()
    if last is not None and last.finished_at < report.finished_at:
        set_condition(site=report.site, condition=last.condition, by=by, at=at)


def _answer(check: SpotCheck, outcome: SpotCheck.Outcome, note: str, by: User, at: datetime) -> None:
    check.outcome, check.note, check.by, check.at = outcome, note.strip(), by, at
    check.save()
