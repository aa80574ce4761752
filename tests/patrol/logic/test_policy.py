"""The policy from data: what is shipped, and what is refused."""

import math

import pytest

from patrol.logic.policy import WrongPolicy, policy_from
from tests.patrol.logic.policy import SHIPPED, VALUES


def test_policy_from_every_shipped_row() -> None:
    policies = [policy_from(row["values"]) for row in SHIPPED]
    assert (policies[0].presence.margin_m, policies[0].photo_reuse.duplicate_distance) == (80, 8)


@pytest.mark.parametrize("key", ["presence.margin_m", "weight.photo_time", "score.pass"])
def test_policy_from_refuses_a_missing_key(key: str) -> None:
    values = {name: value for name, value in VALUES.items() if name != key}
    with pytest.raises(WrongPolicy, match=f"{key} is missing"):
        policy_from(values)


@pytest.mark.parametrize("value", ["80", True, -1, math.nan, [80]])
def test_policy_from_refuses_what_is_no_measure(value: object) -> None:
    with pytest.raises(WrongPolicy, match=r"presence\.margin_m is not a number of 0 or more"):
        policy_from(VALUES | {"presence.margin_m": value})


@pytest.mark.parametrize(
    ("key", "value", "name"),
    [
        ("presence.person_m", 501, "presence"),
        ("photo_time.ok_minutes", 1441, "photo_time"),
        ("photo_reuse.person_distance", 7, "photo_reuse"),
        ("score.pass", 101, "score"),
    ],
)
def test_policy_from_refuses_steps_that_do_not_rise(key: str, value: int, name: str) -> None:
    with pytest.raises(WrongPolicy, match=f"the steps of {name} do not rise"):
        policy_from(VALUES | {key: value})
