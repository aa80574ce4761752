"""The presence check: each band, and fixes that claim too much or too little."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patrol.logic.checks.presence import presence
from patrol.logic.witness import Outcome
from tests.patrol.logic.policy import POLICY

RULES = POLICY.presence


@pytest.mark.parametrize(
    ("distance_m", "accuracy_m", "outcome", "code"),
    [
        (0, 5, "pass", "on_site"),
        (85, 5, "pass", "on_site"),
        (85.1, 5, "pass", "near_site"),
        (200, 5, "pass", "near_site"),
        (200.1, 5, "unsure", "some_way_off"),
        (500, 5, "unsure", "some_way_off"),
        (500.1, 5, "fail", "not_on_site"),
        (250, 200, "pass", "on_site"),
        (250, 201, "unsure", "fix_too_coarse"),
        (1200, 1000, "unsure", "fix_too_coarse"),
        (1600, 1000, "fail", "not_on_site"),
        (10, 0, "unsure", "accuracy_suspicious"),
        (10, -1, "unsure", "accuracy_suspicious"),
        (10, None, "unsure", "accuracy_suspicious"),
        (10, math.nan, "unsure", "accuracy_suspicious"),
        (10, math.inf, "unsure", "accuracy_suspicious"),
        (501, 0, "fail", "not_on_site"),
        (None, 5, "absent", "no_fix"),
        (math.nan, 5, "absent", "no_fix"),
    ],
)
def test_presence_in_each_band(distance_m: float | None, accuracy_m: float | None, outcome: str, code: str) -> None:
    witness = presence(distance_m, accuracy_m, RULES)
    assert (witness.outcome, witness.code) == (outcome, f"presence.{code}")


def test_presence_says_what_it_measured_and_expected() -> None:
    witness = presence(120.04, 12.5, RULES)
    assert (witness.measured, witness.expected, witness.weight) == (120.0, 92.5, RULES.weight)
    assert witness.params == {"distance_m": 120, "accuracy_m": 12, "margin_m": 80, "person_m": 200, "absent_m": 500}


@given(st.floats(0, 2000), st.floats(0, 2000), st.floats(1, 3000))
def test_presence_nearer_is_never_worse(one: float, other: float, accuracy_m: float) -> None:
    order = [Outcome.PASS, Outcome.UNSURE, Outcome.FAIL]
    near, far = sorted((one, other))
    near_rank, far_rank = (order.index(presence(at, accuracy_m, RULES).outcome) for at in (near, far))
    assert near_rank <= far_rank
