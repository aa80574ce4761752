import numpy as np
import pytest

from planning.logic.assign.descent import Descent
from planning.logic.assign.instance import SCALE, Instance, prepare
from planning.logic.assign.linear import relax
from planning.logic.assign.pool import Pool, choose
from planning.logic.assign.rounds import Rounds
from planning.logic.assign.run import Run
from planning.logic.assign.solver import improve
from planning.logic.assign.tolls import Ascent
from tests.planning.logic.assign.cases import any_problem, best_by_trying_all


def begun(instance: Instance, *, steps: int) -> tuple[Descent, float]:
    """A descent from the tolls after so many steps, and the bound they prove."""
    relaxation = relax(instance, seconds=10)
    rounds = Rounds(instance, relaxation.minute_price, relaxation.visit_price)
    ascent, pool = Ascent(instance, rounds, relaxation.toll), Pool(instance, rounds)
    for _ in range(steps):
        pool.add(tuple(sorted(one.tolist())) for one in ascent.step().rounds)
    return Descent(instance, rounds, pool, ascent.best, lambda: False), ascent.best.bound


@pytest.mark.parametrize(
    ("seed", "people", "fairness"), [(0, 1, 0.0), (1, 2, 0.0), (2, 2, 0.4), (4, 1, 0.4), (5, 2, 0.2)]
)
def test_bound_of_prices_is_never_below_the_best_of_all_plans(seed: int, people: int, fairness: float) -> None:
    problem = any_problem(seed, people_at_difficult=people, fairness=fairness)
    instance = prepare(problem)
    descent, first = begun(instance, steps=3)
    best = best_by_trying_all(problem)
    for _ in range(6):
        assert descent.step()
        assert best - 1e-4 <= descent.bound <= first


@pytest.mark.parametrize(("seed", "sites", "volunteers"), [(32, 40, 12), (12, 100, 24)])
def test_cuts_take_the_bound_below_that_of_whole_rounds(seed: int, sites: int, volunteers: int) -> None:
    instance = prepare(any_problem(seed, sites=sites, volunteers=volunteers, fairness=0.1))
    best = Run(instance, 5, None, None)
    improve(best, seed=0)
    descent, _ = begun(instance, steps=40)
    # The same once more, but as if nothing were ever broken: the bound of whole rounds alone.
    alone, _ = begun(instance, steps=40)
    alone._master.cut = lambda parts: None
    for _ in range(15):
        descent.step()
        alone.step()
    assert alone.distance < 1e-6
    assert best.objective / SCALE - 1e-6 <= descent.bound < alone.bound - 0.05


def test_choice_of_cut_rounds_keeps_the_plan_and_finds_no_worse() -> None:
    instance = prepare(any_problem(23, sites=70, volunteers=14, people_at_difficult=2, fairness=0.1))
    best = Run(instance, 30, None, None)
    improve(best, seed=0)
    descent, _ = begun(instance, steps=40)
    for _ in range(10):
        descent.step()
    everybody = np.ones(len(instance.visits), dtype=np.bool_)
    for choice in (descent.choice(best.best, 0.3), descent.choice_beside(best.best, everybody, 0.3, 20)):
        assert choice.plan(choice.start).tolist() == best.best.tolist()
        assert instance.value(choose(choice, seconds=10)) == best.objective
    nothing = np.zeros(len(instance.gain), dtype=np.bool_)
    half = np.arange(len(instance.visits)) < 7
    plan = choose(descent.choice_beside(best.best, half, 0.3, 20), seconds=10)
    assert instance.fits(plan)
    assert (plan == best.best)[~half[instance.pair_volunteer]].all()
    assert instance.fits(choose(descent.choice_beside(nothing, half, 0.3, 20), seconds=10))


def test_sites_of_crews_are_in_no_cut() -> None:
    instance = prepare(any_problem(23, sites=70, volunteers=14, people_at_difficult=2))
    descent, _ = begun(instance, steps=20)
    descent.step()
    columns, master = descent.pool.columns, descent._master
    master.take_new_rounds()
    of_rounds = {int(site) for site in instance.pair_site[columns.pair]}
    assert any(instance.need[site] == 2 for site in of_rounds)
    assert {site for sites in master._sites for site in sites} == {s for s in of_rounds if instance.need[s] == 1}


def test_losses_are_none_where_rounds_are_the_best_known() -> None:
    instance = prepare(any_problem(24, sites=70, volunteers=14))
    descent, _ = begun(instance, steps=20)
    descent.step()
    nothing = np.zeros(len(instance.gain), dtype=np.bool_)
    worth = descent.losses(nothing)
    assert (worth >= 0).all()
    for who in np.flatnonzero(worth > 0).tolist()[:3]:
        mine = nothing.copy()
        floors, known = descent._known(descent.prices)
        assert worth[who] == pytest.approx(floors[who])
        mine[known[who]] = True
        assert descent.losses(mine)[who] == pytest.approx(0)


def test_step_that_is_over_proves_nothing() -> None:
    instance = prepare(any_problem(25, sites=60, volunteers=12))
    descent, first = begun(instance, steps=5)
    descent._is_over = lambda: True
    assert not descent.step()
    assert descent.bound == first


def test_begin_again_takes_only_better_tolls() -> None:
    instance = prepare(any_problem(26, sites=60, volunteers=12))
    relaxation = relax(instance, seconds=10)
    rounds = Rounds(instance, relaxation.minute_price, relaxation.visit_price)
    ascent = Ascent(instance, rounds, relaxation.toll)
    ascent.step()
    worse, pool = ascent.best, Pool(instance, rounds)
    for _ in range(20):
        pool.add(tuple(sorted(one.tolist())) for one in ascent.step().rounds)
    assert ascent.best.bound < worse.bound
    descent = Descent(instance, rounds, pool, worse, lambda: False)
    descent.begin_again(ascent.best)
    assert descent.bound == ascent.best.bound
    descent.begin_again(worse)
    assert descent.bound == ascent.best.bound
