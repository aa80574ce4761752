"""Solve an assignment problem: a plan at any time, a bound that always holds, a clock and a way to stop."""

import math
import time
from collections.abc import Callable, Iterable

import numpy as np

from planning.logic.assign.decompose import search_by_volunteer
from planning.logic.assign.flow import best_flow
from planning.logic.assign.greedy import fill
from planning.logic.assign.instance import Instance, Mask, Whole, prepare
from planning.logic.assign.linear import Relaxation, relax
from planning.logic.assign.omissions import explain
from planning.logic.assign.order import in_order
from planning.logic.assign.problem import Locked, Problem
from planning.logic.assign.program import Found, search
from planning.logic.assign.run import Run
from planning.logic.assign.single import choose_pairs
from planning.logic.assign.solution import Assignment, Progress, Solution

# How many pairs a site keeps on average when only those that matter are searched, and the part of the time for it.
_CORE_PAIRS = 2
_CORE_SHARE = 0.5
# Up to so many pairs CP-SAT on single pairs proves the best plan soon; beyond, rounds of volunteers are tighter.
_FEW_PAIRS = 2_500
# Up to this part of pairs that are only partly in the relaxed plan, a plan is near it.
_CLEAR = 0.3


def solve(
    problem: Problem,
    *,
    seconds: float,
    seed: int = 0,
    start: Iterable[Locked] = (),
    on_progress: Callable[[Progress], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Solution:
    """Return the best plan found within the seconds, its proven bound, and why each site left out is left out.

    There always is a plan, even with no time or cancelled at once. `on_progress` hears of each better plan or bound,
    `is_cancelled` is asked about every 50 ms; both are called in the caller's thread. The same problem and seed give
    the same plan unless the clock cuts a step short. Raises Contradiction where locked pairs break a limit.

    `start` is an earlier plan: what of it still fits is where the search begins.
    """
    began = time.monotonic()
    pairs = list(start)
    if problem.order:
        found = in_order(
            problem,
            improve=lambda run: improve(run, seed=seed),
            start=lambda instance: started(instance, pairs),
            seconds=seconds,
            is_cancelled=is_cancelled,
            seed=seed,
            on_progress=on_progress,
        )
        planned = found.instance.kept + _assignments(found.instance, found.plan)
        first, took = found.goals[0], time.monotonic() - began
        return Solution(found.status, first.value, first.bound, took, planned, explain(problem, planned), found.goals)
    run = Run(prepare(problem), seconds, on_progress, is_cancelled)
    run.offer(started(run.instance, pairs))
    improve(run, seed=seed)
    assignments = run.instance.kept + _assignments(run.instance, run.best)
    return Solution(run.status(), *run.figures(), assignments, explain(problem, assignments))


def started(instance: Instance, pairs: Iterable[Locked]) -> Mask:
    """Return what of an earlier plan is still possible, crew by crew, without breaking a limit."""
    sites = {site.id: number for number, site in enumerate(instance.problem.sites)}
    people = {one.id: number for number, one in enumerate(instance.problem.volunteers)}
    wanted = {(sites.get(one.site_id), people.get(one.volunteer_id)) for one in pairs}
    plan = np.zeros(len(instance.gain), dtype=np.bool_)
    if not wanted:
        return plan
    both = zip(instance.pair_site.tolist(), instance.pair_volunteer.tolist(), strict=True)
    earlier = np.array([one in wanted for one in both], dtype=np.bool_)
    for site in np.unique(instance.pair_site[earlier]):
        trial = plan | (earlier & (instance.pair_site == site))
        if instance.fits(trial):
            plan = trial
    return plan


def improve(run: Run, *, seed: int) -> None:
    """Bring a run to its best plan and bound, step by step as long as it is not over."""
    run.offer(fill(run.instance, run.best))
    chosen, bound = best_flow(run.instance)
    run.tighten(bound)
    if run.instance.fits(chosen):
        run.offer(chosen)
    else:
        _search_on(run, seed)
    # A search that was cut short may have left room.
    run.offer(fill(run.instance, run.best))


def _search_on(run: Run, seed: int) -> None:
    if run.is_over():
        return
    relaxation = relax(run.instance, seconds=run.seconds_left())
    if relaxation is not None:
        run.tighten(relaxation.bound)
    if run.is_over():
        return
    if len(run.instance.gain) <= _FEW_PAIRS or relaxation is None:
        _search_few(run, relaxation, seed)
    else:
        _search_many(run, relaxation, seed)


def _search_few(run: Run, relaxation: Relaxation | None, seed: int) -> None:
    """Prove the best plan on single pairs, after a look at those that matter most."""
    if relaxation is not None:
        core = _core(run.instance, relaxation)
        if 2 * len(core) < len(run.instance.gain):
            _search_among(run, core, seconds=_CORE_SHARE * run.seconds_left(), seed=seed, is_all=False)
    if not run.is_over():
        every = np.arange(len(run.instance.gain))
        left = every if relaxation is None else relaxation.pairs_for(run.objective)
        _search_among(run, left, seconds=run.seconds_left(), seed=seed, is_all=True)


def _search_many(run: Run, relaxation: Relaxation, seed: int) -> None:
    """Where the relaxation is nearly a plan, single pairs; else rounds of volunteers. At last what is left to decide."""
    is_clear = relaxation.unclear <= _CLEAR
    if is_clear:
        _choose_among(run, _core(run.instance, relaxation), seconds=0.5 * run.seconds_left(), seed=seed, is_all=False)
    else:
        search_by_volunteer(run, relaxation, seed=seed)
    if not run.is_over():
        left = relaxation.pairs_for(run.objective)
        _choose_among(run, left, seconds=run.seconds_left(), seed=seed, is_all=True)


def _choose_among(run: Run, pairs: Whole, *, seconds: float, seed: int, is_all: bool) -> None:
    def take(plan: Mask | None, bound: float) -> bool:
        if plan is not None:
            run.offer(plan)
        if is_all and math.isfinite(bound):
            run.tighten(bound)
        return run.is_over()

    take(*choose_pairs(run.instance, pairs, run.best, seconds=seconds, seed=seed, on_tick=take))


def _search_among(run: Run, pairs: Whole, *, seconds: float, seed: int, is_all: bool) -> None:
    def take(found: Found) -> bool:
        if found.chosen is not None:
            run.offer(found.chosen)
        if is_all and math.isfinite(found.bound):
            run.tighten(found.bound)
        return run.is_over()

    take(search(run.instance, pairs, hint=run.best, seconds=seconds, seed=seed, on_tick=take))


def _core(instance: Instance, relaxation: Relaxation) -> Whole:
    first = np.argsort(-relaxation.reduced, kind="stable")[: _CORE_PAIRS * int(instance.need.sum())]
    return np.union1d(first, np.flatnonzero(relaxation.fraction > 1e-6))


def _assignments(instance: Instance, chosen: Mask) -> tuple[Assignment, ...]:
    problem = instance.problem
    return tuple(
        Assignment(
            problem.sites[instance.pair_site[pair]].id,
            problem.volunteers[instance.pair_volunteer[pair]].id,
            float(instance.pair_km[pair]),
            int(instance.pair_minutes[pair]),
            is_locked=False,
        )
        for pair in np.flatnonzero(chosen).tolist()
    )
