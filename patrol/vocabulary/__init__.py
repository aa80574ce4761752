"""The seeded words of the field, and the dated policy of the evidence."""

import json
from pathlib import Path

from core.vocabulary import seed
from patrol.logic.policy import policy_from
from patrol.models import ChecklistItem, EvidencePolicy, FindingKind, Severity

FOLDER = Path(__file__).parent


def seed_all() -> int:
    """Insert or update the checklist, kinds of findings, severities and evidence policies; return their number."""
    count = seed(ChecklistItem, FOLDER / "checklist.json")
    count += seed(FindingKind, FOLDER / "finding_kinds.json", rename={"parent": "parent_id"})
    count += seed(Severity, FOLDER / "severities.json")
    return count + _seed_policies()


def _seed_policies() -> int:
    rows = json.loads((FOLDER / "evidence_policy.json").read_text(encoding="utf-8"))
    for row in rows:
        policy_from(row["values"])
        values = {key: row[key] for key in ("values", "source")}
        EvidencePolicy.objects.update_or_create(valid_from=row["valid_from"], defaults=values)
    return len(rows)
