import numpy as np
import pytest

from planning.logic.assign.decompose import search_by_volunteer
from planning.logic.assign.instance import SCALE, prepare
from planning.logic.assign.linear import relax
from planning.logic.assign.pool import Pool, choose, rounds_of
from planning.logic.assign.repair import repaired
from planning.logic.assign.rounds import Rounds
from planning.logic.assign.run import Run
from planning.logic.assign.single import choose_pairs
from planning.logic.assign.solver import improve
from planning.logic.assign.tolls import Ascent
from tests.planning.logic.assign.cases import any_problem


@pytest.mark.parametrize(("seed", "people"), [(0, 1), (1, 2), (2, 2), (3, 1)])
def test_search_by_volunteer_agrees_with_the_proven_best(seed: int, people: int) -> None:
    instance = prepare(any_problem(seed, sites=60, volunteers=12, people_at_difficult=people, fairness=0.1))
    best = Run(instance, 30, None, None)
    improve(best, seed=0)
    assert best.is_proven()
    run = Run(instance, 10, None, None)
    search_by_volunteer(run, relax(instance, seconds=10), seed=0)
    assert instance.fits(run.best)
    assert run.objective <= best.objective <= run.bound
    assert run.objective >= 0.99 * best.objective
    assert run.bound <= 1.02 * best.objective


@pytest.mark.parametrize("people", [1, 2])
def test_bound_of_tolls_is_never_above_that_of_single_pairs(people: int) -> None:
    instance = prepare(any_problem(6, sites=60, volunteers=12, people_at_difficult=people, fairness=0.1))
    relaxation = relax(instance, seconds=10)
    rounds = Rounds(instance, relaxation.minute_price, relaxation.visit_price)
    ascent = Ascent(instance, rounds, relaxation.toll)
    found = ascent.step()
    # In one step from the same prices: whole rounds can only do less than their fractions.
    assert SCALE * ascent.best.bound <= relaxation.bound
    first = ascent.best.bound
    for _ in range(30):
        ascent.step()
    assert ascent.best.bound < first
    assert instance.fits(repaired(instance, rounds, found))


def test_pool_chooses_the_best_beside_what_the_others_keep() -> None:
    instance = prepare(any_problem(7, sites=40, volunteers=8, people_at_difficult=2))
    best = Run(instance, 30, None, None)
    improve(best, seed=0)
    relaxation = relax(instance, seconds=10)
    pool = Pool(instance, Rounds(instance, relaxation.minute_price, relaxation.visit_price))
    pool.add(rounds_of(instance, best.best))
    nothing = np.zeros(len(instance.gain), dtype=np.bool_)
    assert choose(pool.choice(nothing), seconds=10).tolist() == best.best.tolist()
    free = np.arange(len(instance.visits)) < 4
    half = choose(pool.choice(nothing, free), seconds=10)
    assert instance.fits(half)
    assert not half[~free[instance.pair_volunteer]].any()
    again = choose(pool.choice(best.best, free), seconds=10)
    assert again.tolist() == best.best.tolist()


@pytest.mark.parametrize("people", [1, 2])
def test_choose_pairs_agrees_with_the_proven_best(people: int) -> None:
    instance = prepare(any_problem(9, sites=40, volunteers=8, people_at_difficult=people, fairness=0.3))
    best = Run(instance, 30, None, None)
    improve(best, seed=0)
    every = np.arange(len(instance.gain))
    plan, bound = choose_pairs(instance, every, np.zeros(len(every), dtype=np.bool_), seconds=20)
    assert instance.fits(plan)
    assert instance.value(plan) == best.objective
    assert best.objective <= bound <= best.objective + 10


def test_improve_of_a_large_problem_is_a_plan_with_a_bound() -> None:
    instance = prepare(any_problem(11, sites=700, volunteers=90, people_at_difficult=2, fairness=0.05))
    run = Run(instance, 3, None, None)
    improve(run, seed=0)
    assert len(instance.gain) > 2_500
    assert instance.fits(run.best)
    assert 0 < run.objective <= run.bound <= 1.1 * run.objective
