"""The pace of a day."""

import pytest

from patrol.logic.checks.pace import Day, pace
from tests.patrol.logic.policy import FULL

RULES = FULL.pace
assert RULES is not None


@pytest.mark.parametrize(
    ("day", "outcome", "code"),
    [
        (Day(20, 3), "pass", "believable"),
        (Day(3, 20), "pass", "believable"),
        (Day(2.9, 3), "unsure", "no_time_to_look"),
        (Day(20, 21), "unsure", "many_visits"),
        (Day(20, 30), "fail", "many_visits"),
        (Day(20, 3, 5), "pass", "believable"),
        (Day(1, 40, 5.1), "fail", "two_places_at_once"),
    ],
)
def test_pace_by_the_gravest_find(day: Day, outcome: str, code: str) -> None:
    witness = pace(day, RULES)
    assert (witness.outcome, witness.code) == (outcome, f"pace.{code}")
