import itertools

import numpy as np
import pytest

from planning.logic.posts.interchange import swap_gains
from planning.logic.posts.lagrangian import raise_prices
from planning.logic.posts.median import solve_median
from planning.logic.posts.problem import Clock, Median


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("kept", [(), (3,)])
def test_solve_median_finds_the_best_of_all(seed: int, kept: tuple[int, ...]) -> None:
    problem = any_median(seed, kept)
    choice = solve_median(problem, seconds=10)
    assert choice.objective == pytest.approx(best_by_trying_all(problem))
    assert choice.bound == pytest.approx(choice.objective)
    assert (len(choice.chosen), set(kept) <= set(choice.chosen.tolist())) == (3, True)
    assert problem.value(choice.chosen) == choice.objective


def test_solve_median_without_time_still_answers_with_a_bound() -> None:
    problem = any_median(1, ())
    choice = solve_median(problem, seconds=0)
    assert len(choice.chosen) == 3
    assert 0 <= choice.bound <= best_by_trying_all(problem) <= choice.objective


@pytest.mark.parametrize("seed", range(4))
def test_prices_prove_a_bound_and_rule_out_nothing_good(seed: int) -> None:
    problem = any_median(seed, ())
    best = best_by_trying_all(problem)
    prices = raise_prices(problem, best=best, rounds=200, clock=Clock(10))
    assert prices.bound <= best + 1e-9
    can, must = prices.undecided(problem, best + 1e-9)
    optimal = [set(one) for one in itertools.combinations(range(9), 3) if problem.value(np.array(one)) <= best + 1e-12]
    assert all(set(np.flatnonzero(must)) <= one <= set(np.flatnonzero(can)) for one in optimal)


def test_swap_gains_are_what_swaps_bring() -> None:
    problem = any_median(2, ())
    chosen = np.array([0, 4, 7])
    gains = swap_gains(problem.costs, chosen)
    for new in (1, 2, 3, 5, 6, 8):
        for old in range(3):
            swapped = chosen.copy()
            swapped[old] = new
            assert gains[new, old] == pytest.approx(problem.value(chosen) - problem.value(swapped))


@pytest.mark.parametrize(
    ("costs", "count", "kept"),
    [([[-1.0]], 1, ()), ([[np.inf]], 1, ()), ([[1.0]], 0, ()), ([[1.0]], 2, ()), ([[1.0]], 1, (1,))],
)
def test_median_refuses_what_nothing_can_be_chosen_for(costs: list, count: int, kept: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"must|can be chosen"):
        Median(np.array(costs), count, kept)


def any_median(seed: int, kept: tuple[int, ...]) -> Median:
    random = np.random.default_rng(seed)
    return Median(random.uniform(0, 10, (9, 14)), 3, kept)


def best_by_trying_all(problem: Median) -> float:
    sets = itertools.combinations(range(len(problem.costs)), problem.count)
    return min(problem.value(np.array(one)) for one in sets if set(problem.kept) <= set(one))
