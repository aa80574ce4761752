"""The plan as an integer program over single pairs on HiGHS: best where time seldom binds."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csc_array, vstack

from planning.logic.assign.instance import SCALE, Instance, Mask, Whole
from planning.logic.assign.model import Model, model_of
from planning.logic.assign.rounds import Floats
from planning.logic.highs import Program, run


@dataclass(frozen=True, eq=False)
class Floor:
    """What a plan must not fall below: the sum of these gains of its pairs, or less what its visits cost in fairness."""

    gain: Whole
    is_fairness: bool
    least: int


def choose_pairs(
    instance: Instance,
    pairs: Whole,
    plan: Mask,
    *,
    seconds: float,
    seed: int = 0,
    floors: Sequence[Floor] = (),
    on_tick: Callable[[Mask | None, float], bool] | None = None,
) -> tuple[Mask, float]:
    """Return the best plan found among the pairs, and the bound (1/SCALE points) on all plans among them.

    `plan` is a start where it holds no other pairs. `on_tick` hears of better plans and of the bound so far, and says
    whether to stop.
    """
    model = model_of(instance, np.union1d(pairs, np.flatnonzero(plan)), has_numbers=any(f.is_fairness for f in floors))
    program = _with_floors(model, floors)

    def in_units(bound: float) -> float:
        return instance.kept_gain + SCALE * bound + 1 if math.isfinite(bound) else math.inf

    def tick(values: np.ndarray | None, bound: float) -> bool:
        return on_tick is not None and on_tick(None if values is None else model.plan(values), in_units(bound))

    found = run(
        program, seconds=seconds, start=model.start(plan), absolute_gap=1e-7, seed=seed, effort=0.15, on_tick=tick
    )
    best = plan if found.values is None else model.plan(found.values)
    # HiGHS closes its tree to less than one unit; its bound itself is not finer than its tolerances.
    return best, float(instance.value(best)) if found.is_optimal else in_units(found.bound)


def _with_floors(model: Model, floors: Sequence[Floor]) -> Program:
    if not floors:
        return model.program
    program = model.program
    rows = np.zeros((len(floors), len(program.cost)))
    for row, floor in zip(rows, floors, strict=True):
        row[: len(model.pairs)] = floor.gain[model.pairs] / SCALE
        if floor.is_fairness:
            row[len(row) - len(model.owner) :] = -model.burdens(step=SCALE)
    least: Floats = np.array([floor.least / SCALE for floor in floors])
    return replace(
        program,
        matrix=csc_array(vstack([program.matrix, csc_array(rows)])),
        row_lower=np.concatenate([program.row_lower, least - 1e-7]),
        row_upper=np.concatenate([program.row_upper, np.full(len(floors), np.inf)]),
    )
