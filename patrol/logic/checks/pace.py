"""Does the day hold this? How long the visit took, how many the person made that day, and whether two overlap."""

from dataclasses import dataclass

from patrol.logic.policy_sections import PacePolicy
from patrol.logic.witness import Outcome, Param, Witness

NAME = "pace"


@dataclass(frozen=True, slots=True)
class Day:
    """A visit among the person's others: minutes it took, visits of that day, and minutes it overlaps one elsewhere."""

    minutes: float
    visits: int
    overlap_minutes: float = 0.0


def pace(day: Day, policy: PacePolicy) -> Witness:
    """Judge by the gravest thing found: being at two sites at once, more visits than a day holds, no time to look."""
    params: dict[str, Param] = {
        "minutes": round(day.minutes),
        "visits": day.visits,
        "most": policy.most_visits,
        "overlap": round(day.overlap_minutes),
        "least": round(policy.least_minutes),
    }
    if day.overlap_minutes > policy.overlap_minutes:
        return _witness(
            Outcome.FAIL, "pace.two_places_at_once", policy, day.overlap_minutes, policy.overlap_minutes, params
        )
    if day.visits > policy.most_visits:
        outcome = Outcome.FAIL if day.visits >= policy.many_visits else Outcome.UNSURE
        return _witness(outcome, "pace.many_visits", policy, day.visits, policy.most_visits, params)
    if day.minutes < policy.least_minutes:
        return _witness(Outcome.UNSURE, "pace.no_time_to_look", policy, day.minutes, policy.least_minutes, params)
    return _witness(Outcome.PASS, "pace.believable", policy, day.minutes, policy.least_minutes, params)


def _witness(
    outcome: Outcome, code: str, policy: PacePolicy, measured: float, expected: float, params: dict[str, Param]
) -> Witness:
    return Witness(NAME, outcome, code, policy.weight, round(measured, 1), expected, params)
