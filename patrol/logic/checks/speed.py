"""Could the phone have moved like this during the visit? The fastest leg between its own fixes."""

from collections.abc import Sequence

from patrol.logic.fixes import TimedFix, fastest_leg
from patrol.logic.policy_sections import SpeedPolicy
from patrol.logic.witness import Outcome, Witness

NAME = "speed"


def speed(fixes: Sequence[TimedFix], policy: SpeedPolicy) -> Witness:
    """Judge the fixes of one visit (report, photos, track) by the fastest leg over windows of at least `window_s`.

    Fix by fix, jumping receivers look like cars: measured, 18 of 66 honest tracks. Over a minute, and less what the
    fixes may be off, none does.
    """
    fastest = fastest_leg(fixes, policy.window_s)
    if fastest is None:
        return Witness(NAME, Outcome.ABSENT, "speed.one_fix", policy.weight)
    kmh = fastest.kmh
    if kmh <= policy.town_kmh:
        outcome, code = Outcome.PASS, "speed.believable"
    elif kmh <= policy.rail_kmh:
        outcome, code = Outcome.UNSURE, "speed.fast"
    else:
        outcome, code = Outcome.FAIL, "speed.impossible"
    params = {"kmh": round(kmh), "town_kmh": round(policy.town_kmh), "distance_m": round(fastest.distance_m)}
    return Witness(NAME, outcome, code, policy.weight, round(kmh, 1), policy.town_kmh, params)
