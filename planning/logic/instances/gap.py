"""Generalised assignment (OR-Library): every job to one agent, within capacities, for the most profit.

The file: number of problems; for each the number of agents and jobs, profits (agent by job), use of the resource
(agent by job), capacities. Agents become volunteers, jobs sites, the resource their free minutes.
"""

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planning.logic.assign.instance import SCALE, Instance
from planning.logic.assign.problem import Problem
from planning.logic.assign.run import Run
from planning.logic.assign.solver import improve
from planning.logic.instances.answer import Answer
from planning.logic.instances.words import Malformed, Numbers

_MOST = 10_000_000


@dataclass(frozen=True, eq=False)
class Gap:
    """Profit and use of shape (agents, jobs), capacity of shape (agents,), all whole."""

    profit: NDArray[np.int64]
    use: NDArray[np.int64]
    capacity: NDArray[np.int64]


def read(text: str) -> list[Gap]:
    """Return the problems of a file; raise Malformed."""
    numbers = Numbers(text)
    problems = [_read_one(numbers) for _ in range(numbers.whole("the number of problems", least=1, most=1_000))]
    numbers.end()
    return problems


def solve(problem: Gap, *, seconds: float) -> Answer:
    """Return the agent of each job (from 1), the profit and the proven bound."""
    started = time.monotonic()
    jobs = problem.profit.shape[1]
    must = _must(problem)
    run = Run(as_instance(problem), seconds, None, None)
    improve(run, seed=0)
    bound = None if run.bound is None else run.bound // SCALE - must * jobs
    took = time.monotonic() - started
    chosen = np.flatnonzero(run.best)
    if len(chosen) < jobs:
        # The bound still holds: for plans with every job, should there be any.
        return Answer("max", None, bound, took, None)
    solution = [0] * jobs
    for pair in chosen.tolist():
        solution[int(run.instance.pair_site[pair])] = int(run.instance.pair_volunteer[pair]) + 1
    return Answer("max", run.objective // SCALE - must * jobs, bound, took, solution)


def as_instance(problem: Gap) -> Instance:
    """Return the problem as the assignment solver sees real data: pairs of site and volunteer with minutes and gain."""
    agents, jobs = problem.profit.shape
    job, agent = np.divmod(np.arange(agents * jobs), agents)
    fits = problem.use[agent, job] <= problem.capacity[agent]
    job, agent = job[fits], agent[fits]
    gain = (problem.profit[agent, job] + _must(problem)) * SCALE
    return Instance(
        Problem((), ()), (), 0, np.ones(jobs, np.int64), np.full(agents, jobs), problem.capacity,
        job, agent, problem.use[agent, job], np.zeros(len(job)), gain,
    )  # fmt: skip


def _must(problem: Gap) -> int:
    """Return more than all jobs together can bring: worth it to do one job more, whatever that costs."""
    return 1 + int(problem.profit.max(axis=0).sum())


def _read_one(numbers: Numbers) -> Gap:
    agents = numbers.whole("the number of agents", least=1, most=_MOST)
    jobs = numbers.whole("the number of jobs", least=1, most=_MOST)
    if agents * jobs > _MOST:
        raise Malformed(f"{agents} agents and {jobs} jobs are more than this solver takes.")
    profit, use = (
        np.array(numbers.wholes(what, agents * jobs), dtype=np.int64).reshape(agents, jobs)
        for what in ("a profit", "a use of the resource")
    )
    return Gap(profit, use, np.array(numbers.wholes("a capacity", agents), dtype=np.int64))
