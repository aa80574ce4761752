"""Priorities and times of the seeded policy, and what a wrong one is told."""

import json
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from patrol.logic.case_chain import OPEN
from patrol.logic.case_policy import PRIORITIES, SEVERITIES, URGENCIES, case_rules_from, end_of
from patrol.logic.policy import WrongPolicy

ROWS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[3] / "patrol/vocabulary/case_policy.json").read_text("utf-8")
)
RULES = case_rules_from(ROWS[-1]["values"])
NOW = datetime(2026, 6, 1, 4, tzinfo=UTC)


def test_graver_or_more_urgent_is_never_of_lower_priority() -> None:
    rank = {one: place for place, one in enumerate(PRIORITIES)}
    table = [[rank[RULES.priority_of(severity, urgency)] for urgency in URGENCIES] for severity in SEVERITIES]
    assert table == [[0, 0, 1], [0, 0, 1], [0, 1, 2], [1, 2, 3], [2, 3, 3]]


def test_higher_priority_has_less_time_in_each_state() -> None:
    for state in OPEN:
        hours = [RULES.hours[state, one] for one in PRIORITIES]
        assert all(slower > faster for slower, faster in pairwise(hours)), state


def test_time_of_a_state_and_none_for_an_ended_one() -> None:
    assert RULES.due_at("found", "high", NOW) == NOW + timedelta(hours=24)
    assert RULES.due_at("closed", "high", NOW) is None


def test_day_ends_at_midnight_in_shanghai() -> None:
    assert end_of(date(2026, 6, 1)) == datetime(2026, 6, 1, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("key", "value"),
    [("priority.3.2", "soon"), ("hours.found.high", -1), ("likeness.join_m", "25"), ("remind.low", None)],
)
def test_wrong_policy_names_its_key(key: str, value: object) -> None:
    with pytest.raises(WrongPolicy, match=key):
        case_rules_from({**ROWS[-1]["values"], key: value})
