"""Routes by PyVRP's iterated local search, walked again with unrounded times before they are believed."""

import math
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyvrp
from numpy.typing import NDArray
from pyvrp.exceptions import PenaltyBoundWarning

from planning.logic.route.problem import Crew, Problem
from planning.logic.route.walk import Trip, walk

_FAR = 2**42  # "no limit", small enough that sums stay whole numbers of the machine


@dataclass(frozen=True, eq=False)
class Routing:
    """The trips found, the stops left out, and what both cost together.

    `trips` is none where stops must be visited but no way to do so was found.
    """

    trips: tuple[Trip, ...] | None
    left_out: tuple[int, ...]
    cost: int
    seconds: float


def solve(
    problem: Problem,
    *,
    seconds: float,
    seed: int = 0,
    stop_at: int = 0,
    is_cancelled: Callable[[], bool] | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> Routing:
    """Return the cheapest routing found within the seconds, or as soon as one costs no more than `stop_at`.

    Times are rounded up to ticks in the search and windows down, so that what fits there fits in truth; `walk` checks
    it. `on_progress` hears the cost of each better routing, `is_cancelled` is asked in each round of the search.
    """
    started = time.monotonic()
    if not problem.visitable() or not problem.crews:
        return _routing(problem, [], time.monotonic() - started)
    scale = _scale(problem)
    watch = _Watch(started + seconds, stop_at, scale, is_cancelled, on_progress)
    data = _data(problem, scale)
    # Where everything is optional the empty routing is a start, and on large problems a far better one than a full one.
    is_optional = all(problem.stops[one].value is not None for one in problem.visitable())
    start = pyvrp.Solution(data, []) if is_optional else None
    with warnings.catch_warnings():
        # Whether a routing is allowed is checked below; how hard the search finds it is nobody's concern.
        warnings.simplefilter("ignore", PenaltyBoundWarning)
        result = pyvrp.solve(data, stop=watch, seed=seed, collect_stats=False, display=False, initial_solution=start)
    trips: list[Trip] | None = _trips(problem, result.best) if result.is_feasible() else None
    if trips is None and is_optional:
        trips = []
    return _routing(problem, trips, time.monotonic() - started)


class _Watch:
    """PyVRP's criterion to stop: called with the best cost so far in each round."""

    def __init__(
        self,
        ends_at: float,
        stop_at: int,
        scale: int,
        is_cancelled: Callable[[], bool] | None,
        on_progress: Callable[[int], None] | None,
    ) -> None:
        self._ends_at, self._stop_at, self._scale = ends_at, stop_at, scale
        self._is_cancelled, self._on_progress, self._best = is_cancelled, on_progress, math.inf

    def __call__(self, best_cost: float) -> bool:
        if best_cost < self._best:
            self._best = best_cost
            if self._on_progress is not None:
                self._on_progress(int(best_cost) // self._scale)
        is_over = time.monotonic() >= self._ends_at or best_cost <= self._stop_at * self._scale
        return is_over or (self._is_cancelled is not None and self._is_cancelled())


def _routing(problem: Problem, trips: Sequence[Trip] | None, seconds: float) -> Routing:
    visited = {visit.stop for trip in trips or () for visit in trip.visits}
    left_out = tuple(number for number in problem.visitable() if number not in visited)
    cost = sum(trip.cost for trip in trips or ()) + sum(problem.stops[number].value or 0 for number in left_out)
    return Routing(None if trips is None else tuple(trips), left_out, cost, seconds)


def _trips(problem: Problem, best: pyvrp.Solution) -> list[Trip]:
    visitable, depots = problem.visitable(), sorted(problem.depots())
    trips = []
    for route in best.routes():
        crew = problem.crews[route.vehicle_type()]
        stops = [visitable[step.idx] for step in route if step.is_client()]
        trip = walk(problem, crew, stops)
        if trip is None:
            raise RuntimeError(f"A route of the search breaks a limit when walked: {depots}, {stops}.")
        trips.append(trip)
    return trips


def _scale(problem: Problem) -> int:
    """Return by how much costs are raised so that they measure about like ticks: PyVRP finds neighbours by both."""
    return max(1, round(float(problem.minutes.sum()) / problem.tick / max(float(problem.costs.sum()), 1.0)))


def _data(problem: Problem, scale: int) -> pyvrp.ProblemData:
    depots, visitable = sorted(problem.depots()), problem.visitable()
    has_load = any(crew.capacity is not None for crew in problem.crews)
    costs: Any = scale * problem.costs.astype(np.int64)
    minutes: Any = _up(problem.minutes, problem.tick)
    return pyvrp.ProblemData(
        locations=[pyvrp.Location(0, 0) for _ in problem.stops],
        clients=[_client(problem, number, scale, has_load=has_load) for number in visitable],
        depots=[pyvrp.Depot(location=number) for number in depots],
        vehicle_types=[_vehicles(problem, crew, depots, has_load=has_load) for crew in problem.crews],
        distance_matrices=[costs],
        duration_matrices=[minutes],
    )


def _client(problem: Problem, number: int, scale: int, *, has_load: bool) -> pyvrp.Client:
    stop = problem.stops[number]
    return pyvrp.Client(
        location=number,
        delivery=[stop.demand] if has_load else [],
        service_duration=int(_up(np.array(stop.service), problem.tick)),
        tw_early=int(_up(np.array(stop.opens), problem.tick)),
        tw_late=_down(stop.closes, problem.tick),
        prize=scale * (stop.value or 0),
        required=stop.value is None,
    )


def _vehicles(problem: Problem, crew: Crew, depots: list[int], *, has_load: bool) -> pyvrp.VehicleType:
    return pyvrp.VehicleType(
        num_available=crew.count,
        capacity=[_FAR if crew.capacity is None else crew.capacity] if has_load else [],
        start_depot=depots.index(crew.start),
        end_depot=depots.index(crew.end),
        tw_early=int(_up(np.array(crew.leaves), problem.tick)),
        tw_late=_down(crew.returns, problem.tick),
        shift_duration=_down(crew.longest, problem.tick),
    )


def _up(minutes: NDArray[np.float64], tick: float) -> NDArray[np.int64]:
    # The thousandth of a tick keeps 0.1 + 0.2 from becoming a tick more.
    return np.ceil(minutes / tick - 1e-3).astype(np.int64)


def _down(minutes: float, tick: float) -> int:
    return _FAR if math.isinf(minutes) else min(math.floor(minutes / tick + 1e-3), _FAR)
