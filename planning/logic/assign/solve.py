"""Solve an assignment problem: a plan at any time, a bound that always holds, a clock and a way to stop."""

import math
import time
from collections.abc import Callable

import numpy as np

from planning.logic.assign.flow import best_flow
from planning.logic.assign.greedy import fill
from planning.logic.assign.instance import SCALE, Instance, Mask, Whole, prepare
from planning.logic.assign.linear import Relaxation, relax
from planning.logic.assign.omissions import explain
from planning.logic.assign.problem import Problem
from planning.logic.assign.program import Found, search
from planning.logic.assign.solution import Assignment, Progress, Solution, SolveStatus

# How many pairs a site keeps on average when only those that matter are searched, and the part of the time for it.
_CORE_PAIRS = 2
_CORE_SHARE = 0.5


def solve(
    problem: Problem,
    *,
    seconds: float,
    seed: int = 0,
    on_progress: Callable[[Progress], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Solution:
    """Return the best plan found within the seconds, its proven bound, and why each site left out is left out.

    There always is a plan, even with no time or cancelled at once. `on_progress` hears of each better plan or bound,
    `is_cancelled` is asked about every 50 ms; both are called in the caller's thread. The same problem and seed give
    the same plan unless the clock ends the search. Raises Contradiction where locked pairs break a limit.
    """
    run = _Run(prepare(problem), seconds, on_progress, is_cancelled)
    run.offer(fill(run.instance, run.best))
    chosen, bound = best_flow(run.instance)
    run.tighten(bound)
    if run.instance.fits(chosen):
        run.offer(chosen)
    else:
        _search_on(run, seed)
    return run.solution()


def _search_on(run: "_Run", seed: int) -> None:
    if run.is_over():
        return
    relaxation = relax(run.instance, seconds=run.seconds_left())
    if relaxation is not None:
        run.tighten(relaxation.bound)
        core = _core(run.instance, relaxation)
        if 2 * len(core) < len(run.instance.gain) and not run.is_over():
            _search_among(run, core, seconds=_CORE_SHARE * run.seconds_left(), seed=seed, is_all=False)
    if not run.is_over():
        # A pair whose reduced cost exceeds what is still to be won is in no better plan.
        left = np.arange(len(run.instance.gain))
        if relaxation is not None:
            left = left[relaxation.reduced >= run.objective - relaxation.bound]
        _search_among(run, left, seconds=run.seconds_left(), seed=seed, is_all=True)


def _search_among(run: "_Run", pairs: Whole, *, seconds: float, seed: int, is_all: bool) -> None:
    def on_tick(found: Found) -> bool:
        return run.take(found, is_all=is_all) or run.is_over()

    # A pair outside is in the hint only if the bound has ruled it out: then nothing better is lost.
    found = search(run.instance, pairs, hint=run.best, seconds=seconds, seed=seed, on_tick=on_tick)
    run.take(found, is_all=is_all)


def _core(instance: Instance, relaxation: Relaxation) -> Whole:
    first = np.argsort(-relaxation.reduced, kind="stable")[: _CORE_PAIRS * int(instance.need.sum())]
    return np.union1d(first, np.flatnonzero(relaxation.fraction > 1e-6))


class _Run:
    """The best plan and bound so far (1/SCALE points), and the clock."""

    def __init__(
        self,
        instance: Instance,
        seconds: float,
        on_progress: Callable[[Progress], None] | None,
        is_cancelled: Callable[[], bool] | None,
    ) -> None:
        self.instance = instance
        self.best: Mask = np.zeros(len(instance.gain), dtype=np.bool_)
        self.objective = instance.kept_gain
        self.bound: int | None = None
        self._started, self._seconds = time.monotonic(), seconds
        self._on_progress, self._is_cancelled, self._was_cancelled = on_progress, is_cancelled, False

    def offer(self, chosen: Mask) -> None:
        value = self.instance.value(chosen)
        if value > self.objective:
            self.best, self.objective = chosen, value
            self._tell()

    def tighten(self, bound: float) -> None:
        # Values are whole, so the bound may be rounded down to the next whole one.
        whole = max(math.floor(bound + 1e-6), self.objective)
        if self.bound is None or whole < self.bound:
            self.bound = whole
            self._tell()

    def take(self, found: Found, *, is_all: bool) -> bool:
        if found.chosen is not None:
            self.offer(found.chosen)
        if is_all and math.isfinite(found.bound):
            self.tighten(found.bound)
        return False

    def seconds_left(self) -> float:
        return self._started + self._seconds - time.monotonic()

    def is_over(self) -> bool:
        if self._is_cancelled is not None and not self._was_cancelled:
            self._was_cancelled = self._is_cancelled()
        return self._was_cancelled or self._is_proven() or self.seconds_left() <= 0

    def solution(self) -> Solution:
        self.offer(fill(self.instance, self.best))
        assignments = self.instance.kept + _assignments(self.instance, self.best)
        omissions = explain(self.instance.problem, assignments)
        return Solution(self._status(), *self._figures(), assignments, omissions)

    def _status(self) -> SolveStatus:
        if self._is_proven():
            return SolveStatus.OPTIMAL
        return SolveStatus.CANCELLED if self._was_cancelled else SolveStatus.FEASIBLE

    def _is_proven(self) -> bool:
        return self.bound is not None and self.bound <= self.objective

    def _tell(self) -> None:
        if self._on_progress is not None and self.bound is not None:
            self._on_progress(Progress(*self._figures()))

    def _figures(self) -> tuple[float, float, float]:
        bound = self.objective if self.bound is None else self.bound
        return self.objective / SCALE, bound / SCALE, time.monotonic() - self._started


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
