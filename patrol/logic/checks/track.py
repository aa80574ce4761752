"""Whether the recorded way led to the site, and stayed there."""

from dataclasses import dataclass

from patrol.logic.policy_sections import TrackPolicy
from patrol.logic.witness import Outcome, Param, Witness

NAME = "track"


@dataclass(frozen=True, slots=True)
class TrackAtSite:
    """A cleaned track against one site: its points, how near it came (m) and the seconds it spent near."""

    points: int
    nearest_m: float
    near_seconds: float


def track(known: TrackAtSite | None, policy: TrackPolicy) -> Witness:
    """Judge a track by how near it came and how long it stayed; no track, or one of a few points, is `absent`.

    Recording a way is asked of nobody, so its absence is held against nobody.
    """
    if known is None or known.points < policy.least_points:
        return Witness(NAME, Outcome.ABSENT, "track.none", policy.weight)
    minutes = known.near_seconds / 60
    params: dict[str, Param] = {
        "distance_m": round(known.nearest_m),
        "minutes": round(minutes),
        "least": round(policy.least_minutes),
        "near_m": round(policy.near_m),
    }
    if known.nearest_m > policy.absent_m:
        return Witness(
            NAME, Outcome.FAIL, "track.elsewhere", policy.weight, round(known.nearest_m), policy.near_m, params
        )
    if known.nearest_m > policy.near_m:
        outcome, code = Outcome.UNSURE, "track.some_way_off"
    elif minutes < policy.least_minutes:
        outcome, code = Outcome.UNSURE, "track.passed_by"
    else:
        outcome, code = Outcome.PASS, "track.around_site"
    return Witness(NAME, outcome, code, policy.weight, round(minutes, 1), policy.least_minutes, params)
