"""The seeded visit rules: every level and condition has an interval, a hazard the shortest."""

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def words(path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((ROOT / path).read_text(encoding="utf-8"))
    return found


def test_visit_rules_are_our_default() -> None:
    rules = words("planning/vocabulary/visit_rules.json")

    assert {(rule["scope"], rule["value"]): rule["interval_days"] for rule in rules} == {
        ("level", "national"): 30,
        ("level", "provincial"): 30,
        ("level", "municipal"): 30,
        ("level", "county"): 60,
        ("level", "unlisted"): 90,
        ("condition", "poor"): 30,
        ("condition", "fairly_poor"): 60,
        ("condition", "fair"): 90,
        ("condition", "fairly_good"): 180,
        ("condition", "good"): 180,
        ("hazard", ""): 7,
    }


def test_visit_rules_name_every_level_and_condition() -> None:
    rules = words("planning/vocabulary/visit_rules.json")

    for scope, path in (("level", "sites/vocabulary/levels.json"), ("condition", "sites/vocabulary/conditions.json")):
        assert {rule["value"] for rule in rules if rule["scope"] == scope} == {term["code"] for term in words(path)}
