"""How much value can be collected at most: an integer program over the legs, whose bound holds whenever it is stopped.

Each leg carries the time gone by since the start; it can never exceed what leaves time to come home, which also forbids
circles (the flow formulation of I. Kara and others for orienteering problems). Opening hours and loads are forgotten, which
can only raise the bound.
"""

import math
import time
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from planning.logic.highs import Program, run
from planning.logic.route.problem import Problem

MOST_LEGS = 8_000


@dataclass(frozen=True, eq=False)
class Bound:
    """The most value (whole) any routing collects, and routes found on the way: lists of stops between start and end."""

    value: int
    routes: tuple[tuple[int, ...], ...] | None


def reachable(problem: Problem) -> tuple[int, ...]:
    """Return the stops that one crew alone could visit and be back in time."""
    crew = problem.crews[0]
    there, back = problem.minutes[crew.start], problem.minutes[:, crew.end]
    return tuple(
        one
        for one in problem.visitable()
        if there[one] + problem.stops[one].service + back[one] <= crew.longest * (1 + 1e-12)
    )


def most_value(problem: Problem, *, seconds: float) -> Bound:
    """Return the bound for crews that are all alike (one `Crew`, with a longest duration) and optional stops.

    Where there are too many legs or there is no time, it is the value of all reachable stops.
    """
    started = time.monotonic()
    stops = reachable(problem)
    total = sum(problem.stops[one].value or 0 for one in stops)
    legs = _legs(problem, stops)
    if not stops or len(legs.tail) > MOST_LEGS or seconds <= 0:
        return Bound(total, None)
    values = np.array([problem.stops[one].value or 0 for one in stops])
    unit = max(int(np.gcd.reduce(values)), 1)
    program = _program(problem, legs, values / unit)
    # Values are whole multiples of the unit: less than one of them is nothing.
    found = run(program, seconds=seconds - (time.monotonic() - started), absolute_gap=0.99)
    bound = total if not found.is_bounded else min(total, unit * math.floor(found.bound + 1e-6))
    return Bound(bound, None if found.values is None else _routes(legs, found.values[: len(legs.tail)], stops))


@dataclass(frozen=True, eq=False)
class _Legs:
    """Legs between stops by their place in the list, the start being one more than the last and the end two more."""

    tail: NDArray[np.int64]
    head: NDArray[np.int64]
    takes: NDArray[np.float64]
    least: NDArray[np.float64]
    most: NDArray[np.float64]


def _legs(problem: Problem, stops: tuple[int, ...]) -> _Legs:
    crew, many = problem.crews[0], len(stops)
    at = np.array([*stops, crew.start, crew.end])
    service = np.array([problem.stops[one].service for one in stops] + [0.0, 0.0])
    takes = problem.minutes[np.ix_(at, at)] + service[:, None]
    # The earliest arrival over a leg, and the latest that still lets one come home.
    least = np.where(np.arange(many + 2) == many, 0.0, takes[many])[:, None] + takes
    most = np.broadcast_to(
        crew.longest - np.where(np.arange(many + 2) == many + 1, 0.0, takes[:, many + 1]), least.shape
    )
    can = (least <= most + 1e-9) & ~np.eye(many + 2, dtype=np.bool_)
    can[:, many] = can[many + 1] = False
    can[many, many + 1] = False
    tail, head = np.nonzero(can)
    return _Legs(tail, head, takes[tail, head], least[tail, head], np.maximum(most, least)[tail, head])


def _program(problem: Problem, legs: _Legs, values: NDArray[np.float64]) -> Program:
    many, number = len(values), len(legs.tail)
    leg, flow = np.arange(number), number + np.arange(number)
    inner_tail, inner_head = legs.tail < many, legs.head < many
    from_start = legs.tail == many
    # Rows: in = out; visited once; time flows on; so many crews; bounds of the flow by the leg.
    once, time_row, crews, low, high = many, 2 * many, 3 * many, 3 * many + 1, 3 * many + 1 + number
    parts: list[tuple[NDArray[np.int64], NDArray[np.int64], float | NDArray[np.float64]]] = [
        (legs.head[inner_head], leg[inner_head], 1.0), (legs.tail[inner_tail], leg[inner_tail], -1.0),
        (once + legs.head[inner_head], leg[inner_head], 1.0),
        (time_row + legs.tail[inner_tail], flow[inner_tail], 1.0),
        (time_row + legs.head[inner_head], flow[inner_head], -1.0),
        (time_row + legs.tail[inner_tail], leg[inner_tail], -legs.takes[inner_tail]),
        (np.full(int(from_start.sum()), crews), leg[from_start], 1.0),
        (low + leg, flow, 1.0), (low + leg, leg, -legs.least), (high + leg, flow, 1.0), (high + leg, leg, -legs.most),
    ]  # fmt: skip
    rows = np.concatenate([part[0] for part in parts])
    columns = np.concatenate([part[1] for part in parts])
    entries = np.concatenate([np.ones(len(part[0])) * part[2] for part in parts])
    height = high + number
    row_upper = np.concatenate(
        [
            np.zeros(many),
            np.ones(many),
            np.zeros(many),
            [problem.crews[0].count],
            np.full(number, np.inf),
            np.zeros(number),
        ]
    )
    row_lower = np.concatenate(
        [np.zeros(many), np.full(many, -np.inf), np.zeros(many), [0], np.zeros(number), np.full(number, -np.inf)]
    )
    worth = np.where(inner_head, np.append(values, [0.0, 0.0])[legs.head], 0.0)
    return Program(
        cost=np.concatenate([worth, np.zeros(number)]),
        matrix=csc_array((entries, (rows, columns)), shape=(height, 2 * number)),
        row_lower=row_lower,
        row_upper=row_upper,
        lower=np.zeros(2 * number),
        upper=np.concatenate([np.ones(number), legs.most]),
        is_whole=np.arange(2 * number) < number,
        sense=highspy.ObjSense.kMaximize,
    )


def _routes(legs: _Legs, used: NDArray[np.float64], stops: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    many = len(stops)
    onward = {int(t): int(h) for t, h, one in zip(legs.tail, legs.head, used, strict=True) if one > 0.5 and t < many}
    routes = []
    for first in legs.head[(legs.tail == many) & (used > 0.5)].tolist():
        route, at = [], first
        while at < many:
            route.append(stops[at])
            at = onward[at]
        routes.append(tuple(route))
    return tuple(routes)
