"""Could one person have been at both places? The way between this report's fix and the same person's nearest others."""

from collections.abc import Iterable

from patrol.logic.fixes import Leg, TimedFix, leg
from patrol.logic.policy_sections import TravelPolicy
from patrol.logic.witness import Outcome, Param, Witness

NAME = "travel"


def travel(own: TimedFix | None, neighbours: Iterable[TimedFix], policy: TravelPolicy) -> Witness:
    """Judge the fastest way from the reports before and after to this one.

    Both directions are asked, because queues are sent late and in any order, and it is the same person in any case.
    """
    legs = [] if own is None else [leg(own, other, policy.window_s) for other in neighbours]
    if not legs:
        return Witness(NAME, Outcome.ABSENT, "travel.no_other_report", policy.weight)
    fastest = max(legs, key=lambda one: one.kmh)
    outcome, code = _verdict(fastest, policy)
    params: dict[str, Param] = {
        "kmh": round(fastest.kmh),
        "km": round(fastest.distance_m / 1000, 1),
        "minutes": max(1, round(fastest.seconds / 60)),
        "limit_kmh": round(policy.town_kmh if code != "travel.impossible" else policy.rail_kmh),
    }
    return Witness(NAME, outcome, code, policy.weight, round(fastest.kmh, 1), policy.town_kmh, params)


def _verdict(fastest: Leg, policy: TravelPolicy) -> tuple[Outcome, str]:
    if fastest.kmh <= policy.town_kmh:
        return Outcome.PASS, "travel.believable"
    if fastest.kmh > policy.rail_kmh:
        return Outcome.FAIL, "travel.impossible"
    if fastest.distance_m >= policy.rail_from_km * 1000:
        return Outcome.PASS, "travel.by_train"
    return Outcome.UNSURE, "travel.fast"
