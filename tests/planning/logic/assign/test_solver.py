from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.logic.assign import Contradiction, Goal, Locked, Problem, Progress, SolveStatus, solve
from tests.planning.logic.assign.cases import any_problem, assert_is_plan, best_by_trying_all, site, volunteer

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


@settings(deadline=None, max_examples=25)
@given(SEEDS, st.sampled_from([1, 2]))
def test_solve_finds_the_best_of_all_plans_with_fairness(seed: int, people: int) -> None:
    problem = any_problem(seed, fairness=0.7, people_at_difficult=people, sites=5)
    solution = solve(problem, seconds=10)
    assert solution.status == SolveStatus.OPTIMAL
    assert solution.objective == pytest.approx(best_by_trying_all(problem), abs=1e-4)
    assert_is_plan(problem, solution)


@settings(deadline=None, max_examples=20)
@given(SEEDS)
def test_solve_with_locks_keeps_them_and_is_no_better(seed: int) -> None:
    problem = any_problem(seed, sites=8, fairness=0.3)
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


def test_solve_spreads_visits_where_it_is_fair() -> None:
    problem = Problem(sites=(site("a"), site("b"), site("c")), volunteers=(volunteer("v"), volunteer("w", km=1)))
    assert {one.volunteer_id for one in solve(problem, seconds=5).assignments} == {"v"}
    fair = solve(replace(problem, weight_fairness=1), seconds=5)
    assert sorted(one.volunteer_id for one in fair.assignments) in (["v", "v", "w"], ["v", "w", "w"])


def test_solve_keeps_to_the_territory_of_an_organisation() -> None:
    problem = Problem(
        sites=(site("a", organisation="red"),),
        volunteers=(volunteer("v"), volunteer("w", organisation="blue"), volunteer("x", km=3, organisation="red")),
    )
    assert [one.volunteer_id for one in solve(problem, seconds=5).assignments] == ["x"]


def test_solve_sends_only_whoever_is_cleared() -> None:
    rope = frozenset({"rope"})
    problem = Problem(
        sites=(site("a", clearances=rope),), volunteers=(volunteer("v"), volunteer("w", km=3, clearances=rope))
    )
    assert [one.volunteer_id for one in solve(problem, seconds=5).assignments] == ["w"]


def test_solve_begins_with_what_still_fits_of_an_earlier_plan() -> None:
    problem = any_problem(4, **BUSY)
    best = solve(problem, seconds=30)
    earlier = [Locked(one.site_id, one.volunteer_id) for one in best.assignments]
    again = solve(problem, seconds=0, start=[*earlier, Locked("gone", "v0"), Locked("s0", "gone")])
    assert again.objective == best.objective
    assert_is_plan(problem, again)


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
        ("weight_negative", lambda: Problem(sites=(), volunteers=(), weight_fairness=-1)),
        ("goal_repeated", lambda: Problem(sites=(), volunteers=(), order=(Goal.URGENCY, Goal.URGENCY))),
        ("goals_begin_with_a_cost", lambda: Problem(sites=(), volunteers=(), order=(Goal.TRAVEL, Goal.URGENCY))),
        ("people_at_difficult_not_positive", lambda: Problem(sites=(), volunteers=(), people_at_difficult=0)),
    ],
)
def test_problem_refuses_what_no_plan_can_be_made_of(code: str, make: object) -> None:
    with pytest.raises(Contradiction) as refusal:
        make()
    assert refusal.value.code == code
