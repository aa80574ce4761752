"""Whether somebody can take one more visit, and everything that speaks against it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from planning.logic.assign.problem import Problem, Site, Volunteer
from planning.logic.reach import great_circle_m, places


class MisfitReason(StrEnum):
    """What can speak against a visit; `pair_needed` is a warning where the plan sends one person alone."""

    TOO_FAR = "too_far"
    OTHER_ORGANISATION = "other_organisation"
    SKILL_MISSING = "skill_missing"
    NOT_CLEARED = "not_cleared"
    NO_TIME = "no_time"
    NO_VISIT_LEFT = "no_visit_left"
    PAIR_NEEDED = "pair_needed"


# These are told, but forbid nothing: who goes along is agreed by those who go.
WARNINGS = frozenset({MisfitReason.PAIR_NEEDED})


@dataclass(frozen=True, slots=True)
class Misfit:
    """One reason with its figures: kilometres too far, minutes lacking, the skills missing."""

    reason: MisfitReason
    amount: float = 0.0
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Load:
    """What a plan already asks of somebody beside the visit in question."""

    visits: int = 0
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Fit:
    """How a visit fits somebody: straight kilometres, minutes with travel, other visits planned, what speaks against it."""

    volunteer_id: str
    distance_km: float
    minutes: int
    visits: int
    misfits: tuple[Misfit, ...] = field(default=())

    @property
    def is_possible(self) -> bool:
        """Whether nothing but warnings speaks against it."""
        return all(one.reason in WARNINGS for one in self.misfits)


def fits(problem: Problem, site: Site, loads: Mapping[str, Load]) -> list[Fit]:
    """Return for every volunteer how a visit to the site fits beside the loads, nearest first."""
    if not problem.volunteers:
        return []
    homes = places([one.lon for one in problem.volunteers], [one.lat for one in problem.volunteers])
    distances = (great_circle_m(places(site.lon, site.lat), homes) / 1000).tolist()
    none = Load()
    found = [
        _fit(problem, site, one, km, loads.get(one.id, none))
        for one, km in zip(problem.volunteers, distances, strict=True)
    ]
    return sorted(found, key=lambda one: (one.distance_km, one.volunteer_id))


def loads_of(problem: Problem, planned: Iterable[tuple[str, str]], *, without: str = "") -> dict[str, Load]:
    """Return what (site, volunteer) pairs ask of each volunteer; a pair whose site or person is unknown counts one visit."""
    sites = {site.id: site for site in problem.sites}
    people = {one.id: one for one in problem.volunteers}
    loads: dict[str, Load] = {}
    for site_id, volunteer_id in planned:
        if site_id == without:
            continue
        before = loads.get(volunteer_id, Load())
        minutes = before.minutes
        if site_id in sites and volunteer_id in people:
            minutes += problem.visit_minutes(sites[site_id], _km(sites[site_id], people[volunteer_id]))
        loads[volunteer_id] = Load(before.visits + 1, minutes)
    return loads


def _fit(problem: Problem, site: Site, one: Volunteer, km: float, load: Load) -> Fit:
    minutes = problem.visit_minutes(site, km)
    skills, clearances = one.lacks(site)
    found = []
    if km > one.range_km:
        found.append(Misfit(MisfitReason.TOO_FAR, km - one.range_km))
    if not one.is_of_territory(site):
        found.append(Misfit(MisfitReason.OTHER_ORGANISATION))
    if skills:
        found.append(Misfit(MisfitReason.SKILL_MISSING, skills=tuple(sorted(skills))))
    if clearances:
        found.append(Misfit(MisfitReason.NOT_CLEARED, skills=tuple(sorted(clearances))))
    if load.minutes + minutes > one.free_minutes:
        found.append(Misfit(MisfitReason.NO_TIME, load.minutes + minutes - one.free_minutes))
    if load.visits >= one.max_visits:
        found.append(Misfit(MisfitReason.NO_VISIT_LEFT, one.max_visits))
    if site.is_difficult and problem.people(site) == 1:
        found.append(Misfit(MisfitReason.PAIR_NEEDED))
    return Fit(one.id, km, minutes, load.visits, tuple(found))


def _km(site: Site, one: Volunteer) -> float:
    return float(great_circle_m(places(site.lon, site.lat), places(one.lon, one.lat))[0]) / 1000
