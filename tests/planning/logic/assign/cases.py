"""Small problems to solve by trying everything, and the limits a plan must keep."""

import itertools
import math

import numpy as np
import pytest

from planning.logic.assign import Problem, Site, Solution, Volunteer

KM = 1 / 111.195  # degrees of latitude in a kilometre on the mean sphere


def site(site_id: str, km: float = 0.0, urgency: float = 5.0, **more: object) -> Site:
    """A site so many kilometres north of (116, 40)."""
    return Site(site_id, 116.0, 40.0 + km * KM, urgency, **more)


def volunteer(volunteer_id: str, km: float = 0.0, **more: object) -> Volunteer:
    """Somebody so many kilometres north of (116, 40), with room for everything unless told otherwise."""
    return Volunteer(
        volunteer_id, 116.0, 40.0 + km * KM, **{"range_km": 50.0, "max_visits": 9, "free_minutes": 9_999, **more}
    )


def any_problem(
    seed: int, *, people_at_difficult: int = 1, sites: int = 6, volunteers: int = 3, fairness: float = 0.0
) -> Problem:
    """A random problem in which every limit binds now and then."""
    random = np.random.default_rng(seed)

    def skills() -> frozenset[str]:
        return frozenset(skill for skill in ("climb", "read") if random.random() < 0.3)

    def course() -> frozenset[str]:
        return frozenset({"rope"}) if random.random() < 0.4 else frozenset()

    def team(*, chance: float) -> str | None:
        return str(random.choice(["red", "blue"])) if random.random() < chance else None

    ids = [f"s{i}" for i in range(sites)]
    return Problem(
        sites=tuple(
            Site(
                one,
                *(float(x) for x in random.normal((116, 40), 0.05)),
                urgency=float(random.uniform(0.2, 5)),
                skills=skills() if random.random() < 0.4 else frozenset(),
                is_difficult=bool(random.random() < 0.3),
                duration_minutes=int(random.integers(10, 60)),
                clearances=course() if random.random() < 0.3 else frozenset(),
                organisation=team(chance=0.2),
            )
            for one in ids
        ),
        volunteers=tuple(
            Volunteer(
                f"v{i}",
                *(float(x) for x in random.normal((116, 40), 0.05)),
                range_km=float(random.uniform(3, 15)),
                max_visits=int(random.integers(0, 4)),
                free_minutes=int(random.integers(30, 240)),
                skills=skills() | skills(),
                promised=frozenset(one for one in ids if random.random() < 0.1),
                clearances=course() | course(),
                organisation=team(chance=0.8),
            )
            for i in range(volunteers)
        ),
        weight_travel=float(random.choice([0.0, 0.02, 0.1])),
        weight_fairness=fairness,
        people_at_difficult=people_at_difficult,
    )


def straight_km(one: Site | Volunteer, other: Site | Volunteer) -> float:
    """The great circle by the law of cosines: another formula than the code's."""
    lon_1, lat_1, lon_2, lat_2 = (math.radians(x) for x in (one.lon, one.lat, other.lon, other.lat))
    cosine = math.sin(lat_1) * math.sin(lat_2) + math.cos(lat_1) * math.cos(lat_2) * math.cos(lon_1 - lon_2)
    return 6371.0088 * math.acos(min(1.0, cosine))


def minutes_of(problem: Problem, one: Site, who: Volunteer) -> int:
    """There and back by road, rounded up, and the time on the spot."""
    return math.ceil(2 * 1.3 * straight_km(one, who) * problem.travel_minutes_per_km) + one.duration_minutes


def is_allowed(problem: Problem, crews: tuple[tuple[Volunteer, ...], ...]) -> bool:
    """Whether one crew for each site keeps range, skills, free minutes and visits."""
    visits = dict.fromkeys(problem.volunteers, 0)
    minutes = dict.fromkeys(problem.volunteers, 0)
    for one, crew in zip(problem.sites, crews, strict=True):
        for who in crew:
            if straight_km(one, who) > who.range_km or not one.skills <= who.skills:
                return False
            if not one.clearances <= who.clearances or one.organisation not in (None, who.organisation):
                return False
            visits[who] += 1
            minutes[who] += minutes_of(problem, one, who)
    return all(visits[who] <= who.max_visits and minutes[who] <= who.free_minutes for who in problem.volunteers)


def worth(problem: Problem, crews: tuple[tuple[Volunteer, ...], ...]) -> float:
    """Urgency served, less travel, plus promises kept, less what several visits of the same volunteer cost."""
    total = -problem.weight_fairness * unfairness(problem, crews)
    for one, crew in zip(problem.sites, crews, strict=True):
        total += problem.weight_urgency * one.urgency if crew else 0.0
        total -= sum(problem.weight_travel * 2 * 1.3 * straight_km(one, who) for who in crew)
        total += sum(problem.weight_promise for who in crew if one.id in who.promised)
    return total


def unfairness(problem: Problem, crews: tuple[tuple[Volunteer, ...], ...]) -> int:
    """1 for a second visit of the same volunteer, 2 more for a third, and so on."""
    visits = [sum(who in crew for crew in crews) for who in problem.volunteers]
    return sum(sum(range(count)) for count in visits)


def all_plans(problem: Problem) -> list[tuple[tuple[Volunteer, ...], ...]]:
    """Every plan that keeps the limits."""
    choices = [
        [(), *itertools.combinations(problem.volunteers, problem.people_at_difficult if one.is_difficult else 1)]
        for one in problem.sites
    ]
    return [crews for crews in itertools.product(*choices) if is_allowed(problem, crews)]


def best_by_trying_all(problem: Problem) -> float:
    """The value of the best of all plans."""
    return max(worth(problem, crews) for crews in all_plans(problem))


def crews_of(problem: Problem, solution: Solution) -> tuple[tuple[Volunteer, ...], ...]:
    """Who goes to each site of the problem."""
    people = {who.id: who for who in problem.volunteers}
    return tuple(
        tuple(people[pair.volunteer_id] for pair in solution.assignments if pair.site_id == one.id)
        for one in problem.sites
    )


def assert_is_plan(problem: Problem, solution: Solution) -> None:
    """Every limit is kept, the figures are true, and every site is either served or explained."""
    crews = crews_of(problem, solution)
    assert is_allowed(problem, crews)
    assert {len(crew) for one, crew in zip(problem.sites, crews, strict=True) if not one.is_difficult} <= {0, 1}
    assert {len(c) for s, c in zip(problem.sites, crews, strict=True) if s.is_difficult} <= {
        0,
        problem.people_at_difficult,
    }
    assert solution.objective == pytest.approx(worth(problem, crews), abs=1e-4)
    assert solution.bound >= solution.objective
    left_out = [one.id for one, crew in zip(problem.sites, crews, strict=True) if not crew]
    assert [one.site_id for one in solution.omissions] == left_out
