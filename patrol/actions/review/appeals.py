"""The volunteer's one appeal, and the answer of an officer who did not judge before."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from core import audit
from core.errors import NotFound
from patrol.actions.review.outcome import prove_visit, tell
from patrol.actions.review.rights import refuse_judge
from patrol.errors import ReasonMissing
from patrol.errors.review import AppealedBefore, AppealEmpty, AppealNotPossible, AppealOver, AppealTooLate
from patrol.models import Appeal, Report, Review
from patrol.queries.officers import officers_of
from patrol.queries.rules import rules_at
from people.actions import notify
from people.models import User


def appeal_decision(*, report: Report, text: str, by: User, at: datetime) -> Appeal:
    """Appeal against a rejection or an acceptance taken back; officers who did not judge before are told.

    Refuses `NotFound` (another's report), `AppealEmpty`, `AppealedBefore`, `AppealNotPossible`, and `AppealTooLate`.
    """
    if report.volunteer_id != by.pk:
        raise NotFound
    if not text.strip():
        raise AppealEmpty
    with transaction.atomic():
        review = Review.objects.select_for_update().get(pk=report.pk)
        if Appeal.objects.filter(pk=report.pk).exists():
            raise AppealedBefore
        if review.state != Review.State.REJECTED or review.decided_at is None:
            raise AppealNotPossible
        days = rules_at(review.decided_at).appeal_days
        if at > review.decided_at + timedelta(days=days):
            raise AppealTooLate(days=days)
        appeal = Appeal.objects.create(report=report, by=by, at=at, text=text.strip())
        audit.record("appeal_decision", report, by=by, at=at, change={"text": appeal.text})
        _tell_officers(report, review, at)
        return appeal


def answer_appeal(*, appeal: Appeal, outcome: str, reply: str, by: User, at: datetime) -> Appeal:
    """Answer an appeal: `upheld` leaves the decision, `reversed` accepts the report with all that follows.

    Refuses `NotAllowed`, `OwnReport`, `OwnOrganisation`, `JudgedBefore`, `ReasonMissing`, and `AppealOver` where
    somebody else answered it before.
    """
    report = appeal.report
    refuse_judge(by=by, report=report)
    if not reply.strip():
        raise ReasonMissing
    with transaction.atomic():
        review = Review.objects.select_for_update().get(pk=report.pk)
        appeal = Appeal.objects.select_for_update(of=("self",)).select_related("report").get(pk=appeal.pk)
        if appeal.outcome != Appeal.Outcome.OPEN:
            raise AppealOver
        appeal.outcome, appeal.reply = Appeal.Outcome(outcome), reply.strip()
        appeal.decided_by, appeal.decided_at = by, at
        appeal.save()
        audit.record("answer_appeal", report, by=by, at=at, change={"outcome": outcome, "reply": appeal.reply})
        kind = "appeal_reversed" if outcome == Appeal.Outcome.REVERSED else "appeal_upheld"
        tell(report=report, kind=kind, at=at, reason=appeal.reply)
        if outcome == Appeal.Outcome.REVERSED:
            _accept(report, review, by, at)
        return appeal


def _accept(report: Report, review: Review, by: User, at: datetime) -> None:
    review.state, review.reason = Review.State.ACCEPTED, ""
    review.decided_by, review.decided_at = by, at
    review.version += 1
    review.save()
    report.review = review
    audit.record("review_accepted", report, by=by, at=at, change={"score": review.score, "by": "appeal"})
    prove_visit(report=report, by=by, at=at)


def _tell_officers(report: Report, review: Review, at: datetime) -> None:
    judges = {report.volunteer_id, *report.opinions.values_list("by", flat=True)}
    if review.decided_by_id is not None:
        judges.add(review.decided_by_id)
    notify(
        users=officers_of(report.site.district_id).exclude(pk__in=judges),
        kind="appeal_made",
        params={"site": [report.site.name_zh, report.site.name_en]},
        url=reverse("patrol:report", args=[report.pk]),
        at=at,
    )
