"""Photos taken in the app, or chosen from an album."""

from datetime import UTC, datetime, timedelta

import pytest

from patrol.logic.checks.capture import Shot, capture
from tests.patrol.logic.policy import FULL

RULES = FULL.capture
assert RULES is not None
ARRIVED = datetime(2026, 6, 1, 3, tzinfo=UTC)
FINISHED = ARRIVED + timedelta(minutes=30)


def shot(minute: float | None, *, has_fix: bool = True) -> Shot:
    return Shot(None if minute is None else ARRIVED + timedelta(minutes=minute), has_fix)


@pytest.mark.parametrize(
    ("shots", "outcome", "measured"),
    [
        ([], "absent", None),
        ([shot(None), shot(None)], "absent", None),
        ([shot(5), shot(10)], "pass", 0),
        ([shot(-10), shot(40)], "pass", 0),
        ([shot(-10.1), shot(10)], "unsure", 1),
        ([shot(-60), shot(-61)], "fail", 2),
        ([shot(5), shot(None)], "unsure", 1),
        # One of three was taken before the form was opened.
        ([shot(-60), shot(5), shot(6)], "pass", 1),
        # No reception at all is nobody's fault; one photo without is one from the album.
        ([shot(5, has_fix=False), shot(6, has_fix=False)], "pass", 0),
        ([shot(5), shot(6, has_fix=False)], "unsure", 1),
    ],
)
def test_capture_counts_photos_from_elsewhere(shots: list[Shot], outcome: str, measured: int | None) -> None:
    witness = capture(shots, ARRIVED, FINISHED, RULES)
    assert (witness.outcome, witness.measured) == (outcome, measured)
