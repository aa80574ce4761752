from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.logic.assign import Goal, Locked, Problem, Progress, SolveStatus, Volunteer, solve
from tests.planning.logic.assign.cases import all_plans, any_problem, crews_of, site, straight_km, unfairness, volunteer

Crews = tuple[tuple[Volunteer, ...], ...]
ORDERS = st.sampled_from(
    [
        (Goal.URGENCY, Goal.TRAVEL),
        (Goal.PROMISES, Goal.URGENCY, Goal.FAIRNESS, Goal.TRAVEL),
        (Goal.URGENCY, Goal.FAIRNESS, Goal.TRAVEL),
        (Goal.URGENCY,),
    ]
)


@settings(deadline=None, max_examples=12)
@given(st.integers(0, 100_000), ORDERS, st.sampled_from([1, 2]))
def test_solve_reaches_goals_in_their_order(seed: int, order: tuple[Goal, ...], people: int) -> None:
    problem = replace(any_problem(seed, people_at_difficult=people, sites=5), order=order)
    solution = solve(problem, seconds=20)
    best = max(tuple(round(reached(problem, crews, goal), 4) for goal in order) for crews in all_plans(problem))
    crews = crews_of(problem, solution)
    assert tuple(round(reached(problem, crews, goal), 4) for goal in order) == pytest.approx(best, abs=2e-4)
    assert [one.goal for one in solution.goals] == list(order)
    assert [one.value for one in solution.goals] == pytest.approx(best, abs=2e-4)
    assert all(one.bound >= one.value - 1e-9 for one in solution.goals)
    assert solution.status == SolveStatus.OPTIMAL


def test_solve_in_order_tells_how_far_the_first_goal_has_come() -> None:
    problem = replace(any_problem(1, sites=30, volunteers=8), order=(Goal.URGENCY, Goal.TRAVEL))
    told: list[Progress] = []
    solution = solve(problem, seconds=5, on_progress=told.append)
    assert (told[-1].objective, told[-1].bound) == (solution.goals[0].value, solution.goals[0].bound)
    assert [one.objective for one in told] == sorted(one.objective for one in told)
    assert [one.seconds for one in told] == sorted(one.seconds for one in told)


def test_solve_in_order_keeps_locked_visits_in_the_figures() -> None:
    problem = Problem(
        sites=(site("a", km=5), site("b")),
        volunteers=(volunteer("v", promised=frozenset({"a"})),),
        locked=(Locked("a", "v"),),
        order=(Goal.PROMISES, Goal.URGENCY, Goal.TRAVEL, Goal.FAIRNESS),
    )
    goals = {one.goal: round(one.value, 3) for one in solve(problem, seconds=10).goals}
    assert goals == {Goal.PROMISES: 1, Goal.URGENCY: 10, Goal.TRAVEL: -13, Goal.FAIRNESS: -1}


def test_solve_in_order_without_time_still_answers() -> None:
    problem = replace(any_problem(1, sites=60, volunteers=12), order=(Goal.URGENCY, Goal.TRAVEL))
    solution = solve(problem, seconds=0)
    assert [one.bound >= one.value for one in solution.goals] == [True, True]


def reached(problem: Problem, crews: Crews, goal: Goal) -> float:
    pairs = [(one, who) for one, crew in zip(problem.sites, crews, strict=True) for who in crew]
    if goal is Goal.URGENCY:
        return sum(one.urgency for one, crew in zip(problem.sites, crews, strict=True) if crew)
    if goal is Goal.PROMISES:
        return sum(one.id in who.promised for one, who in pairs)
    if goal is Goal.TRAVEL:
        return -sum(2 * problem.detour_factor * straight_km(one, who) for one, who in pairs)
    return -unfairness(problem, crews)
