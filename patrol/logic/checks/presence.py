"""Was the phone at the site? The distance of its fix from the site's geometry, against the accuracy it claims."""

import math

from patrol.logic.policy import PresencePolicy
from patrol.logic.witness import Outcome, Witness

NAME = "presence"


def presence(distance_m: float | None, accuracy_m: float | None, policy: PresencePolicy) -> Witness:
    """Judge a fix by its distance in metres from the site's geometry (not its centre) and its accuracy in metres.

    `distance_m` is None where there was no fix. A fix that claims no accuracy, or perfect accuracy, is suspicious: no
    receiver measures so. One coarser than the policy allows cannot place anybody, unless even its nearest edge is far.
    """
    if distance_m is None or not math.isfinite(distance_m):
        return Witness(NAME, Outcome.ABSENT, "presence.no_fix", policy.weight)
    usable = accuracy_m if accuracy_m is not None and math.isfinite(accuracy_m) and accuracy_m > 0 else None
    outcome, code = _verdict(distance_m, usable, policy)
    return Witness(
        NAME,
        outcome,
        code,
        policy.weight,
        measured=round(distance_m, 1),
        expected=round((usable or 0.0) + policy.margin_m, 1),
        params={
            "distance_m": round(distance_m),
            "accuracy_m": None if usable is None else round(usable),
            "margin_m": round(policy.margin_m),
            "person_m": round(policy.person_m),
            "absent_m": round(policy.absent_m),
        },
    )


def _verdict(distance_m: float, accuracy_m: float | None, policy: PresencePolicy) -> tuple[Outcome, str]:
    if accuracy_m is None:
        return _far_or(distance_m, "presence.accuracy_suspicious", policy)
    if accuracy_m > policy.max_accuracy_m:
        return _far_or(distance_m - accuracy_m, "presence.fix_too_coarse", policy)
    if distance_m <= accuracy_m + policy.margin_m:
        return Outcome.PASS, "presence.on_site"
    if distance_m <= policy.person_m:
        return Outcome.PASS, "presence.near_site"
    return _far_or(distance_m, "presence.some_way_off", policy)


def _far_or(distance_m: float, code: str, policy: PresencePolicy) -> tuple[Outcome, str]:
    return (Outcome.FAIL, "presence.not_on_site") if distance_m > policy.absent_m else (Outcome.UNSURE, code)
