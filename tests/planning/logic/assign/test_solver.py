from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.logic.assign import Contradiction, Locked, Problem, Progress, SolveStatus, solve
from planning.logic.assign.instance import SCALE, Instance
from planning.logic.assign.run import Run
from planning.logic.assign.solver import improve
from tests.planning.logic.assign.cases import any_problem, assert_is_plan, best_by_trying_all, site, volunteer

GAP = Path(__file__).parents[4] / "../shared/data/bench/gap"
OPTIMA = {"gap1": [336, 327, 339, 341, 326], "gap2": [434, 436, 420, 419, 428]}
MUST = 1_000  # more than a job's profit: so every job is taken, as these problems ask
SEEDS = st.integers(0, 100_000)
BUSY = {"sites": 60, "volunteers": 12}


@settings(deadline=None, max_examples=40)
@given(SEEDS)
def test_solve_finds_the_best_of_all_plans(seed: int) -> None:
    problem = any_problem(seed)
    solution = solve(problem, seconds=10)
    assert solution.status == SolveStatus.OPTIMAL
    assert solution.objective == solution.bound == pytest.approx(best_by_trying_all(problem), abs=1e-4)
    assert_is_plan(problem, solution)


@settings(deadline=None, max_examples=25)
@given(SEEDS)
def test_solve_finds_the_best_of_all_plans_with_pairs(seed: int) -> None:
    problem = any_problem(seed, people_at_difficult=2, volunteers=4, sites=5)
    solution = solve(problem, seconds=10)
    assert solution.status == SolveStatus.OPTIMAL
    assert solution.objective == pytest.approx(best_by_trying_all(problem), abs=1e-4)
    assert_is_plan(problem, solution)


@settings(deadline=None, max_examples=20)
@given(SEEDS)
def test_solve_with_locks_keeps_them_and_is_no_better(seed: int) -> None:
    problem = any_problem(seed, sites=8)
    free = solve(problem, seconds=10)
    locked = tuple(Locked(one.site_id, one.volunteer_id) for one in free.assignments[::2])
    solution = solve(replace(problem, locked=locked), seconds=10)
    assert {Locked(one.site_id, one.volunteer_id) for one in solution.assignments if one.is_locked} == set(locked)
    assert solution.objective == free.objective
    assert_is_plan(problem, solution)


def test_solve_keeps_a_lock_that_costs() -> None:
    problem = Problem(
        sites=(site("a", urgency=1), site("b", urgency=9)),
        volunteers=(volunteer("v", max_visits=1),),
        locked=(Locked("a", "v"),),
    )
    solution = solve(problem, seconds=5)
    assert [(one.site_id, one.is_locked) for one in solution.assignments] == [("a", True)]
    assert (solution.objective, solution.bound, solution.gap) == (1, 1, 0)


def test_solve_prefers_what_was_promised() -> None:
    problem = Problem(
        sites=(site("a"),), volunteers=(volunteer("near"), volunteer("promised", km=9, promised=frozenset({"a"})))
    )
    assert [one.volunteer_id for one in solve(problem, seconds=5).assignments] == ["promised"]


def test_solve_sends_two_to_a_difficult_site_or_nobody() -> None:
    problem = Problem(sites=(site("a", is_difficult=True),), volunteers=(volunteer("v"),), people_at_difficult=2)
    assert solve(problem, seconds=5).assignments == ()
    both = replace(problem, volunteers=(volunteer("v"), volunteer("w")))
    assert sorted(one.volunteer_id for one in solve(both, seconds=5).assignments) == ["v", "w"]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_solve_of_a_larger_problem_is_a_plan_and_the_same_again(seed: int) -> None:
    problem = any_problem(seed, **BUSY)
    solution, again = solve(problem, seconds=30, seed=7), solve(problem, seconds=30, seed=7)
    assert solution.status == SolveStatus.OPTIMAL
    assert_is_plan(problem, solution)
    assert solution.assignments == again.assignments


def test_solve_without_time_still_answers_with_a_bound() -> None:
    problem = any_problem(1, **BUSY)
    solution, best = solve(problem, seconds=0), solve(problem, seconds=30)
    assert_is_plan(problem, solution)
    assert solution.status == SolveStatus.FEASIBLE
    assert solution.objective <= best.objective <= solution.bound
    assert solution.gap == pytest.approx((solution.bound - solution.objective) / solution.objective)


def test_solve_cancelled_at_once_still_answers() -> None:
    problem = any_problem(1, **BUSY)
    solution = solve(problem, seconds=30, is_cancelled=lambda: True)
    assert solution.status == SolveStatus.CANCELLED
    assert_is_plan(problem, solution)


def test_solve_cancelled_later_stops_asking() -> None:
    asked = []

    def is_cancelled() -> bool:
        asked.append(1)
        return len(asked) == 6

    problem = any_problem(4, sites=400, volunteers=60)
    solution = solve(problem, seconds=60, is_cancelled=is_cancelled)
    assert (solution.status, len(asked)) == (SolveStatus.CANCELLED, 6)
    assert_is_plan(problem, solution)


def test_solve_passes_on_what_the_caller_raises() -> None:
    asked = []

    def is_cancelled() -> bool:
        asked.append(1)
        if len(asked) == 6:
            raise LookupError
        return False

    with pytest.raises(LookupError):
        solve(any_problem(4, sites=400, volunteers=60), seconds=60, is_cancelled=is_cancelled)


def test_solve_tells_progress_that_only_gets_better() -> None:
    heard: list[Progress] = []
    solution = solve(any_problem(1, **BUSY), seconds=30, on_progress=heard.append)
    assert [one.objective for one in heard] == sorted(one.objective for one in heard)
    assert [one.bound for one in heard] == sorted((one.bound for one in heard), reverse=True)
    assert (heard[-1].objective, heard[-1].bound, heard[-1].gap) == (solution.objective, solution.bound, 0)


def test_solve_of_nothing_is_nothing() -> None:
    solution = solve(Problem(sites=(), volunteers=()), seconds=1)
    assert (solution.status, solution.objective, solution.bound, solution.gap) == (SolveStatus.OPTIMAL, 0, 0, 0)
    assert (solution.assignments, solution.omissions) == ((), ())


@pytest.mark.parametrize(
    ("code", "make"),
    [
        ("site_repeated", lambda: Problem(sites=(site("a"), site("a")), volunteers=())),
        ("volunteer_repeated", lambda: Problem(sites=(), volunteers=(volunteer("v"), volunteer("v")))),
        ("urgency_not_positive", lambda: Problem(sites=(site("a", urgency=0),), volunteers=())),
        ("urgency_not_positive", lambda: Problem(sites=(site("a", urgency=float("inf")),), volunteers=())),
        ("duration_negative", lambda: Problem(sites=(site("a", duration_minutes=-1),), volunteers=())),
        ("volunteer_limit_negative", lambda: Problem(sites=(), volunteers=(volunteer("v", range_km=-1),))),
        ("weight_negative", lambda: Problem(sites=(), volunteers=(), weight_travel=-1)),
        ("people_at_difficult_not_positive", lambda: Problem(sites=(), volunteers=(), people_at_difficult=0)),
    ],
)
def test_problem_refuses_what_no_plan_can_be_made_of(code: str, make: object) -> None:
    with pytest.raises(Contradiction) as refusal:
        make()
    assert refusal.value.code == code


@pytest.mark.real_data
@pytest.mark.skipif(not GAP.exists(), reason="shared/data/bench/gap is not here")
@pytest.mark.parametrize("name", OPTIMA)
def test_improve_reaches_the_known_optimum(name: str) -> None:
    reached = []
    for instance in gap_instances(name):
        run = Run(instance, 30, None, None)
        improve(run, seed=0)
        assert run.is_proven()
        assert instance.fits(run.best)
        reached.append(run.objective // SCALE - MUST * len(instance.need))
    assert reached == OPTIMA[name]


def gap_instances(name: str) -> list[Instance]:
    """Read OR-Library's file: number of problems; then agents, jobs, profits, resources (agent by job), capacities."""
    numbers = iter(int(word) for word in (GAP / f"{name}.txt").read_text().split())
    return [_gap_instance(numbers) for _ in range(next(numbers))]


def _gap_instance(numbers: Iterator[int]) -> Instance:
    agents, jobs = next(numbers), next(numbers)
    profit, resource = (
        np.array([next(numbers) for _ in range(agents * jobs)], dtype=np.int64).reshape(agents, jobs).T.ravel()
        for _ in range(2)
    )
    capacity = np.array([next(numbers) for _ in range(agents)], dtype=np.int64)
    job, agent = np.divmod(np.arange(agents * jobs), agents)
    return Instance(
        Problem((), ()), (), 0, np.ones(jobs, np.int64), np.full(agents, jobs), capacity,
        job, agent, resource, np.zeros(agents * jobs), (profit + MUST) * SCALE,
    )  # fmt: skip
