import numpy as np
import pytest

from planning.logic.assign.dive import dive
from planning.logic.assign.instance import SCALE, Instance, prepare
from planning.logic.assign.linear import relax
from planning.logic.assign.pool import Choice, Pool
from planning.logic.assign.rounds import Rounds
from planning.logic.assign.run import Run
from planning.logic.assign.solver import improve
from planning.logic.assign.tolls import Ascent
from tests.planning.logic.assign.cases import any_problem


def case(seed: int, people: int) -> tuple[Instance, Choice]:
    """A problem in which time is scarce, and the choice among the rounds near its tolls."""
    instance = prepare(any_problem(seed, sites=120, volunteers=20, people_at_difficult=people, fairness=0.1))
    relaxation = relax(instance, seconds=10)
    rounds = Rounds(instance, relaxation.minute_price, relaxation.visit_price)
    ascent, pool = Ascent(instance, rounds, relaxation.toll), Pool(instance, rounds)
    for _ in range(40):
        ascent.step()
    pool.add(rounds.near(instance.gain / SCALE - ascent.best.toll, 0.3, 80))
    choice = pool.choice(np.zeros(len(instance.gain), dtype=np.bool_))
    assert choice is not None
    return instance, choice


@pytest.mark.parametrize(("seed", "people"), [(1, 1), (2, 2), (3, 2), (4, 2)])
def test_dive_makes_a_plan_near_the_best(seed: int, people: int) -> None:
    instance, choice = case(seed, people)
    plan = dive(choice, is_over=lambda: False)
    assert plan is not None
    assert instance.fits(plan)
    best = Run(instance, 20, None, None)
    improve(best, seed=0)
    assert 0.9 * best.objective <= instance.value(plan) <= best.bound


def test_dive_that_is_over_makes_no_plan() -> None:
    _, choice = case(1, 2)
    assert dive(choice, is_over=lambda: True) is None


def test_dive_stops_between_two_steps() -> None:
    _, choice = case(2, 2)
    asked: list[None] = []

    def is_over() -> bool:
        asked.append(None)
        return len(asked) > 1

    assert dive(choice, is_over=is_over) is None
