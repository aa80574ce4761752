"""How well the evidence agrees with officers: decided reports with their last evidence, figures, proposals."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q
from django.utils import timezone

from patrol.logic.calibration import (
    Alarm,
    Band,
    Judged,
    WitnessFigures,
    alarm_as_ruled,
    alarm_at,
    brier,
    figures_of,
    proposed_weights,
    reliability,
    takes_of,
)
from patrol.models import Evidence, Review
from patrol.queries.evidence import policy_on
from patrol.queries.inbox import in_area
from people.permissions import Person

MOST_REPORTS: Final = 20_000
# The share of honest reports that may be disturbed.
FALSE_ALARMS: Final = 0.01
CLEAN_FROM: Final = 90.0
DECIDED: Final = (Review.State.ACCEPTED, Review.State.REJECTED)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A witness's weight in the policy in force (none: it is not heard), and the one that would agree better."""

    name: str
    weight: float | None
    proposed: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """The figures of one set of decided reports; `proposals` is None where too few were refused or accepted."""

    reports: int
    refused: int
    ruled: Alarm
    best: Alarm
    brier: float | None
    witnesses: list[WitnessFigures]
    bands: list[Band]
    proposals: list[Proposal] | None


def calibration_for(person: Person, *, since: date | None = None) -> Calibration:
    """Return the figures of the reports decided in the person's areas, from the day on."""
    return calibration_of(in_area(person, "review_reports", "report__site__district__code"), since=since)


def calibration_of(condition: Q | None = None, *, since: date | None = None) -> Calibration:
    """Return the figures of decided reports (the newest 20,000) whose evidence meets the condition, from the day on."""
    judged = judged_reports(condition or Q(), since=since)
    return Calibration(
        reports=len(judged),
        refused=sum(one.is_refused for one in judged),
        ruled=alarm_as_ruled(judged),
        best=alarm_at(judged, FALSE_ALARMS),
        brier=brier(judged),
        witnesses=figures_of(judged),
        bands=reliability(judged),
        proposals=_proposals(judged),
    )


def judged_reports(condition: Q, *, since: date | None = None) -> list[Judged]:
    """Return decided reports with the newest computation of their evidence; what was sent back with a question is none."""
    decided = Evidence.objects.filter(condition, report__review__state__in=DECIDED)
    if since is not None:
        decided = decided.filter(report__review__decided_at__date__gte=since)
    newest = decided.order_by("-report_id", "-computed_at", "-pk").distinct("report_id")
    rows = newest.values_list("witnesses", "score", "needs_person", "report__review__state")[:MOST_REPORTS]
    return [
        Judged(takes_of(witnesses), score, needs_person, state == Review.State.REJECTED)
        for witnesses, score, needs_person, state in rows
    ]


def _proposals(judged: list[Judged]) -> list[Proposal] | None:
    values = policy_on(timezone.localdate()).values
    clean_from = float(values.get("score.clean", CLEAN_FROM))
    proposed = proposed_weights(judged, clean_from=clean_from, false_alarms=FALSE_ALARMS)
    if proposed is None:
        return None
    return [Proposal(name, values.get(f"weight.{name}"), weight) for name, weight in proposed.items()]
