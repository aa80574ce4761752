"""The seeded star schemes, rules and gift schemes of the time bank."""

import json
from pathlib import Path

from core.vocabulary import seed
from timebank.models import BankPolicy, GiftScheme, StarGrade

FOLDER = Path(__file__).parent


def seed_all() -> int:
    """Insert or update the grades of every scheme and the dated rules; return their number."""
    rows = json.loads((FOLDER / "star_scheme.json").read_text(encoding="utf-8"))
    for row in rows:
        values = {key: row[key] for key in ("measure", "threshold", "valid_from", "valid_to", "source")}
        StarGrade.objects.update_or_create(scheme=row["scheme"], stars=row["stars"], defaults=values)
    rules = seed(BankPolicy, FOLDER / "bank_policy.json") + seed(GiftScheme, FOLDER / "gift_scheme.json")
    return len(rows) + rules
