"""Why a site is left out of a plan."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from planning.logic.assign.instance import fairness_step, gain, site_places, volunteer_places
from planning.logic.assign.problem import Problem, Site, Volunteer
from planning.logic.assign.remedies import Candidate, cheapest_changes
from planning.logic.assign.solution import Assignment, Omission, OmissionReason
from planning.logic.reach import Places, great_circle_m


@dataclass(frozen=True, slots=True)
class _Load:
    """What a plan already asks of somebody."""

    visits: int = 0
    minutes: int = 0


def explain(problem: Problem, assignments: Sequence[Assignment]) -> tuple[Omission, ...]:
    """Return for each site without an assignment the reason and the cheapest changes that would let it in."""
    served = {one.site_id for one in assignments}
    loads = {one.id: _load(one, assignments) for one in problem.volunteers}
    homes = volunteer_places(problem.volunteers)
    return tuple(
        _omission(problem, site, _candidates(problem, site, homes, loads))
        for site in problem.sites
        if site.id not in served
    )


def _load(volunteer: Volunteer, assignments: Sequence[Assignment]) -> _Load:
    mine = [one for one in assignments if one.volunteer_id == volunteer.id]
    return _Load(len(mine), sum(one.minutes for one in mine))


def _candidates(problem: Problem, site: Site, homes: Places, loads: dict[str, _Load]) -> list[Candidate]:
    distances = (great_circle_m(site_places((site,)), homes) / 1000).tolist() if problem.volunteers else []
    found = [
        Candidate(
            volunteer=one,
            distance_km=km,
            minutes=problem.visit_minutes(site, km),
            missing=tuple(sorted(site.skills - one.skills)),
            uncleared=tuple(sorted(site.clearances - one.clearances)),
            is_of_territory=one.is_of_territory(site),
            busy_visits=loads[one.id].visits,
            busy_minutes=loads[one.id].minutes,
            gain=gain(problem, site, one, km) - fairness_step(problem) * loads[one.id].visits,
        )
        for one, km in zip(problem.volunteers, distances, strict=True)
    ]
    return sorted(found, key=lambda one: (one.distance_km, one.volunteer.id))


def _omission(problem: Problem, site: Site, candidates: list[Candidate]) -> Omission:
    reason, concerned = _reason(problem, site, candidates)
    changes, price = cheapest_changes(problem, site, candidates)
    params: dict[str, str | float] = {"candidates": len(concerned), "needed": problem.people(site)}
    if concerned or candidates:
        nearest = (concerned or candidates)[0]
        params |= {
            "volunteer_id": nearest.volunteer.id,
            "distance_km": nearest.distance_km,
            "range_km": nearest.volunteer.range_km,
            "minutes": nearest.minutes,
            "free_minutes": nearest.volunteer.free_minutes,
        }
    if reason is OmissionReason.NOBODY_HAS_SKILL:
        params["skills"] = ", ".join(sorted(site.skills))
    if reason is OmissionReason.NOBODY_IS_CLEARED:
        params["skills"] = ", ".join(sorted(site.clearances))
    if reason is OmissionReason.NOBODY_OF_ORGANISATION:
        params["organisation"] = str(site.organisation)
    return Omission(site.id, reason, params, changes, price)


def _reason(problem: Problem, site: Site, candidates: list[Candidate]) -> tuple[OmissionReason, list[Candidate]]:
    """Return the reason and the candidates, nearest first, that had come so far."""
    needed = problem.people(site)
    near = [one for one in candidates if one.is_near]
    if len(near) < needed:
        return OmissionReason.NOBODY_IN_RANGE, near
    came = near
    for reason, holds in _HURDLES:
        left = [one for one in came if holds(one)]
        if len(left) < needed:
            return reason, came
        came = left
    most = sum(sorted(one.gain for one in came)[-needed:])
    has_room = sum(one.has_room for one in came) >= needed
    if most > 0 and not has_room:
        return OmissionReason.ALL_FULL, came
    # Who has fewer visits already could have gone: then it is the way, and not what is fair.
    alone = sum(sorted(one.gain + fairness_step(problem) * one.busy_visits for one in came)[-needed:])
    return OmissionReason.NOT_FAIR if alone > 0 and fairness_step(problem) else OmissionReason.NOT_WORTH_TRAVEL, came


_HURDLES: tuple[tuple[OmissionReason, Callable[[Candidate], bool]], ...] = (
    (OmissionReason.NOBODY_OF_ORGANISATION, lambda one: one.is_of_territory),
    (OmissionReason.NOBODY_HAS_SKILL, lambda one: not one.missing),
    (OmissionReason.NOBODY_IS_CLEARED, lambda one: not one.uncleared),
    (OmissionReason.NOBODY_HAS_TIME, lambda one: one.minutes <= one.volunteer.free_minutes),
)
