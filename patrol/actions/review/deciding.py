"""Decisions about a report: accept, ask for more, reject; by one officer, or by two equal votes of three."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from core import audit
from core.errors import Stale
from patrol.actions.review.outcome import draw_spot_check, prove_visit, tell
from patrol.actions.review.rights import refuse_unfit
from patrol.errors import PhotosAwaited, ReasonMissing
from patrol.errors.review import VotedAlready, VoteNotOffered
from patrol.logic.votes import decided_by, on_offer
from patrol.models import Opinion, Report, Review
from patrol.queries.officers import officers_of
from patrol.queries.rules import rules_at, votes_due
from people.actions import notify
from people.models import User

STATES: Final = {
    "accept": Review.State.ACCEPTED,
    "more": Review.State.MORE,
    "reject": Review.State.REJECTED,
}


def accept_report(*, report: Report, version: int, by: User, at: datetime) -> Review:
    """Accept: the visit is proven, the site's condition and duty follow, the hours are posted, the volunteer is told.

    Where two votes are due, the first only waits for the second. Refuses as `decide_report`.
    """
    return decide_report(report=report, decision="accept", reason="", version=version, by=by, at=at)


def ask_for_more(*, report: Report, reason: str, version: int, by: User, at: datetime) -> Review:
    """Send the report back with a question; the volunteer answers with a new report. Refuses as `decide_report`."""
    return decide_report(report=report, decision="more", reason=reason, version=version, by=by, at=at)


def reject_report(*, report: Report, reason: str, version: int, by: User, at: datetime) -> Review:
    """Reject with a reason; the report itself stays. Refuses as `decide_report`."""
    return decide_report(report=report, decision="reject", reason=reason, version=version, by=by, at=at)


def decide_report(*, report: Report, decision: str, reason: str, version: int, by: User, at: datetime) -> Review:
    """Say that the report should be accepted, needs `more`, or be rejected; with the votes due, that is the decision.

    Returns the review, still pending where another officer must confirm. Refuses `NotAllowed`, `OwnReport`,
    `OwnOrganisation`, `ReasonMissing`, `PhotosAwaited`, `VotedAlready`, `VoteNotOffered`, and `Stale` where somebody
    else decided since `version`.
    """
    refuse_unfit(by=by, report=report)
    if decision != "accept" and not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        review = _locked(report, version)
        votes = list(report.opinions.order_by("number").values_list("by", "decision"))
        _vote(report, decision, "" if decision == "accept" else reason.strip(), votes, by, at)
        # Where a second pair of eyes was asked for, one vote never decides, whatever the evidence says by now.
        due = max(votes_due(review, rules_at(at)), 2 if votes else 1)
        decided = decided_by([*(given for _by, given in votes), decision], due)
        if decided is None:
            _ask_others(report, len(votes) + 1, at)
            return review
        return _decide(report, review, decided, reason, by, at, is_alone=due == 1)


def _locked(report: Report, version: int) -> Review:
    review = Review.objects.select_for_update().get(pk=report.pk)
    # The version names what the officer saw: whoever decides second is told instead of overwriting.
    if review.photos == Review.Photos.AWAITED:
        raise PhotosAwaited
    if review.version != version or review.state != Review.State.PENDING:
        raise Stale
    return review


def _vote(report: Report, decision: str, reason: str, votes: list[tuple[UUID, str]], by: User, at: datetime) -> None:
    if by.pk in {voter for voter, _given in votes}:
        raise VotedAlready
    offered = on_offer(given for _voter, given in votes)
    if decision not in offered:
        raise VoteNotOffered(offered=list(offered))
    number = len(votes) + 1
    Opinion.objects.create(report=report, number=number, decision=decision, reason=reason, by=by, at=at)
    audit.record("vote_report", report, by=by, at=at, change={"number": number, "decision": decision, "reason": reason})


def _ask_others(report: Report, votes: int, at: datetime) -> None:
    """Ask for the second or third reviewer; what was said so far is nobody else's before they have voted."""
    voters = report.opinions.values("by")
    notify(
        users=officers_of(report.site.district_id).exclude(pk__in=voters).exclude(pk=report.volunteer_id),
        kind="report_needs_second" if votes == 1 else "report_needs_third",
        params={"site": [report.site.name_zh, report.site.name_en]},
        url=reverse("patrol:report", args=[report.pk]),
        at=at,
    )


def _decide(
    report: Report, review: Review, decision: str, reason: str, by: User, at: datetime, *, is_alone: bool
) -> Review:
    review.state = STATES[decision]
    review.reason = "" if decision == "accept" else reason.strip()
    review.decided_by, review.decided_at = by, at
    review.version += 1
    review.save()
    report.review = review
    change = {"reason": review.reason, "score": review.score}
    audit.record(f"review_{review.state}", report, by=by, at=at, change=change)
    if decision != "accept":
        kind = "report_more" if decision == "more" else "report_rejected"
        tell(report=report, kind=kind, at=at, reason=review.reason)
        return review
    prove_visit(report=report, by=by, at=at)
    if is_alone:
        draw_spot_check(report=report, at=at)
    return review
