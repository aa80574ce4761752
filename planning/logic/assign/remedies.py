"""The cheapest changes that would let a site into a plan, and the problem with such changes made."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from planning.logic.assign.instance import SCALE, gain
from planning.logic.assign.problem import Problem, Site, Volunteer
from planning.logic.assign.solution import Change, ChangeKind


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who might go to a site, what the visit asks, and how busy the plan keeps them already."""

    volunteer: Volunteer
    distance_km: float
    minutes: int
    missing: tuple[str, ...]
    uncleared: tuple[str, ...]
    is_of_territory: bool
    busy_visits: int
    busy_minutes: int
    gain: int

    @property
    def is_near(self) -> bool:
        """Whether the site lies within the range."""
        return self.distance_km <= self.volunteer.range_km

    @property
    def has_room(self) -> bool:
        """Whether one more visit to the site fits beside the plan."""
        is_free = self.busy_minutes + self.minutes <= self.volunteer.free_minutes
        return is_free and self.busy_visits < self.volunteer.max_visits


def cheapest_changes(problem: Problem, site: Site, candidates: Sequence[Candidate]) -> tuple[tuple[Change, ...], float]:
    """Return the changes of the smallest price that leave room for the site beside the plan, and that price.

    For a site that needs several people the cheapest of them are taken one by one; where their travel outweighs the
    site's urgency, raising the urgency is part of the changes. Everybody else could also be replaced by a recruit.
    """
    needed = problem.people(site)
    options = [
        (_changes(one), one.gain, one.distance_km, one.volunteer.id) for one in candidates if one.is_of_territory
    ]
    options += [((_recruit(site),), _recruit_gain(problem, site), 0.0, "") for _ in range(needed)]
    chosen = sorted(options, key=lambda one: (_price(problem, (*one[0], *_raise(problem, one[1]))), *one[2:]))[:needed]
    changes = tuple(change for option in chosen for change in option[0])
    changes += _raise(problem, sum(option[1] for option in chosen))
    return changes, _price(problem, changes)


def with_changes(problem: Problem, site_id: str, changes: Sequence[Change]) -> Problem:
    """Return the problem with changes made that were proposed for a site; recruits live beside it."""
    site = next(one for one in problem.sites if one.id == site_id)
    for number, change in enumerate(changes, start=1):
        if change.kind is ChangeKind.RAISE_URGENCY:
            raised = replace(site, urgency=site.urgency + change.amount)
            problem = replace(problem, sites=tuple(raised if one.id == site_id else one for one in problem.sites))
        elif change.kind is ChangeKind.RECRUIT:
            recruit = _recruited(site, change, f"recruit-{site_id}-{number}")
            problem = replace(problem, volunteers=(*problem.volunteers, recruit))
        else:
            problem = replace(problem, volunteers=tuple(_changed(one, change) for one in problem.volunteers))
    return problem


def _changes(one: Candidate) -> tuple[Change, ...]:
    who, who_id = one.volunteer, one.volunteer.id
    changes = []
    if not one.is_near:
        changes.append(Change(ChangeKind.EXTEND_RANGE, _more(who.range_km, one.distance_km), who_id))
    if one.busy_visits >= who.max_visits:
        changes.append(Change(ChangeKind.ONE_MORE_VISIT, one.busy_visits + 1 - who.max_visits, who_id))
    lacking = one.busy_minutes + one.minutes - who.free_minutes
    if lacking > 0:
        changes.append(Change(ChangeKind.MORE_TIME, lacking, who_id))
    if one.missing:
        changes.append(Change(ChangeKind.TEACH_SKILLS, len(one.missing), who_id, one.missing))
    if one.uncleared:
        changes.append(Change(ChangeKind.CLEAR, len(one.uncleared), who_id, one.uncleared))
    return tuple(changes)


def _more(have_km: float, need_km: float) -> float:
    """Return a round number of kilometres, in tenths, that is enough."""
    tenths = math.ceil(10 * (need_km - have_km))
    return tenths / 10 if have_km + tenths / 10 > need_km else (tenths + 1) / 10


def _raise(problem: Problem, worth: int) -> tuple[Change, ...]:
    if worth > 0 or problem.weight_urgency == 0:
        return ()
    points = math.floor(100 * -worth / SCALE / problem.weight_urgency + 1) / 100
    return (Change(ChangeKind.RAISE_URGENCY, points),)


def _recruit(site: Site) -> Change:
    return Change(ChangeKind.RECRUIT, 1, skills=tuple(sorted(site.skills)))


def _recruited(site: Site, change: Change, recruit_id: str) -> Volunteer:
    return Volunteer(
        recruit_id, site.lon, site.lat, 1.0, 1, site.duration_minutes, frozenset(change.skills),
        clearances=site.clearances, organisation=site.organisation,
    )  # fmt: skip


def _recruit_gain(problem: Problem, site: Site) -> int:
    return gain(problem, site, _recruited(site, _recruit(site), ""), 0.0)


def _changed(volunteer: Volunteer, change: Change) -> Volunteer:
    if volunteer.id != change.volunteer_id:
        return volunteer
    if change.kind is ChangeKind.EXTEND_RANGE:
        return replace(volunteer, range_km=volunteer.range_km + change.amount)
    if change.kind is ChangeKind.ONE_MORE_VISIT:
        return replace(volunteer, max_visits=volunteer.max_visits + round(change.amount))
    if change.kind is ChangeKind.MORE_TIME:
        return replace(volunteer, free_minutes=volunteer.free_minutes + round(change.amount))
    if change.kind is ChangeKind.CLEAR:
        return replace(volunteer, clearances=volunteer.clearances | set(change.skills))
    return replace(volunteer, skills=volunteer.skills | set(change.skills))


def _price(problem: Problem, changes: Sequence[Change]) -> float:
    if any(problem.prices.never & set(change.skills) for change in changes if change.kind is ChangeKind.CLEAR):
        return math.inf
    prices = {
        ChangeKind.EXTEND_RANGE: problem.prices.range_km,
        ChangeKind.ONE_MORE_VISIT: problem.prices.visit,
        ChangeKind.MORE_TIME: problem.prices.minute,
        ChangeKind.TEACH_SKILLS: problem.prices.skill,
        ChangeKind.CLEAR: problem.prices.clearance,
        ChangeKind.RECRUIT: problem.prices.recruit,
        ChangeKind.RAISE_URGENCY: problem.prices.urgency_point,
    }
    return sum(prices[change.kind] * change.amount for change in changes)
