"""The camera's own position."""

import pytest

from patrol.logic.checks.photo_place import photo_place
from tests.patrol.logic.policy import FULL

RULES = FULL.photo_place
assert RULES is not None


@pytest.mark.parametrize(
    ("distances_m", "outcome", "code"),
    [
        ([], "absent", "not_told"),
        ([300], "pass", "at_site"),
        ([300.1], "unsure", "some_way_off"),
        ([1500.1], "fail", "elsewhere"),
        # Read as GCJ-02 it lies at the site.
        ([551, 12], "pass", "at_site"),
    ],
)
def test_photo_place_in_each_band(distances_m: list[float], outcome: str, code: str) -> None:
    witness = photo_place(distances_m, RULES)
    assert (witness.outcome, witness.code) == (outcome, f"photo_place.{code}")
