"""Light and season against the sun."""

from datetime import UTC, datetime
from typing import Any

import pytest

from patrol.logic.checks.light import Lit, light
from tests.patrol.logic.policy import FULL

RULES = FULL.light
assert RULES is not None
# By the sun at Beijing: noon and midnight of China's time, and a dusk.
NOON, MIDNIGHT = datetime(2026, 6, 1, 4, tzinfo=UTC), datetime(2026, 6, 1, 16, tzinfo=UTC)
DUSK = datetime(2026, 6, 1, 11, 40, tzinfo=UTC)
WINTER, AUTUMN = datetime(2026, 1, 15, 4, tzinfo=UTC), datetime(2026, 10, 15, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "known", "outcome", "code"),
    [
        (None, {"grey": 100}, "absent", "not_told"),
        (NOON, {}, "absent", "not_told"),
        (NOON, {"grey": 100, "exposure_ev": 14}, "pass", "day"),
        # A cave, or a room.
        (NOON, {"grey": 5, "exposure_ev": 1}, "pass", "day"),
        (DUSK, {"grey": 60}, "pass", "twilight"),
        (MIDNIGHT, {"grey": 150, "exposure_ev": 14}, "fail", "daylight_at_night"),
        # A night mode's picture is bright, and its exposure says why.
        (MIDNIGHT, {"grey": 150, "exposure_ev": 2}, "pass", "night"),
        (MIDNIGHT, {"grey": 150}, "unsure", "bright_at_night"),
        (MIDNIGHT, {"grey": 40}, "pass", "night"),
        (WINTER, {"grey": 100, "green_share": 0.36}, "unsure", "green_in_winter"),
        (WINTER, {"grey": 100, "green_share": 0.35}, "pass", "day"),
        (AUTUMN, {"grey": 100, "green_share": 0.6}, "pass", "day"),
    ],
)
def test_light_of_a_photo(at: datetime | None, known: dict[str, Any], outcome: str, code: str) -> None:
    witness = light(Lit(at, 116.39, 39.94, **known), RULES)
    assert (witness.outcome, witness.code) == (outcome, f"light.{code}")


def test_light_of_the_south_has_its_own_winter() -> None:
    january, july = WINTER, datetime(2026, 7, 15, 3, tzinfo=UTC)
    found = [light(Lit(at, 147.3, -42.9, grey=100, green_share=0.6), RULES).code for at in (january, july)]
    assert found == ["light.day", "light.green_in_winter"]
