"""Bursts at the end of a quarter."""

from datetime import date

import pytest

from patrol.logic.checks.cadence import Rhythm, cadence, days_to_quarter_end
from tests.patrol.logic.policy import FULL

RULES = FULL.cadence
assert RULES is not None
LAST_DAY, IN_MAY = date(2026, 6, 30), date(2026, 5, 15)


@pytest.mark.parametrize(
    ("day", "left"),
    [(date(2026, 1, 1), 89), (date(2026, 3, 31), 0), (LAST_DAY, 0), (date(2026, 9, 21), 9), (date(2026, 12, 31), 0)],
)
def test_days_to_quarter_end(day: date, left: int) -> None:
    assert days_to_quarter_end(day) == left


@pytest.mark.parametrize(
    ("day", "rhythm", "outcome", "code"),
    [
        (LAST_DAY, None, "absent", "no_organisation"),
        (LAST_DAY, Rhythm(25, 5), "unsure", "burst_at_quarter_end"),
        (IN_MAY, Rhythm(25, 5), "pass", "usual"),
        (LAST_DAY, Rhythm(24, 5), "pass", "usual"),
        # A silent organisation that wakes up with a few is no burst.
        (LAST_DAY, Rhythm(19, 0), "pass", "usual"),
        (LAST_DAY, Rhythm(20, 0), "unsure", "burst_at_quarter_end"),
    ],
)
def test_cadence_of_an_organisation(day: date, rhythm: Rhythm | None, outcome: str, code: str) -> None:
    witness = cadence(day, rhythm, RULES)
    assert (witness.outcome, witness.code) == (outcome, f"cadence.{code}")
