import itertools

import numpy as np
import pytest

from planning.logic.posts.covering import solve_covering
from planning.logic.posts.problem import Covering


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("kept", [(), (2,)])
def test_solve_covering_finds_the_best_of_all(seed: int, kept: tuple[int, ...]) -> None:
    random = np.random.default_rng(seed)
    problem = Covering(random.random((9, 20)) < 0.25, random.uniform(0, 5, 20), 3, kept)
    choice = solve_covering(problem, seconds=10)
    sets = [one for one in itertools.combinations(range(9), 3) if set(kept) <= set(one)]
    best = max(problem.value(np.array(one)) for one in sets)
    assert choice.objective == pytest.approx(best)
    assert choice.bound == pytest.approx(best)
    assert set(kept) <= set(choice.chosen.tolist())


def test_solve_covering_without_time_still_answers_with_a_bound() -> None:
    problem = Covering(np.eye(4, dtype=np.bool_), np.array([1.0, 2.0, 3.0, 4.0]), 2)
    choice = solve_covering(problem, seconds=0)
    assert (choice.chosen.tolist(), choice.objective, choice.bound) == ([2, 3], 7, 10)


def test_covering_refuses_a_negative_weight() -> None:
    with pytest.raises(ValueError, match="weight"):
        Covering(np.eye(2, dtype=np.bool_), np.array([1.0, -1.0]), 1)
