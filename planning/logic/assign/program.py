"""The plan as a CP-SAT program over some of its pairs, run so that the caller's thread stays in charge."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from planning.logic.assign.instance import Instance, Mask, Whole

_TICK_SECONDS = 0.05


@dataclass(frozen=True, eq=False)
class Found:
    """What a run found: the chosen pairs, if any, and the bound it proved for the pairs it was given."""

    chosen: Mask | None
    bound: float


def search(
    instance: Instance, pairs: Whole, *, hint: Mask, seconds: float, seed: int, on_tick: Callable[[Found], bool]
) -> Found:
    """Search the best plan among the given pairs (indices), starting from the hint.

    `on_tick` is called in this thread every 50 ms with what was found so far, and stops the run by returning True.
    One worker: the same seed then takes the same path, and only the clock can cut it at another place.
    """
    started = time.monotonic()
    model, picks = _model(instance, pairs, hint)
    watch = _Watch(instance, pairs, picks)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(started + seconds - time.monotonic(), 0.01)
    solver.parameters.random_seed = seed
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.best_bound_callback = watch.on_bound
    with ThreadPoolExecutor(max_workers=1) as pool:
        run = pool.submit(watch.run, solver, model)
        try:
            while wait((run,), timeout=_TICK_SECONDS).not_done:
                if on_tick(watch.found):
                    solver.stop_search()
        finally:
            # Also when `on_tick` raised: a stop is not heard before the solver has begun, so it is said again.
            while wait((run,), timeout=_TICK_SECONDS).not_done:
                solver.stop_search()
        return run.result()


class _Watch(cp_model.CpSolverSolutionCallback):
    """Keeps what the solver's thread reports, for the caller's thread to read."""

    def __init__(self, instance: Instance, pairs: Whole, picks: list[cp_model.IntVar]) -> None:
        super().__init__()
        self._instance, self._pairs, self._picks = instance, pairs, picks
        self.found = Found(None, float("inf"))

    def on_solution_callback(self) -> None:
        self._keep([self.boolean_value(pick) for pick in self._picks])

    def on_bound(self, bound: float) -> None:
        self.found = Found(self.found.chosen, min(self.found.bound, bound + self._instance.kept_gain))

    def run(self, solver: cp_model.CpSolver, model: cp_model.CpModel) -> Found:
        status = solver.solve(model, self)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self._keep([solver.boolean_value(pick) for pick in self._picks])
            self.on_bound(solver.best_objective_bound)
        return self.found

    def _keep(self, values: list[bool]) -> None:
        chosen = np.zeros(len(self._instance.gain), dtype=np.bool_)
        chosen[self._pairs] = values
        self.found = Found(chosen, self.found.bound)


def _model(instance: Instance, pairs: Whole, hint: Mask) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    model = cp_model.CpModel()
    picks = [model.new_bool_var("") for _ in pairs]
    for site, at in _groups(instance.pair_site[pairs]):
        _serve_whole(model, [picks[i] for i in at], int(instance.need[site]))
    for who, at in _groups(instance.pair_volunteer[pairs]):
        mine, minutes = [picks[i] for i in at], instance.pair_minutes[pairs[at]].tolist()
        model.add(cp_model.LinearExpr.sum(mine) <= int(instance.visits[who]))
        model.add(cp_model.LinearExpr.weighted_sum(mine, minutes) <= int(instance.minutes[who]))
    for pick, is_hinted in zip(picks, hint[pairs].tolist(), strict=True):
        model.add_hint(pick, is_hinted)
    burdens, costs = _burdens(model, instance, pairs, picks) if instance.step else ([], [])
    weights = instance.gain[pairs].tolist() + [-cost for cost in costs]
    model.maximize(cp_model.LinearExpr.weighted_sum(picks + burdens, weights))
    return model, picks


def _burdens(
    model: cp_model.CpModel, instance: Instance, pairs: Whole, picks: list[cp_model.IntVar]
) -> tuple[list[cp_model.IntVar], list[int]]:
    """Return one variable for each visit of each volunteer, and what it costs in fairness: later ones more."""
    numbered: list[cp_model.IntVar] = []
    costs: list[int] = []
    for who, at in _groups(instance.pair_volunteer[pairs]):
        total = instance.burdens(np.arange(min(int(instance.visits[who]), len(at)) + 1))[who]
        mine = [model.new_bool_var("") for _ in total[1:]]
        model.add(cp_model.LinearExpr.sum(mine) == cp_model.LinearExpr.sum([picks[i] for i in at]))
        numbered += mine
        costs += np.diff(total).tolist()
    return numbered, costs


def _serve_whole(model: cp_model.CpModel, picks: list[cp_model.IntVar], need: int) -> None:
    if need == 1:
        model.add_at_most_one(picks)
    else:
        is_served = model.new_bool_var("")
        model.add(cp_model.LinearExpr.sum(picks) == need * is_served)


def _groups(keys: Whole) -> list[tuple[int, Whole]]:
    order = np.argsort(keys, kind="stable")
    found, starts = np.unique(keys[order], return_index=True)
    return list(zip(found.tolist(), np.split(order, starts[1:]), strict=True)) if len(found) else []
