"""What a report lacks before it is sent; the cases are shared with the phone's own list."""

import json
import math
from pathlib import Path
from typing import Any

import pytest

from patrol.logic.report import Fix, Missing, ReportFinding, ReportPhoto, SubmittedReport, missing_parts, report_rules

CASES = json.loads(Path(__file__).with_name("report_cases.json").read_text(encoding="utf-8"))


def report_from(values: dict[str, Any]) -> SubmittedReport:
    """Build the report that a case describes."""
    return SubmittedReport(
        **values
        | {
            "fix": None if values["fix"] is None else Fix(**values["fix"]),
            "findings": tuple(ReportFinding(**finding) for finding in values["findings"]),
            "photos": tuple(ReportPhoto(**photo) for photo in values["photos"]),
        }
    )


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["name"])
def test_missing_parts_of_every_shared_case(case: dict[str, Any]) -> None:
    report = report_from(CASES["complete"] | case["change"])
    found = [[missing.code, missing.path] for missing in missing_parts(report, CASES["core_questions"])]
    assert found == case["missing"]


@pytest.mark.parametrize("accuracy_m", [-1.0, math.nan, math.inf])
def test_missing_parts_names_an_accuracy_that_is_none(accuracy_m: float) -> None:
    report = report_from(CASES["complete"] | {"fix": {"longitude": 1, "latitude": 1, "accuracy_m": accuracy_m}})
    assert missing_parts(report, []) == [Missing("accuracy_missing", "fix.accuracy_m")]


def test_report_rules_are_each_tried_by_a_shared_case() -> None:
    tried = {code for case in CASES["cases"] for code, _ in case["missing"]}
    assert tried == {rule["code"] for rule in report_rules()}
