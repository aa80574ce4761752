"""The phone: chain, accounts, clock, age of the fix."""

import pytest

from patrol.logic.checks.device import Device, device
from tests.patrol.logic.policy import FULL

RULES = FULL.device
assert RULES is not None


@pytest.mark.parametrize(
    ("known", "outcome", "code"),
    [
        (Device(), "absent", "not_told"),
        (Device(clock_offset_s=-900), "pass", "in_order"),
        (Device(clock_offset_s=901), "unsure", "clock_behind"),
        (Device(clock_offset_s=-901), "unsure", "clock_ahead"),
        (Device(fix_age_s=-1200), "pass", "in_order"),
        (Device(fix_age_s=1801), "unsure", "old_fix"),
        (Device(accounts=2), "pass", "in_order"),
        (Device(accounts=3), "unsure", "many_accounts"),
        (Device(accounts=5), "fail", "many_accounts"),
        (Device(0, oddities=("no_assignment", "queue_gap")), "unsure", "chain_gap"),
        (Device(9999, oddities=("queue_gap", "queue_edited"), accounts=9), "fail", "chain_broken"),
    ],
)
def test_device_by_the_gravest_find(known: Device, outcome: str, code: str) -> None:
    witness = device(known, RULES)
    assert (witness.outcome, witness.code) == (outcome, f"device.{code}")
