"""The seeded star schemes of the time bank."""

import json
from pathlib import Path

from timebank.models import StarGrade

FOLDER = Path(__file__).parent


def seed_all() -> int:
    """Insert or update the grades of every scheme; return their number."""
    rows = json.loads((FOLDER / "star_scheme.json").read_text(encoding="utf-8"))
    for row in rows:
        values = {key: row[key] for key in ("hours", "valid_from", "valid_to", "source")}
        StarGrade.objects.update_or_create(scheme=row["scheme"], stars=row["stars"], defaults=values)
    return len(rows)
