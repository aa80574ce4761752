"""The plan as an integer program over single pairs on HiGHS: best where time seldom binds."""

import math
from collections.abc import Callable

import numpy as np

from planning.logic.assign.instance import SCALE, Instance, Mask, Whole
from planning.logic.assign.model import model_of
from planning.logic.highs import run


def choose_pairs(
    instance: Instance,
    pairs: Whole,
    plan: Mask,
    *,
    seconds: float,
    seed: int = 0,
    on_tick: Callable[[Mask | None, float], bool] | None = None,
) -> tuple[Mask, float]:
    """Return the best plan found among the pairs, and the bound (1/SCALE points) on all plans among them.

    `plan` is a start where it holds no other pairs. `on_tick` hears of better plans and of the bound so far, and says
    whether to stop.
    """
    model = model_of(instance, np.union1d(pairs, np.flatnonzero(plan)))

    def in_units(bound: float) -> float:
        return instance.kept_gain + SCALE * bound + 1 if math.isfinite(bound) else math.inf

    def tick(values: np.ndarray | None, bound: float) -> bool:
        return on_tick is not None and on_tick(None if values is None else model.plan(values), in_units(bound))

    found = run(
        model.program, seconds=seconds, start=model.start(plan), absolute_gap=1e-7, seed=seed, effort=0.15, on_tick=tick
    )
    return plan if found.values is None else model.plan(found.values), in_units(found.bound)
