"""The way between two reports of one person."""

from datetime import UTC, datetime, timedelta

import pytest

from patrol.logic.checks.travel import travel
from patrol.logic.fixes import TimedFix
from tests.patrol.logic.policy import FULL

RULES = FULL.travel
assert RULES is not None
AT = datetime(2026, 6, 1, 3, tzinfo=UTC)
HERE = TimedFix(AT, 116.4, 40.0, 10)


def away(km: float, minutes: float) -> TimedFix:
    return TimedFix(AT + timedelta(minutes=minutes), 116.4, 40.0 + km / 111.195, 10)


@pytest.mark.parametrize(
    ("neighbours", "outcome", "code"),
    [
        ([], "absent", "no_other_report"),
        ([away(5, 20)], "pass", "believable"),
        ([away(5, -20)], "pass", "believable"),
        ([away(20, 6)], "unsure", "fast"),
        ([away(120, 30)], "pass", "by_train"),
        ([away(120, 12)], "fail", "impossible"),
        # Two reports of one second, from two places.
        ([away(8, 0)], "fail", "impossible"),
        # The worse of both neighbours speaks.
        ([away(1, -60), away(120, 12)], "fail", "impossible"),
    ],
)
def test_travel_between_reports(neighbours: list[TimedFix], outcome: str, code: str) -> None:
    witness = travel(HERE, neighbours, RULES)
    assert (witness.outcome, witness.code) == (outcome, f"travel.{code}")


def test_travel_without_a_fix_says_nothing() -> None:
    assert travel(None, [away(120, 1)], RULES).outcome == "absent"


def test_travel_says_what_it_measured() -> None:
    witness = travel(HERE, [away(20.02, 6)], RULES)
    assert (witness.measured, witness.expected) == (pytest.approx(200, abs=0.3), 120)
    assert witness.params == {"kmh": 200, "km": 20.0, "minutes": 6, "limit_kmh": 120}
