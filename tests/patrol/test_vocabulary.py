"""The seeded words of the field: a short core checklist, severities with deadlines, findings, thresholds in order."""

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def words(path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((ROOT / path).read_text(encoding="utf-8"))
    return found


def test_checklist_groups_are_those_of_the_sources() -> None:
    groups = {item["group"] for item in words("patrol/vocabulary/checklist.json")}

    assert groups == {"body", "zones", "works", "four_haves", "fire", "theft", "visitors", "nature"}


def test_checklist_core_is_short_for_every_category() -> None:
    core = [item for item in words("patrol/vocabulary/checklist.json") if item["is_core"]]
    asked = {
        code: len([item for item in core if not item["categories"] or code in item["categories"]])
        for code in ("0100", "0200", "0300", "0400", "0500", "0600")
    }

    assert len(core) == 6
    assert asked == {"0100": 4, "0200": 4, "0300": 5, "0400": 4, "0500": 5, "0600": 3}


def test_checklist_answers_and_categories_are_known() -> None:
    items = words("patrol/vocabulary/checklist.json")
    categories = {category["code"] for category in words("sites/vocabulary/categories.json")}

    assert {item["bad_answer"] for item in items} == {"yes", "no"}
    assert {code for item in items for code in item["categories"]} - categories == set()


def test_severities_act_sooner_as_they_rise() -> None:
    severities = words("patrol/vocabulary/severities.json")

    assert [s["degree"] for s in severities] == [0, 1, 2, 3, 4]
    assert [s["respond_within_hours"] for s in severities] == [None, None, 720, 24, 1]
    assert [s["opens_case"] for s in severities] == [False, False, False, True, True]


def test_finding_kinds_name_a_known_cause() -> None:
    kinds = words("patrol/vocabulary/finding_kinds.json")
    causes = {cause["code"] for cause in words("sites/vocabulary/causes.json")}

    assert {kind["default_cause"] for kind in kinds} - causes == set()


def test_finding_kinds_cover_the_five_stone_families() -> None:
    families = {kind["icomos_family"] for kind in words("patrol/vocabulary/finding_kinds.json")} - {None}

    assert families == {
        "biological_colonisation",
        "crack_deformation",
        "detachment",
        "discolouration_deposit",
        "material_loss",
    }


def test_evidence_thresholds_stand_in_order() -> None:
    values = words("patrol/vocabulary/evidence_policy.json")[0]["values"]

    assert values["presence.margin_m"] < values["presence.person_m"] < values["presence.absent_m"]
    assert values["photo_reuse.duplicate_distance"] < values["photo_reuse.person_distance"]
    assert values["photo_time.ok_minutes"] < values["photo_time.person_minutes"]
    assert values["score.person"] < values["score.pass"]
    assert sum(value for key, value in values.items() if key.startswith("weight.")) == 100
