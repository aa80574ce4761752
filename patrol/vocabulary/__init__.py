"""The seeded words of the field, and the dated policies of the evidence, of outings and of cases."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from core.vocabulary import seed
from patrol.logic.case_policy import case_rules_from
from patrol.logic.outing_policy import rules_from
from patrol.logic.policy import policy_from
from patrol.logic.review_policy import review_rules_from
from patrol.models import (
    CasePolicy,
    ChecklistItem,
    EvidencePolicy,
    FindingKind,
    OutingPolicy,
    ReasonTemplate,
    ReviewPolicy,
    Severity,
)

FOLDER = Path(__file__).parent
REASONS_FROM = date(2020, 1, 1)


def seed_all() -> int:
    """Insert or update the checklist, kinds of findings, severities and dated policies; return their number."""
    count = seed(ChecklistItem, FOLDER / "checklist.json")
    count += seed(FindingKind, FOLDER / "finding_kinds.json", rename={"parent": "parent_id"})
    count += seed(Severity, FOLDER / "severities.json")
    count += _seed_policies(EvidencePolicy, FOLDER / "evidence_policy.json", policy_from)
    count += _seed_policies(OutingPolicy, FOLDER / "outing_policy.json", rules_from)
    count += _seed_policies(CasePolicy, FOLDER / "case_policy.json", case_rules_from)
    count += _seed_policies(ReviewPolicy, FOLDER / "review_policy.json", review_rules_from)
    return count + _seed_reasons(FOLDER / "reason_templates.json")


def _seed_policies(
    model: type[EvidencePolicy] | type[OutingPolicy] | type[ReviewPolicy] | type[CasePolicy],
    path: Path,
    check: Callable[[Mapping[str, object]], object],
) -> int:
    rows = json.loads(path.read_text(encoding="utf-8"))
    for row in rows:
        check(row["values"])
        values = {key: row[key] for key in ("values", "source")}
        model._default_manager.update_or_create(valid_from=row["valid_from"], defaults=values)
    return len(rows)


def _seed_reasons(path: Path) -> int:
    """Add the reasons that are not there yet: the federation's officers word and end them, and what they did stays."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    for row in rows:
        code = row.pop("code")
        ReasonTemplate.objects.get_or_create(code=code, defaults={"valid_from": REASONS_FROM, **row})
    return len(rows)
