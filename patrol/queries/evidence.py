"""What the witnesses need to know of a report, and the evidence computed from it."""

from collections import defaultdict
from datetime import date
from pathlib import Path

from core.sql import Statements
from patrol.logic.checks.photo_reuse import KnownPhoto
from patrol.models import Evidence, EvidencePolicy, Report

STATEMENTS = Statements(Path(__file__).parents[1] / "sql")


def fix_distance_m(report: Report) -> float | None:
    """Return the metres on the ellipsoid from the report's fix to the site's geometry, or None without a fix."""
    distance: float | None = STATEMENTS.value("fix_distance", {"report": report.pk})
    return distance


def earlier_photos(report: Report, *, distance: int) -> dict[str, list[KnownPhoto]]:
    """Return, by SHA-256 of the report's photos, photos of earlier reports that are the same or look alike.

    `distance` is the largest Hamming distance of perceptual hashes that still counts as alike.
    """
    found: dict[str, list[KnownPhoto]] = defaultdict(list)
    for row in STATEMENTS.rows("earlier_photos", {"report": report.pk, "distance": distance}):
        found[row["own_sha256"]].append(
            KnownPhoto(row["report_id"], row["sha256"], row["phash"], is_same_site=row["is_same_site"])
        )
    return found


def policy_on(day: date) -> EvidencePolicy:
    """Return the evidence policy valid on that day; the first one for days before any."""
    policies = EvidencePolicy.objects.order_by("valid_from")
    return policies.filter(valid_from__lte=day).last() or policies[0]


def latest_evidence(report: Report) -> Evidence | None:
    """Return the newest computation of a report's evidence, or none while it waits for the worker."""
    return report.evidence.order_by("computed_at", "pk").last()
