"""The seeded words of the register."""

import json
from pathlib import Path

from core.vocabulary import seed
from sites.logic.words import folded
from sites.models import Category, Condition, Era, Level, TermMapping, ZoneRule

FOLDER = Path(__file__).parent


def seed_all() -> int:
    """Insert or update levels, categories, conditions, eras, zone rules and mappings; return their number."""
    count = seed(Level, FOLDER / "levels.json")
    count += seed(Category, FOLDER / "categories.json", rename={"parent": "parent_id"})
    _seed_visibility()
    count += seed(Condition, FOLDER / "conditions.json")
    count += seed(Era, FOLDER / "eras.json")
    count += seed(ZoneRule, FOLDER / "zone_rules.json")
    return count + _seed_mappings()


def _seed_mappings() -> int:
    """Insert or update how words and codes of other systems are folded; rows an installation added stay."""
    rows = json.loads((FOLDER / "mappings.json").read_text(encoding="utf-8"))
    mappings = [TermMapping(**{**row, "given": folded(row["given"])}) for row in rows]
    TermMapping.objects.bulk_create(
        mappings,
        update_conflicts=True,
        unique_fields=["vocabulary", "system", "given"],
        update_fields=["code", "source"],
    )
    return len(mappings)


def _seed_visibility() -> None:
    """Set how exactly the public may know the places of a category; a sub-type follows its category unless named."""
    rows = json.loads((FOLDER / "visibility.json").read_text(encoding="utf-8"))
    wanted = {row["code"]: row["visibility"] for row in rows}
    for category in Category.objects.all():
        visibility = wanted.get(category.code) or wanted.get(category.parent_id or "")
        # Only what differs: an update moves the shown place of every site of the category.
        if visibility and visibility != category.visibility:
            category.visibility = visibility
            category.save(update_fields=["visibility"])
