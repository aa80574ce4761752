"""The seeded words of the register: unique codes, both labels, sources, parents that exist."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("*/vocabulary/*.json"))
# Rows that are no words of ours: what others' words mean, thresholds, and what is forbidden where.
NO_WORDS = {"case_policy", "evidence_policy", "mappings", "outing_policy", "review_policy", "zone_rules"}
NO_WORDS |= {"service_policy", "reason_templates", "travel_modes", "visit_times"}
NO_WORDS |= {"bank_policy", "consent_texts", "mzt061", "seasonal_calls", "sensitive_words"}
TERMS = [path for path in FILES if Path(path).stem not in NO_WORDS]


def words(path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((ROOT / path).read_text(encoding="utf-8"))
    return found


def test_every_app_seeds_its_words() -> None:
    assert FILES == [
        "community/vocabulary/seasonal_calls.json",
        "community/vocabulary/sensitive_words.json",
        "patrol/vocabulary/case_policy.json",
        "patrol/vocabulary/checklist.json",
        "patrol/vocabulary/evidence_policy.json",
        "patrol/vocabulary/finding_kinds.json",
        "patrol/vocabulary/outing_policy.json",
        "patrol/vocabulary/reason_templates.json",
        "patrol/vocabulary/review_policy.json",
        "patrol/vocabulary/severities.json",
        "people/vocabulary/consent_texts.json",
        "people/vocabulary/skills.json",
        "planning/vocabulary/travel_modes.json",
        "planning/vocabulary/visit_rules.json",
        "planning/vocabulary/visit_times.json",
        "service/vocabulary/activity_kinds.json",
        "service/vocabulary/evaluation_tags.json",
        "service/vocabulary/service_policy.json",
        "sites/vocabulary/categories.json",
        "sites/vocabulary/causes.json",
        "sites/vocabulary/conditions.json",
        "sites/vocabulary/eras.json",
        "sites/vocabulary/levels.json",
        "sites/vocabulary/mappings.json",
        "sites/vocabulary/visibility.json",
        "sites/vocabulary/zone_rules.json",
        "timebank/vocabulary/bank_policy.json",
        "timebank/vocabulary/gift_scheme.json",
        "timebank/vocabulary/mzt061.json",
        "timebank/vocabulary/star_scheme.json",
    ]


@pytest.mark.parametrize("path", TERMS)
def test_words_have_unique_codes_two_labels_a_source_and_a_day(path: str) -> None:
    entries = words(path)

    assert len({entry["code"] for entry in entries}) == len(entries)
    assert [e["code"] for e in entries if not (e["label_zh"] and e["label_en"] and e["source"])] == []
    assert [e["code"] for e in entries if date.fromisoformat(e["valid_from"]) > date(2025, 12, 31)] == []


@pytest.mark.parametrize("path", TERMS)
def test_words_fit_their_columns(path: str) -> None:
    limits = {"code": 32, "label_zh": 60, "label_en": 120, "source": 200}

    assert [(e["code"], key) for e in words(path) for key, limit in limits.items() if len(e[key]) > limit] == []


@pytest.mark.parametrize("path", [path for path in TERMS if "parent" in words(path)[0]])
def test_parents_stand_before_their_children(path: str) -> None:
    seen: set[str | None] = {None}
    orphans = []
    for entry in words(path):
        if entry["parent"] not in seen:
            orphans.append(entry["code"])
        seen.add(entry["code"])

    assert orphans == []


def test_levels_are_ranked_and_mapped_words_lead_to_words_of_ours() -> None:
    levels = words("sites/vocabulary/levels.json")

    assert [level["code"] for level in levels] == ["national", "provincial", "municipal", "county", "unlisted"]
    assert [level["rank"] for level in levels] == [1, 2, 3, 4, 5]
    mappings = [row for row in words("sites/vocabulary/mappings.json") if row["vocabulary"] == "level"]
    assert {row["code"] for row in mappings} == {level["code"] for level in levels}
    assert len({(row["system"], row["given"].lower()) for row in mappings}) == len(mappings)


def test_categories_are_six_with_the_third_surveys_59_subtypes() -> None:
    categories = words("sites/vocabulary/categories.json")
    subtypes = [category for category in categories if category["parent"]]

    assert [c["code"] for c in categories if not c["parent"]] == ["0100", "0200", "0300", "0400", "0500", "0600"]
    assert len(subtypes) == 59
    assert [c["code"] for c in subtypes if c["code"][:2] != c["parent"][:2]] == []


def test_tombs_and_ancient_sites_are_coarse_to_the_public() -> None:
    shown = {entry["code"]: entry["visibility"] for entry in words("sites/vocabulary/visibility.json")}

    assert shown == {
        "0100": "cell",
        "0200": "cell",
        "0300": "exact",
        "0400": "exact",
        "0500": "exact",
        "0600": "exact",
    }


def test_conditions_run_from_good_to_poor() -> None:
    conditions = words("sites/vocabulary/conditions.json")

    assert [c["code"] for c in conditions] == ["good", "fairly_good", "fair", "fairly_poor", "poor"]
    assert [c["label_zh"] for c in conditions] == ["好", "较好", "一般", "较差", "差"]
    assert [c["rank"] for c in conditions] == [1, 2, 3, 4, 5]


def test_causes_are_the_surveys_twelve_natural_and_seven_human() -> None:
    causes = words("sites/vocabulary/causes.json")

    assert [len([c for c in causes if c["parent"] == parent]) for parent in ("natural", "human")] == [12, 7]
    assert [c["code"] for c in causes if c["parent"] and not c["unesco_factor"]] == []


def test_eras_follow_one_another() -> None:
    eras = words("sites/vocabulary/eras.json")
    starts = [era["from_year"] for era in eras[1:]]

    assert starts == sorted(starts)
    assert [era["code"] for era in eras[1:-1] if era["from_year"] >= era["to_year"]] == []


def test_mapped_words_lead_into_a_vocabulary_and_say_their_source() -> None:
    vocabularies = {
        "level": {row["code"] for row in words("sites/vocabulary/levels.json")},
        "category": {row["code"] for row in words("sites/vocabulary/categories.json")},
        "condition": {row["code"] for row in words("sites/vocabulary/conditions.json")},
        "era": {row["code"] for row in words("sites/vocabulary/eras.json")},
        "open_to": {"yes", "partly", "no"},
    }
    rows = words("sites/vocabulary/mappings.json")

    assert [row for row in rows if row["code"] not in vocabularies[row["vocabulary"]] or not row["source"]] == []


def test_zone_rules_are_told_in_both_languages_and_cite_their_source() -> None:
    rules = words("sites/vocabulary/zone_rules.json")

    assert [rule["code"] for rule in rules if not (rule["text_zh"] and rule["text_en"] and rule["source"])] == []
    assert len({rule["strictness"] for rule in rules}) == len(rules)
    loosest = max(rule["strictness"] for rule in rules if rule["kind"] == "protection")
    assert all(rule["strictness"] > loosest for rule in rules if rule["kind"] == "control")
