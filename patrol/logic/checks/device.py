"""Can the phone be trusted? Its clock, the age of its fix, the chain of its queue, and who else reports with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from patrol.logic.policy_sections import DevicePolicy
from patrol.logic.witness import Outcome, Param, Witness

NAME = "device"
# What the intake says of a queue: an entry changed after it was written breaks its chain; a gap may close later.
CHAIN_BROKEN, CHAIN_GAP = "queue_edited", "queue_gap"


@dataclass(frozen=True, slots=True)
class Device:
    """What is known of the sending phone; None where nothing is.

    `clock_offset_s` is server minus phone at the sending, `fix_age_s` how old the fix was when the visit began (below
    zero for one taken after), `oddities` the intake's codes, `accounts` how many people reported with it lately.
    """

    clock_offset_s: float | None = None
    fix_age_s: float | None = None
    oddities: Sequence[str] = ()
    accounts: int | None = None


def device(known: Device, policy: DevicePolicy) -> Witness:
    """Judge by the gravest thing found; a phone that tells nothing is `absent`."""
    for judge in (_chain, _accounts, _clock, _fix):
        if (found := judge(known, policy)) is not None:
            return found
    if known.clock_offset_s is None and known.accounts is None and known.fix_age_s is None:
        return Witness(NAME, Outcome.ABSENT, "device.not_told", policy.weight)
    offset = None if known.clock_offset_s is None else round(known.clock_offset_s)
    return Witness(NAME, Outcome.PASS, "device.in_order", policy.weight, offset, policy.clock_minutes * 60)


def _chain(known: Device, policy: DevicePolicy) -> Witness | None:
    if CHAIN_BROKEN in known.oddities:
        return Witness(NAME, Outcome.FAIL, "device.chain_broken", policy.weight, CHAIN_BROKEN, None)
    if CHAIN_GAP in known.oddities:
        return Witness(NAME, Outcome.UNSURE, "device.chain_gap", policy.weight, CHAIN_GAP, None)
    return None


def _accounts(known: Device, policy: DevicePolicy) -> Witness | None:
    if known.accounts is None or known.accounts <= policy.most_accounts:
        return None
    outcome = Outcome.FAIL if known.accounts >= policy.many_accounts else Outcome.UNSURE
    params: dict[str, Param] = {"count": known.accounts, "most": policy.most_accounts}
    return Witness(NAME, outcome, "device.many_accounts", policy.weight, known.accounts, policy.most_accounts, params)


def _clock(known: Device, policy: DevicePolicy) -> Witness | None:
    if known.clock_offset_s is None or abs(known.clock_offset_s) <= policy.clock_minutes * 60:
        return None
    params: dict[str, Param] = {"minutes": round(abs(known.clock_offset_s) / 60)}
    code = "device.clock_behind" if known.clock_offset_s > 0 else "device.clock_ahead"
    return Witness(
        NAME, Outcome.UNSURE, code, policy.weight, round(known.clock_offset_s), policy.clock_minutes * 60, params
    )


def _fix(known: Device, policy: DevicePolicy) -> Witness | None:
    if known.fix_age_s is None or known.fix_age_s <= policy.fix_minutes * 60:
        return None
    params: dict[str, Param] = {"minutes": round(known.fix_age_s / 60)}
    measured = round(known.fix_age_s)
    return Witness(NAME, Outcome.UNSURE, "device.old_fix", policy.weight, measured, policy.fix_minutes * 60, params)
