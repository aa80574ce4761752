from dataclasses import replace

import numpy as np
import pytest

from planning.logic.assign.flow import best_flow
from planning.logic.assign.instance import prepare
from planning.logic.assign.linear import relax
from planning.logic.assign.run import Run
from planning.logic.assign.solver import improve
from tests.planning.logic.assign.cases import any_problem


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("people", [1, 2])
def test_bounds_of_flow_and_relaxation_hold(seed: int, people: int) -> None:
    instance = prepare(any_problem(seed, sites=30, volunteers=8, people_at_difficult=people))
    run = Run(instance, 30, None, None)
    improve(run, seed=0)
    relaxation = relax(instance, seconds=10)
    assert run.is_proven()
    assert best_flow(instance)[1] >= run.objective
    assert relaxation.bound >= run.objective
    assert set(np.flatnonzero(run.best)) <= set(relaxation.pairs_for(run.objective))


def test_relaxation_pairs_for_a_value_is_every_pair_that_such_a_plan_can_hold() -> None:
    instance = prepare(any_problem(3, sites=25, volunteers=6))
    best = Run(instance, 30, None, None)
    improve(best, seed=0)
    relaxation = relax(instance, seconds=10)
    ruled_out = set(range(len(instance.gain))) - set(relaxation.pairs_for(best.objective))
    assert ruled_out
    assert relaxation.pairs_for(relaxation.bound + 1).size == 0
    for pair in ruled_out:
        # made worth so much more that a plan must take it, it still brings less than the best plan, the premium aside
        premium = 10 * best.objective
        gain = instance.gain.copy()
        gain[pair] += premium
        insisting = Run(replace(instance, gain=gain), 30, None, None)
        improve(insisting, seed=0)
        assert insisting.best[pair]
        assert insisting.objective - premium < best.objective
