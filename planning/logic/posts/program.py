"""Choosing places by an integer program on HiGHS."""

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from planning.logic.highs import Program, run
from planning.logic.posts.problem import Chosen, Costs, Covering, Median


@dataclass(frozen=True, eq=False)
class Chose:
    """What the program chose, the bound for every choice it may make, and whether nothing better is left."""

    chosen: Chosen
    bound: float
    is_proven: bool


def choose_among(
    problem: Median, can: NDArray[np.bool_], must: NDArray[np.bool_], *, start: Chosen, seconds: float
) -> Chose:
    """Return the best choice among the places that `can` be in it and with those that `must`.

    A client is served by one of its places, or by the nearest that must be in: farther ones are left out of the model.
    """
    places = np.flatnonzero(can)
    costs = problem.costs[places]
    fixed = problem.costs[must].min(axis=0) if must.any() else np.full(costs.shape[1], np.inf)
    place, client = np.nonzero((costs < fixed) | must[places][:, None] & (costs == fixed))
    program = _median_program(problem, places, must, place, client)
    values = np.concatenate(
        [np.isin(places, start).astype(float), _served(costs, place, client, np.isin(places, start))]
    )
    found = run(program, seconds=seconds, start=values)
    if found.values is None:
        return Chose(start, max(found.bound, 0.0) if found.is_bounded else 0.0, is_proven=False)
    return Chose(places[found.values[: len(places)] > 0.5], found.bound, found.is_optimal)


def cover_among(problem: Covering, *, start: Chosen, seconds: float) -> Chose:
    """Return the choice that covers most; clients of weight 0 or in nobody's reach are left out of the model."""
    clients = np.flatnonzero((problem.weights > 0) & problem.reaches.any(axis=0))
    places, many = len(problem.reaches), len(clients)
    place, client = np.nonzero(problem.reaches[:, clients])
    rows = np.concatenate([client, np.arange(many), np.full(places, many)])
    columns = np.concatenate([place, places + np.arange(many), np.arange(places)])
    values = np.concatenate([np.ones(len(place)), -np.ones(many), np.ones(places)])
    lower = np.zeros(places + many)
    lower[list(problem.kept)] = 1
    program = Program(
        cost=np.concatenate([np.zeros(places), problem.weights[clients]]),
        matrix=csc_array((values, (rows, columns)), shape=(many + 1, places + many)),
        row_lower=np.concatenate([np.zeros(many), [0]]),
        row_upper=np.concatenate([np.full(many, np.inf), [problem.count]]),
        lower=lower,
        upper=np.ones(places + many),
        is_whole=np.arange(places + many) < places,
        sense=highspy.ObjSense.kMaximize,
    )
    is_in = np.isin(np.arange(places), start)
    covered = problem.reaches[is_in][:, clients].any(axis=0) if is_in.any() else np.zeros(many, np.bool_)
    found = run(program, seconds=seconds, start=np.concatenate([is_in, covered]).astype(float))
    total = float(problem.weights.sum())
    if found.values is None:
        return Chose(start, min(found.bound, total), is_proven=False)
    return Chose(np.flatnonzero(found.values[:places] > 0.5), min(found.bound, total), found.is_optimal)


def _median_program(problem: Median, places: Chosen, must: NDArray[np.bool_], place: Chosen, client: Chosen) -> Program:
    many, clients, pairs = len(places), problem.costs.shape[1], len(place)
    # Rows: each client once; nobody goes to a place not chosen; so many places.
    ways = many + np.arange(pairs)
    links = clients + np.arange(pairs)
    rows = np.concatenate([client, links, links, np.full(many, clients + pairs)])
    columns = np.concatenate([ways, ways, place, np.arange(many)])
    values = np.concatenate([np.ones(2 * pairs), -np.ones(pairs), np.ones(many)])
    return Program(
        cost=np.concatenate([np.zeros(many), problem.costs[places[place], client]]),
        matrix=csc_array((values, (rows, columns)), shape=(clients + pairs + 1, many + pairs)),
        row_lower=np.concatenate([np.ones(clients), np.full(pairs, -np.inf), [problem.count]]),
        row_upper=np.concatenate([np.ones(clients), np.zeros(pairs), [problem.count]]),
        lower=np.concatenate([must[places], np.zeros(pairs)]).astype(float),
        upper=np.ones(many + pairs),
        is_whole=np.arange(many + pairs) < many,
        sense=highspy.ObjSense.kMinimize,
    )


def _served(costs: Costs, place: Chosen, client: Chosen, is_in: NDArray[np.bool_]) -> Costs:
    reach = np.where(is_in[:, None], costs, np.inf)
    is_best = np.zeros(costs.shape, dtype=np.bool_)
    is_best[reach.argmin(axis=0), np.arange(costs.shape[1])] = True
    served: Costs = is_best[place, client].astype(float)
    return served
