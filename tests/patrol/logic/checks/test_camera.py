"""The cameras of a visit."""

import pytest

from patrol.logic.checks.camera import camera
from tests.patrol.logic.policy import FULL

RULES = FULL.camera
assert RULES is not None


@pytest.mark.parametrize(
    ("models", "outcome", "measured"),
    [([], "absent", None), (["", ""], "absent", None), (["A", "", "A"], "pass", 1), (["A", "B", "C"], "unsure", 3)],
)
def test_camera_counts_models(models: list[str], outcome: str, measured: int | None) -> None:
    witness = camera(models, RULES)
    assert (witness.outcome, witness.measured) == (outcome, measured)
