"""What the witnesses need to know of a report, and the evidence computed from it."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from core.sql import Statements
from patrol.logic.evidence import TAKES
from patrol.models import Evidence, EvidencePolicy, Report
from patrol.queries.inbox import in_area
from people.permissions import Person

STATEMENTS = Statements(Path(__file__).parents[1] / "sql")


def fix_distance_m(report: Report) -> float | None:
    """Return the metres on the ellipsoid from the report's fix to the site's geometry, or None without a fix."""
    distance: float | None = STATEMENTS.value("fix_distance", {"report": report.pk})
    return distance


def policy_on(day: date) -> EvidencePolicy:
    """Return the evidence policy valid on that day; the first one for days before any."""
    policies = EvidencePolicy.objects.order_by("valid_from")
    return policies.filter(valid_from__lte=day).last() or policies[0]


def latest_evidence(report: Report) -> Evidence | None:
    """Return the newest computation of a report's evidence, or none while it waits for the worker."""
    return report.evidence.order_by("computed_at", "pk").last()


def points_taken(evidence: Evidence) -> dict[str, float]:
    """Return the points each doubting witness took from 100; empty under a policy whose score is a mean."""
    if "score.clean" not in policy_on(evidence.policy_from).values:
        return {}
    taken: dict[str, float] = {}
    for witness in evidence.witnesses:
        points = TAKES.get(witness["outcome"], 0.0) * witness["weight"]
        taken[witness["name"]] = max(points, taken.get(witness["name"], 0.0))
    return taken


def reviewable(viewer: Person, reports: Iterable[str]) -> set[str]:
    """Return those of the reports (by id, as text) that lie in the areas whose reports the viewer reviews."""
    found = Report.objects.filter(in_area(viewer, "review_reports", "site__district__code"), pk__in=list(reports))
    return {str(key) for key in found.values_list("pk", flat=True)}
