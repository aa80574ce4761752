"""The reputation of a person's reports."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patrol.logic.checks.history import Judged, history, reputation
from tests.patrol.logic.policy import FULL

RULES = FULL.history
assert RULES is not None


def judged(accepted: int, refused: int, days_ago: float = 0) -> list[Judged]:
    return [Judged(is_accepted=True, days_ago=days_ago)] * accepted + [
        Judged(is_accepted=False, days_ago=days_ago)
    ] * refused


@pytest.mark.parametrize(
    ("outcomes", "outcome", "measured"),
    [
        ([], "absent", None),
        (judged(1, 1), "absent", None),
        (judged(10, 0), "pass", 0.95),
        (judged(0, 3), "unsure", 0.692),
        (judged(0, 10), "fail", 0.45),
        # A year halves what was seen: five of ten refusals are left.
        (judged(0, 10, 365), "unsure", 0.6),
    ],
)
def test_history_of_outcomes(outcomes: list[Judged], outcome: str, measured: float | None) -> None:
    witness = history(outcomes, RULES)
    assert (witness.outcome, witness.measured) == (outcome, measured)


@given(st.integers(0, 50), st.integers(0, 50), st.floats(0, 4000))
def test_reputation_is_a_share_that_acceptance_raises(accepted: int, refused: int, days: float) -> None:
    before = reputation(judged(accepted, refused, days), RULES)
    after = reputation([*judged(accepted, refused, days), Judged(is_accepted=True, days_ago=0)], RULES)
    assert 0 < before.mean < after.mean < 1
