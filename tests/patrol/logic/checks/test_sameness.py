"""Words and answers copied out."""

import pytest

from patrol.logic.checks.sameness import Repeats, is_unusual, sameness, text_of
from tests.patrol.logic.policy import FULL

RULES = FULL.sameness
assert RULES is not None
TEXT = "北墙裂缝延伸约二十公分"


@pytest.mark.parametrize(
    ("repeats", "outcome", "code"),
    [
        (Repeats("", 0, 0), "absent", "too_short"),
        # Everybody writes that all is well.
        (Repeats("一切正常", 90, 900), "absent", "too_short"),
        (Repeats(TEXT, 3, 1), "pass", "own"),
        (Repeats(TEXT, 4, 0), "unsure", "own_words"),
        (Repeats(TEXT, 9, 2), "fail", "others_words"),
        (Repeats("", 0, 0, answers=5), "pass", "own"),
        (Repeats("", 0, 0, answers=6), "unsure", "answers"),
    ],
)
def test_sameness_by_the_gravest_find(repeats: Repeats, outcome: str, code: str) -> None:
    witness = sameness(repeats, RULES)
    assert (witness.outcome, witness.code) == (outcome, f"sameness.{code}")


def test_text_of_leaves_what_is_said() -> None:
    assert text_of(" All well, 3 cracks。\n北墙！") == "allwell3cracks北墙"


def test_is_unusual() -> None:
    assert (is_unusual({"a": "no", "b": "no"}), is_unusual({"a": "no", "b": "yes"}), is_unusual({})) == (
        False,
        True,
        False,
    )
