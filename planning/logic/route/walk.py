"""Walking a route with unrounded times: when a crew arrives where, and whether everything is kept."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from planning.logic.route.problem import Crew, Problem

# Sums of floating-point times may be off by this; no rounding of lengths.
_NOISE = 1e-9


@dataclass(frozen=True, slots=True)
class Visit:
    """One stop of a trip: arrival, beginning of the service (after waiting) and departure, in minutes."""

    stop: int
    arrives: float
    begins: float
    departs: float


@dataclass(frozen=True, slots=True)
class Trip:
    """One crew's route: when it leaves its start and is back at its end, its visits, its cost and load."""

    crew: Crew
    leaves: float
    returns: float
    visits: tuple[Visit, ...]
    cost: int
    load: int

    @property
    def path(self) -> list[int]:
        """The stops from start to end, both included."""
        return [self.crew.start, *(visit.stop for visit in self.visits), self.crew.end]


def walk(problem: Problem, crew: Crew, stops: Sequence[int]) -> Trip | None:
    """Return the trip over the stops, leaving as late as loses nothing; none where a limit would be broken."""
    earliest = _visits(problem, crew, stops, crew.leaves)
    if earliest is None:
        return None
    # Whoever leaves later by the waiting that no window needs is away shorter.
    slack = _slack(problem, crew, stops, earliest)
    leaves = crew.leaves + slack
    visits = _visits(problem, crew, stops, leaves)
    path = [crew.start, *stops, crew.end]
    load = sum(problem.stops[stop].demand for stop in stops)
    if visits is None or (crew.capacity is not None and load > crew.capacity):
        return None
    returns = _returns(problem, crew, visits, leaves)
    if returns - leaves > crew.longest + _noise(crew.longest):
        return None
    cost = sum(int(problem.costs[one, other]) for one, other in itertools.pairwise(path))
    return Trip(crew, leaves, returns, visits, cost, load)


def _visits(problem: Problem, crew: Crew, stops: Sequence[int], leaves: float) -> tuple[Visit, ...] | None:
    at, now, visits = crew.start, leaves, []
    for number in stops:
        stop = problem.stops[number]
        arrives = now + float(problem.minutes[at, number])
        begins = max(arrives, stop.opens)
        if begins > stop.closes + _noise(stop.closes):
            return None
        at, now = number, begins + stop.service
        visits.append(Visit(number, arrives, begins, now))
    if now + float(problem.minutes[at, crew.end]) > crew.returns + _noise(crew.returns):
        return None
    return tuple(visits)


def _slack(problem: Problem, crew: Crew, stops: Sequence[int], visits: Sequence[Visit]) -> float:
    """Return how much later the crew may leave without coming back later than if it left at once."""
    waited, most = 0.0, float("inf")
    for number, visit in zip(stops, visits, strict=True):
        waited += visit.begins - visit.arrives
        # Leaving d later uses up waiting first; what is left delays this stop, which must not close before.
        most = min(most, waited + problem.stops[number].closes - visit.begins)
    return max(0.0, min(waited, most))


def _returns(problem: Problem, crew: Crew, visits: Sequence[Visit], leaves: float) -> float:
    at, now = (visits[-1].stop, visits[-1].departs) if visits else (crew.start, leaves)
    return now + float(problem.minutes[at, crew.end])


def _noise(limit: float) -> float:
    return _NOISE * max(1.0, abs(limit)) if limit != float("inf") else 0.0
