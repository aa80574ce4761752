"""How many reviewers a report needs, what their votes come to, and who is looked at again."""

import pytest

from patrol.logic.review_policy import ReviewRules, WrongReviewPolicy, review_rules_from
from patrol.logic.spot_check import draw, share_of
from patrol.logic.votes import decided_by, on_offer

VALUES = {
    "second_eyes.severity": 3,
    "second_eyes.reviewers": 2,
    "routine.most_severity": 1,
    "routine.least_photos": 2,
    "check.share": 0.1,
    "check.trusted_share": 0.02,
    "check.trusted_from": 0.9,
    "check.trusted_outcomes": 5,
    "appeal.days": 15,
    "due.hours": 72,
}
RULES: ReviewRules = review_rules_from(VALUES)


@pytest.mark.parametrize(("severity", "is_flagged", "due"), [(0, False, 1), (2, False, 1), (3, False, 2), (0, True, 2)])
def test_votes_due(severity: int, *, is_flagged: bool, due: int) -> None:
    assert RULES.votes_due(severity, is_flagged=is_flagged) == due


@pytest.mark.parametrize(
    ("votes", "due", "decision"),
    [
        ([], 1, None),
        (["accept"], 1, "accept"),
        (["accept"], 2, None),
        (["accept", "reject"], 2, None),
        (["accept", "reject", "reject"], 2, "reject"),
        (["more", "more"], 2, "more"),
    ],
)
def test_decided_by(votes: list[str], due: int, decision: str | None) -> None:
    assert decided_by(votes, due) == decision


def test_the_third_always_decides() -> None:
    for first in ("accept", "more", "reject"):
        for second in {"accept", "more", "reject"} - {first}:
            assert {decided_by([first, second, third], 2) for third in on_offer([first, second])} == {first, second}
    assert on_offer(["accept"]) == ("accept", "more", "reject")


@pytest.mark.parametrize(
    ("mean", "seen", "share"), [(0.9, 0, 0.1), (1.0, 4.9, 0.1), (0.95, 50, 0.02), (0.45, 50, 0.55), (0.0, 50, 1.0)]
)
def test_share_falls_with_trust(mean: float, seen: float, share: float) -> None:
    assert share_of(mean, seen, RULES) == pytest.approx(share)


def test_draw_is_the_same_at_every_asking_and_even() -> None:
    numbers = [draw(str(one), 0.1, key=b"k").number for one in range(4000)]
    assert numbers == [draw(str(one), 0.1, key=b"k").number for one in range(4000)]
    assert draw("1", 0.1, key=b"other").number != numbers[1]
    assert sum(number < 0.1 for number in numbers) / 4000 == pytest.approx(0.1, abs=0.015)
    assert all(0 <= number < 1 for number in numbers)
    assert [draw("1", share, key=b"k").is_drawn for share in (0.0, 1.0)] == [False, True]


@pytest.mark.parametrize(
    ("key", "value"),
    [("check.share", 1.1), ("second_eyes.reviewers", 3), ("appeal.days", None), ("due.hours", True), ("due.hours", 0)],
)
def test_a_policy_without_sense_is_refused(key: str, value: object) -> None:
    with pytest.raises(WrongReviewPolicy, match=key):
        review_rules_from({**VALUES, key: value})
