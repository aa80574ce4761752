import pytest

from planning.logic.route.course import follow, why_left_out
from planning.logic.route.day import Spot, WhyNot
from tests.planning.logic.route.days import on_a_line


def test_times_follow_from_the_order() -> None:
    course = follow(on_a_line([10, 20], [Spot(15), Spot(5)]), (2, 1))
    assert [(one.arrives, one.begins, one.departs, one.metres) for one in course.calls] == [
        (500, 500, 505, 2_000),
        (515, 515, 530, 1_000),
    ]
    assert (course.leaves, course.returns, course.metres, course.over, course.is_kept) == (480, 540, 4_000, 0, True)


def test_trip_leaves_as_late_as_the_first_opening_lets_it() -> None:
    course = follow(on_a_line([10], [Spot(15, opens=600)], budget=300.0), (1,))
    assert (course.leaves, course.calls[0].arrives, course.returns) == (590, 600, 625)


def test_order_by_hand_may_be_too_late_and_says_so() -> None:
    day = on_a_line([80, 10], [Spot(60), Spot(10, closes=500)])
    course = follow(day, (1, 2))
    assert (course.calls[1].late, course.over, course.is_kept) == (200.0, 50.0, False)


def test_empty_trip_goes_straight_to_the_end() -> None:
    course = follow(on_a_line([10], [Spot(1)], end=30.0), ())
    assert (course.returns, course.metres, course.metres_home) == (510, 3_000, 3_000)


@pytest.mark.parametrize(
    ("at", "spot", "told"),
    [
        (100, Spot(10), (WhyNot.FAR, 30)),
        (10, Spot(10, opens=0, closes=400), (WhyNot.CLOSED, 0)),
        # The trip over the first lasts 170 minutes of 180; this one lies on its way and takes 25.
        (10, Spot(25), (WhyNot.FULL, 15)),
    ],
)
def test_reason_and_the_minutes_that_would_help(at: float, spot: Spot, told: tuple[WhyNot, int]) -> None:
    day = on_a_line([20, at], [Spot(130), spot])
    assert why_left_out(day, [(1,)], 2) == told


def test_second_walker_with_nothing_to_do_takes_it() -> None:
    day = on_a_line([20, 10], [Spot(130), Spot(25)], walkers=2)
    assert why_left_out(day, [(1,)], 2) == (WhyNot.FULL, 0)
