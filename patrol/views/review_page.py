"""What the page of one report shows: photos, evidence, place, votes, and what this officer may do."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from core.errors import Problem
from patrol.actions.review.rights import refuse_judge, refuse_unfit
from patrol.forms import DecisionForm
from patrol.forms.desk import AnswerForm, SecondLookForm
from patrol.logic.votes import on_offer
from patrol.models import Opinion, Report, Review, SpotCheck
from patrol.queries.evidence import fix_distance_m, latest_evidence
from patrol.queries.inbox import earlier_report, thumbnails_of
from patrol.queries.rules import reasons_on, rules_at, votes_due
from patrol.queries.sketch import evidence_places, evidence_sketch
from patrol.views.showing import answers_of, irregularities_of, pairs_of, photos_of, witnesses_of
from patrol.views.showing_questions import questions_of
from people.permissions import signed_in


def report_context(
    request: HttpRequest,
    report: Report,
    *,
    following: UUID | None,
    form: DecisionForm | None = None,
    second_look_form: SecondLookForm | None = None,
    answer_form: AnswerForm | None = None,
    mine: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Return all that the page shows; `mine` is what the officer was about to do when another decided."""
    evidence = latest_evidence(report)
    before = earlier_report(report)
    return {
        "report": report,
        "form": form or DecisionForm(initial={"version": report.review.version}),
        "second_look_form": second_look_form
        or SecondLookForm(initial={"version": report.review.version, "reason": (mine or {}).get("reason", "")}),
        "answer_form": answer_form or AnswerForm(),
        "mine": mine,
        **_standing(request, report),
        "reasons": list(reasons_on(timezone.localdate(), "more", "reject", "overturn", "upheld", "reversed")),
        "evidence": evidence,
        "witnesses": witnesses_of(evidence, request.user) if evidence else [],
        "sketch": evidence_sketch(report),
        "places": evidence_places(report),
        "distance_m": fix_distance_m(report),
        "findings": report.findings.select_related("kind").order_by("position"),
        "answers": answers_of(report),
        "questions": questions_of(report),
        "irregularities": irregularities_of(report),
        "pairs": pairs_of(photos_of(report), photos_of(before) if before else []),
        "before": before,
        "prefetched": [reverse("patrol:photo", args=[one, "thumbnail"]) for one in thumbnails_of(following)]
        if following
        else [],
    }


def _standing(request: HttpRequest, report: Report) -> dict[str, Any]:
    """Return where the votes stand and what this officer may do; others' votes show only to who has voted."""
    person, review = signed_in(request), report.review
    votes = list(report.opinions.select_related("by").order_by("number"))
    own = next((vote for vote in votes if vote.by_id == person.pk), None)
    is_pending = review.state == Review.State.PENDING
    unfit = _refused(refuse_unfit, person, report)
    check = getattr(report, "spot_check", None)
    appeal = getattr(report, "appeal", None)
    judged = unfit or _refused(refuse_judge, person, report)
    offered = on_offer(vote.decision for vote in votes)
    return {
        "unfit": unfit,
        "judged": judged,
        "votes": votes if own or not is_pending else [],
        "vote_count": len(votes),
        "own_vote": own,
        "votes_due": max(votes_due(review, rules_at(timezone.now())), 2 if votes else 1),
        "offered": [(decision, Opinion.Decision(decision).label) for decision in offered],
        "check": check if check and check.outcome == SpotCheck.Outcome.OPEN else None,
        "overturn": getattr(report, "overturn", None),
        "appeal": appeal,
        "can_overturn": review.state == Review.State.ACCEPTED
        and not judged
        and not hasattr(report, "overturn")
        and appeal is None,
    }


def _refused(rule: Any, person: Any, report: Report) -> str:
    """Return in a sentence why the person may not, or nothing."""
    try:
        rule(by=person, report=report)
    except Problem as problem:
        return problem.detail
    return ""
