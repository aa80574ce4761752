"""The seeded words of service, and its dated policy."""

import json
from pathlib import Path

from core.vocabulary import seed
from service.logic.policy import service_rules_from
from service.models import ActivityKind, EvaluationTag, ServicePolicy

FOLDER = Path(__file__).parent


def seed_all() -> int:
    """Insert or update kinds, tags and policies; return their number."""
    count = seed(ActivityKind, FOLDER / "activity_kinds.json") + seed(EvaluationTag, FOLDER / "evaluation_tags.json")
    rows = json.loads((FOLDER / "service_policy.json").read_text(encoding="utf-8"))
    for row in rows:
        service_rules_from(row["values"])
        values = {key: row[key] for key in ("values", "source")}
        ServicePolicy.objects.update_or_create(valid_from=row["valid_from"], defaults=values)
    return count + len(rows)
