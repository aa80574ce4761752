import math

import numpy as np
import pytest

from planning.logic.route import Crew, Impossible, Problem, Stop, solve, walk

LINE = np.abs(np.subtract.outer(np.arange(4.0), np.arange(4.0)))


def problem(stops: tuple[Stop, ...], crew: Crew) -> Problem:
    """Stops one minute apart on a line; the first is where the crew starts and ends."""
    many = len(stops)
    return Problem(stops, (crew,), (10 * LINE[:many, :many]).astype(np.int64), LINE[:many, :many])


def test_walk_tells_arrival_waiting_and_departure() -> None:
    one = problem((Stop(), Stop(service=5, opens=10, closes=20), Stop(service=1)), Crew(0, 0))
    trip = walk(one, one.crews[0], (1, 2))
    assert [(visit.arrives, visit.begins, visit.departs) for visit in trip.visits] == [(10, 10, 15), (16, 16, 17)]
    # It leaves as late as it can without coming back later.
    assert (trip.leaves, trip.returns, trip.cost, trip.path) == (9, 19, 40, [0, 1, 2, 0])


@pytest.mark.parametrize(
    ("stop", "crew"),
    [
        (Stop(closes=0.9), Crew(0, 0)),
        (Stop(), Crew(0, 0, longest=1.9)),
        (Stop(service=1), Crew(0, 0, returns=2.9)),
        (Stop(demand=3), Crew(0, 0, capacity=2)),
    ],
)
def test_walk_refuses_what_breaks_a_limit(stop: Stop, crew: Crew) -> None:
    one = problem((Stop(), stop), crew)
    assert walk(one, one.crews[0], (1,)) is None


def test_solve_leaves_out_what_is_not_worth_the_way() -> None:
    one = problem((Stop(), Stop(value=100), Stop(value=100), Stop(value=5)), Crew(0, 0, longest=10))
    routing = solve(one, seconds=0.3)
    assert (sorted(routing.trips[0].path), routing.left_out, routing.cost) == ([0, 0, 1, 2], (3,), 45)


def test_solve_visits_what_must_be_visited_or_says_that_it_cannot() -> None:
    stops = (Stop(), Stop(), Stop(), Stop())
    assert solve(problem(stops, Crew(0, 0, longest=6)), seconds=0.3).left_out == ()
    assert solve(problem(stops, Crew(0, 0, longest=5.9)), seconds=0.3).trips is None


def test_solve_is_heard_and_can_be_stopped() -> None:
    heard: list[int] = []
    one = problem((Stop(), Stop(value=100)), Crew(0, 0))
    solve(one, seconds=60, on_progress=heard.append, is_cancelled=lambda: bool(heard) and heard[-1] == 20)
    assert heard[-1] == 20


@pytest.mark.parametrize(
    "make",
    [
        lambda: problem((Stop(opens=2, closes=1),), Crew(0, 0)),
        lambda: problem((Stop(service=-1),), Crew(0, 0)),
        lambda: problem((Stop(),), Crew(0, 7)),
        lambda: problem((Stop(),), Crew(0, 0, leaves=2, returns=1)),
        lambda: Problem((Stop(),), (), np.zeros((2, 2), np.int64), np.zeros((1, 1))),
        lambda: Problem((Stop(),), (), np.zeros((1, 1), np.int64), np.full((1, 1), math.inf)),
    ],
)
def test_problem_refuses_what_cannot_be_toured(make: object) -> None:
    with pytest.raises(Impossible):
        make()
