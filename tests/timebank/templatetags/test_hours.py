import pytest
from django.utils import translation

from timebank.templatetags.hours import hours


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 min"),
        (59, "0 min"),
        (60, "1 min"),
        (3_599, "59 min"),
        (3_600, "1 h 00 min"),
        (3_900, "1 h 05 min"),
        (360_000, "100 h 00 min"),
    ],
)
def test_hours_are_said_in_hours_and_minutes_and_never_rounded_up(seconds: int, words: str) -> None:
    with translation.override("en"):
        assert hours(seconds) == words


@pytest.mark.parametrize(("seconds", "words"), [(-60, "-1 min"), (-3_900, "-1 h 05 min")])
def test_hours_taken_back_are_said_with_a_sign(seconds: int, words: str) -> None:
    with translation.override("en"):
        assert hours(seconds) == words


def test_hours_are_said_in_chinese() -> None:
    with translation.override("zh-hans"):
        said = hours(3_900)
    assert (said.count("1"), said.count("05"), said.isascii()) == (1, 1, False)
