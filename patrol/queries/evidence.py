"""What the witnesses need to know of a report, and the evidence computed from it."""

from datetime import date
from pathlib import Path

from core.sql import Statements
from patrol.models import Evidence, EvidencePolicy, Report

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
