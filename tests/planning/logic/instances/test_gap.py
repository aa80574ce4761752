import itertools

import numpy as np
import pytest

from planning.logic.instances import gap
from planning.logic.instances.words import Malformed
from tests.planning.logic.instances.cases import BENCH, needs_data

OPTIMA = {
    "gap1": [336, 327, 339, 341, 326],
    "gap2": [434, 436, 420, 419, 428],
    "gap3": [580, 564, 573, 570, 564],
    "gap4": [656, 644, 673, 647, 664],
    "gap5": [563, 558, 564, 568, 559],
    "gap6": [761, 759, 758, 752, 747],
}


def test_read_takes_profits_uses_and_capacities() -> None:
    (one,) = gap.read("1\n2 3\n1 2 3\n4 5 6\n7 8 9\n10 11 12\n20 30\n")
    assert one.profit.tolist() == [[1, 2, 3], [4, 5, 6]]
    assert one.use.tolist() == [[7, 8, 9], [10, 11, 12]]
    assert one.capacity.tolist() == [20, 30]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The file ends before the number of problems."),
        ("1 2 x", "the number of jobs is 'x', not a whole number (word 3)."),
        ("1 2 0", "the number of jobs is 0, outside 1 to 10000000."),
        ("1 1 1 5 2", "The file ends before a capacity."),
        ("1 1 1 5 -2 3", "a use of the resource is -2, outside 0 to any."),
        ("1 1 1 5 2 3 9", "There are 1 words after the end, the first '9'."),
        ("1 10000 10000", "10000 agents and 10000 jobs are more than this solver takes."),
    ],
)
def test_read_refuses_what_is_no_problem(text: str, sentence: str) -> None:
    with pytest.raises(Malformed) as refusal:
        gap.read(text)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize("seed", range(5))
def test_solve_finds_the_best_of_all(seed: int) -> None:
    random = np.random.default_rng(seed)
    problem = gap.Gap(random.integers(1, 30, (3, 6)), random.integers(3, 10, (3, 6)), np.array([13, 15, 17]))
    answer = gap.solve(problem, seconds=10)
    best = max(
        (value_of(problem, who) for who in itertools.product(range(3), repeat=6) if fits(problem, who)), default=None
    )
    assert answer.objective == best
    if best is not None:
        who = [agent - 1 for agent in answer.solution]
        assert (answer.bound, fits(problem, who), value_of(problem, who)) == (best, True, best)


def test_solve_says_when_not_every_job_can_be_done() -> None:
    problem = gap.Gap(np.array([[5, 6]]), np.array([[3, 3]]), np.array([5]))
    answer = gap.solve(problem, seconds=5)
    assert (answer.objective, answer.solution, answer.gap) == (None, None, None)


@pytest.mark.parametrize("name", [pytest.param(name, marks=needs_data) for name in OPTIMA])
def test_solve_reaches_the_known_optimum_with_an_equal_bound(name: str) -> None:
    problems = gap.read((BENCH / "gap" / f"{name}.txt").read_text())
    answers = [gap.solve(one, seconds=20) for one in problems]
    assert [one.objective for one in answers] == OPTIMA[name]
    assert [one.bound for one in answers] == OPTIMA[name]
    for problem, answer in zip(problems, answers, strict=True):
        who = [agent - 1 for agent in answer.solution]
        assert (fits(problem, who), value_of(problem, who)) == (True, answer.objective)


def fits(problem: gap.Gap, who: list[int]) -> bool:
    used = [0] * len(problem.capacity)
    for job, agent in enumerate(who):
        used[agent] += int(problem.use[agent, job])
    return all(one <= most for one, most in zip(used, problem.capacity.tolist(), strict=True))


def value_of(problem: gap.Gap, who: list[int]) -> int:
    return sum(int(problem.profit[agent, job]) for job, agent in enumerate(who))
