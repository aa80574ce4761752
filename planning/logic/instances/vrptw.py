"""What the vehicle routing formats share: customers on a plane, one depot, and answers."""

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planning.logic.instances.answer import Answer
from planning.logic.route.problem import Crew, Problem, Stop
from planning.logic.route.solver import solve as solve_routes


@dataclass(frozen=True, eq=False)
class Fleet:
    """So many vehicles of one capacity, and places (the depot first) as arrays; `prize` is none where all must be visited."""

    vehicles: int
    capacity: int
    xy: NDArray[np.float64]
    demand: NDArray[np.int64]
    opens: NDArray[np.float64]
    closes: NDArray[np.float64]
    service: NDArray[np.float64]
    prize: NDArray[np.float64] | None = None


def lengths(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the Euclidean lengths between points, unrounded, of shape (points, points)."""
    found: NDArray[np.float64] = np.hypot(*(xy[:, None, :] - xy[None, :, :]).transpose(2, 0, 1))
    return found


def as_problem(fleet: Fleet) -> Problem:
    """Return the fleet's problem: costs in tenths, each leg cut to whole tenths (DIMACS); times unrounded."""
    far = lengths(fleet.xy)
    stops = tuple(
        Stop(
            service=float(fleet.service[one]),
            opens=float(fleet.opens[one]),
            closes=float(fleet.closes[one]),
            demand=int(fleet.demand[one]),
            value=None if fleet.prize is None else int(10 * fleet.prize[one] + 1e-9),
        )
        for one in range(len(fleet.xy))
    )
    crew = Crew(
        0, 0, fleet.vehicles, leaves=float(fleet.opens[0]), returns=float(fleet.closes[0]), capacity=fleet.capacity
    )
    return Problem(stops, (crew,), np.floor(10 * far + 1e-9).astype(np.int64), far)


def answer(fleet: Fleet, *, seconds: float, unit: float) -> Answer:
    """Return the routes found; the objective is the cost in tenths times `unit`. No bound is proven."""
    started = time.monotonic()
    problem = as_problem(fleet)
    routing = solve_routes(problem, seconds=max(seconds - (time.monotonic() - started), 0.0))
    took = time.monotonic() - started
    if routing.trips is None:
        return Answer("min", None, None, took, None)
    paths = [trip.path for trip in routing.trips]
    far = lengths(fleet.xy)
    distance = sum(float(far[path[:-1], path[1:]].sum()) for path in paths)
    more = {"distance": round(distance, 6), "vehicles": len(paths)}
    objective = round(routing.cost * unit, 1) if unit != 1 else routing.cost
    return Answer("min", objective, None, took, paths, more)
