"""Goals in an order: the first as far as it can be reached, each further one as far as that leaves room.

The first goal is solved like any plan. For each further one the plan may change as long as nothing is lost of the goals
before it, which stand as floors in the integer program over single pairs.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from planning.logic.assign.instance import SCALE, Instance, Mask, Whole, prepare
from planning.logic.assign.problem import Goal, Problem
from planning.logic.assign.run import Run
from planning.logic.assign.single import Floor, choose_pairs
from planning.logic.assign.solution import GoalReached, Progress, SolveStatus


@dataclass(frozen=True, eq=False)
class Ordered:
    """The plan, what was reached of each goal, and how the solve ended."""

    instance: Instance
    plan: Mask
    goals: tuple[GoalReached, ...]
    status: SolveStatus


def in_order(
    problem: Problem,
    *,
    improve: Callable[[Run], None],
    start: Callable[[Instance], Mask],
    seconds: float,
    is_cancelled: Callable[[], bool] | None,
    seed: int,
    on_progress: Callable[[Progress], None] | None = None,
) -> Ordered:
    """Solve goal by goal, each in its share of the time; `improve` solves the first, from the `start`.

    `on_progress` hears of the first goal's value and bound: what the whole is measured by.
    """
    instance = prepare(
        replace(problem, order=(), weight_urgency=1.0, weight_travel=0.0, weight_promise=0.0, weight_fairness=0.0)
    )
    runs: list[Run] = []
    left = seconds
    plan = start(instance)
    for number, goal in enumerate(problem.order):
        view = _view(instance, goal)
        told = _told(on_progress, runs[0] if runs else None, seconds - left)
        run = Run(view, left / (len(problem.order) - number), told, is_cancelled)
        run.replace(plan)
        if number == 0:
            improve(run)
        else:
            _improve_beside(run, [one.instance for one in runs], [one.objective for one in runs], seed)
        plan, left = run.best, left - run.figures()[2]
        runs.append(run)
    statuses = [run.status() for run in runs]
    reached = tuple(GoalReached(goal, *run.figures()[:2]) for goal, run in zip(problem.order, runs, strict=True))
    return Ordered(instance, plan, reached, max(statuses, key=_SEVERITY.index))


def _told(
    on_progress: Callable[[Progress], None] | None, first: Run | None, spent: float
) -> Callable[[Progress], None] | None:
    """Return what a run tells: the first of itself, each later one that the first goal stands and time goes on."""
    if on_progress is None or first is None:
        return on_progress
    value, bound, _seconds = first.figures()
    return lambda progress: on_progress(Progress(value, bound, spent + progress.seconds))


# The worst that happened to any goal is how the whole ended.
_SEVERITY = [SolveStatus.OPTIMAL, SolveStatus.FEASIBLE, SolveStatus.CANCELLED]


def _view(instance: Instance, goal: Goal) -> Instance:
    """Return the instance with the gains of one goal alone."""
    none = np.zeros_like(instance.gain)
    kept = {(one.site_id, one.volunteer_id) for one in instance.kept}
    busy = instance.busy
    if goal is Goal.URGENCY:
        return instance
    if goal is Goal.FAIRNESS:
        return replace(instance, gain=none, step=SCALE, kept_gain=-SCALE * int((busy * (busy - 1) // 2).sum()))
    if goal is Goal.PROMISES:
        promises = {(site_id, who.id) for who in instance.problem.volunteers for site_id in who.promised}
        return replace(instance, gain=_promised(instance, promises), kept_gain=SCALE * len(kept & promises))
    kept_km = sum(instance.problem.travel_km(one.distance_km) for one in instance.kept)
    return replace(instance, gain=_travelled(instance), kept_gain=-round(SCALE * kept_km))


def _promised(instance: Instance, promises: set[tuple[str, str]]) -> Whole:
    sites, people = instance.problem.sites, instance.problem.volunteers
    pairs = zip(instance.pair_site.tolist(), instance.pair_volunteer.tolist(), strict=True)
    return np.array([SCALE * ((sites[s].id, people[v].id) in promises) for s, v in pairs], dtype=np.int64)


def _travelled(instance: Instance) -> Whole:
    return -np.round(SCALE * instance.problem.travel_km(1.0) * instance.pair_km).astype(np.int64)


def _improve_beside(run: Run, before: Sequence[Instance], reached: Sequence[int], seed: int) -> None:
    """Improve the run's goal without losing anything of those before it."""
    floors = [Floor(one.gain, one.step > 0, value - one.kept_gain) for one, value in zip(before, reached, strict=True)]

    def keeps(plan: Mask) -> bool:
        return run.instance.fits(plan) and all(
            one.value(plan) >= value for one, value in zip(before, reached, strict=True)
        )

    def take(plan: Mask | None, bound: float) -> bool:
        if plan is not None and keeps(plan):
            run.offer(plan)
        if np.isfinite(bound):
            run.tighten(bound)
        return run.is_over()

    every = np.arange(len(run.instance.gain))
    if not run.is_over():
        take(
            *choose_pairs(
                run.instance, every, run.best, seconds=run.seconds_left(), seed=seed, floors=floors, on_tick=take
            )
        )
