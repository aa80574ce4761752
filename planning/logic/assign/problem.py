"""What is to be planned: sites, volunteers, what is locked, and what counts."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Contradiction(ValueError):
    """The problem contradicts itself; `code` says how and `params` name what is concerned."""

    def __init__(self, code: str, **params: str | float) -> None:
        """Keep the code and the parameters for the door that translates them."""
        self.code, self.params = code, params
        super().__init__(f"{code}: {', '.join(f'{name}={value}' for name, value in params.items())}")


class Goal(StrEnum):
    """What a plan should be good at."""

    URGENCY = "urgency"  # points of the sites served, as many as possible
    PROMISES = "promises"  # visits by whom they were promised, as many as possible
    TRAVEL = "travel"  # kilometres, as few as possible
    FAIRNESS = "fairness"  # visits of the same volunteer beyond the first, each costing more, as few as possible


# The best plan for these alone is no plan at all, so they come after another goal.
COSTS: Final = frozenset({Goal.TRAVEL, Goal.FAIRNESS})


@dataclass(frozen=True, slots=True)
class Site:
    """A site that waits for a visit; lon and lat in degrees WGS-84, duration on the spot in whole minutes.

    Whoever goes has all its `skills` and all its `clearances`: what must be on record of them (志愿服务条例, Art. 15–17:
    training done, age, insurance). Where it is the territory of an `organisation`, belongs to it.
    """

    id: str
    lon: float
    lat: float
    urgency: float
    skills: frozenset[str] = frozenset()
    is_difficult: bool = False
    duration_minutes: int = 30
    clearances: frozenset[str] = frozenset()
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class Volunteer:
    """Somebody who can go: a range in straight kilometres, whole free minutes, visits, skills, and sites promised."""

    id: str
    lon: float
    lat: float
    range_km: float
    max_visits: int
    free_minutes: int
    skills: frozenset[str] = frozenset()
    promised: frozenset[str] = frozenset()
    clearances: frozenset[str] = frozenset()
    organisation: str | None = None

    def lacks(self, site: Site) -> tuple[frozenset[str], frozenset[str]]:
        """Return the skills and the clearances the site asks for that are missing."""
        return site.skills - self.skills, site.clearances - self.clearances

    def is_of_territory(self, site: Site) -> bool:
        """Return whether the site is anybody's, or that of the volunteer's own organisation."""
        return site.organisation is None or site.organisation == self.organisation

    def may_go(self, site: Site) -> bool:
        """Return whether skills, clearances and organisation allow the visit."""
        return self.is_of_territory(site) and not any(self.lacks(site))


@dataclass(frozen=True, slots=True)
class Locked:
    """A pair the planner has fixed: every plan keeps it."""

    site_id: str
    volunteer_id: str


@dataclass(frozen=True, slots=True)
class ChangePrices:
    """What a planner minds most when a change is needed to serve one more site: the smallest sum is proposed.

    Ours, not from a source: a kilometre more is the measure, one more visit is like 5 of them, a new skill like 30.
    """

    range_km: float = 1.0
    visit: float = 5.0
    minute: float = 0.1
    skill: float = 30.0
    clearance: float = 15.0
    # Clearances no change gives: whoever is too young waits.
    never: frozenset[str] = frozenset()
    recruit: float = 60.0
    urgency_point: float = 10.0


@dataclass(frozen=True, slots=True)
class Problem:
    """All that a plan depends on.

    Distances are great circles on the mean sphere (see `planning.logic.reach`). A range is a straight distance, the
    circle one draws on the map. Travel is there and back by road, taken as `detour_factor` times the straight
    distance (1.3 is usual for road networks). A visit costs travel plus the time on the spot, rounded up to a minute.
    `people_at_difficult` is how many go together to a difficult site: 2 for the buddy rule. For fairness each further
    visit of the same volunteer costs `weight_fairness` points more than the one before: 0, 1, 2 … times as much.

    With an `order` of goals the weights do not count: the first goal is reached as far as it can be, and each further
    one as far as that leaves room (see `goals`).
    """

    sites: tuple[Site, ...]
    volunteers: tuple[Volunteer, ...]
    locked: tuple[Locked, ...] = ()
    travel_minutes_per_km: float = 3.0
    detour_factor: float = 1.3
    weight_urgency: float = 1.0
    weight_travel: float = 0.02
    weight_promise: float = 1.0
    weight_fairness: float = 0.0
    people_at_difficult: int = 1
    prices: ChangePrices = field(default_factory=ChangePrices)
    order: tuple[Goal, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what no plan can be made of; raise Contradiction."""
        _check_ids("site_repeated", (site.id for site in self.sites))
        _check_ids("volunteer_repeated", (volunteer.id for volunteer in self.volunteers))
        _check_sites(self.sites)
        _check_volunteers(self.volunteers)
        _check_weights(self)

    def people(self, site: Site) -> int:
        """Return how many volunteers go to the site together."""
        return self.people_at_difficult if site.is_difficult else 1

    def travel_km(self, distance_km: float) -> float:
        """Return the road kilometres there and back over a straight distance."""
        return 2 * self.detour_factor * distance_km

    def visit_minutes(self, site: Site, distance_km: float) -> int:
        """Return the minutes one visit takes from a straight distance away, travel included, rounded up."""
        travel = self.travel_km(distance_km) * self.travel_minutes_per_km
        return math.ceil(travel - 1e-9) + site.duration_minutes


def _check_ids(code: str, ids: Iterable[str]) -> None:
    twice = [one for one, count in Counter(ids).items() if count > 1]
    if twice:
        raise Contradiction(code, id=twice[0])


def _check_sites(sites: Iterable[Site]) -> None:
    for site in sites:
        if not (math.isfinite(site.urgency) and site.urgency > 0):
            raise Contradiction("urgency_not_positive", site_id=site.id, urgency=site.urgency)
        if site.duration_minutes < 0:
            raise Contradiction("duration_negative", site_id=site.id, minutes=site.duration_minutes)


def _check_volunteers(volunteers: Iterable[Volunteer]) -> None:
    for one in volunteers:
        if min(one.range_km, one.max_visits, one.free_minutes) < 0 or math.isnan(one.range_km):
            raise Contradiction("volunteer_limit_negative", volunteer_id=one.id)


def _check_weights(problem: Problem) -> None:
    weights = (
        problem.weight_urgency,
        problem.weight_travel,
        problem.weight_promise,
        problem.weight_fairness,
        problem.travel_minutes_per_km,
        problem.detour_factor,
    )
    if not all(math.isfinite(weight) and weight >= 0 for weight in weights):
        raise Contradiction("weight_negative")
    if len(set(problem.order)) < len(problem.order):
        raise Contradiction("goal_repeated")
    if problem.order and problem.order[0] in COSTS:
        raise Contradiction("goals_begin_with_a_cost", goal=problem.order[0].value)
    if problem.people_at_difficult < 1:
        raise Contradiction("people_at_difficult_not_positive", people=problem.people_at_difficult)
