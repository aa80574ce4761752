"""The seeded star scheme: five grades of rising hours."""

import json
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_star_scheme_rises_in_five_grades() -> None:
    grades = json.loads((ROOT / "timebank" / "vocabulary" / "star_scheme.json").read_text(encoding="utf-8"))

    assert [(grade["stars"], grade["threshold"]) for grade in grades if grade["measure"] == "hours"] == [
        (1, 100),
        (2, 300),
        (3, 600),
        (4, 1000),
        (5, 1500),
    ]
    assert {grade["scheme"] for grade in grades} == {"national", "patrol-visits", "active-months"}
