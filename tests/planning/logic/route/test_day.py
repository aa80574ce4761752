from itertools import permutations

import numpy as np
import pytest

from planning.logic.route.course import follow
from planning.logic.route.day import Day, Found, Spot, WhyNot, plan_day, why_impossible
from tests.planning.logic.route.days import on_a_line


def test_all_that_fits_is_visited_by_the_shortest_way_and_proven() -> None:
    day = on_a_line([30, 10, 20], [Spot(10), Spot(10), Spot(10)])
    found = plan_day(day, seconds=2)
    assert (found.value, found.bound) == (3, 3)
    assert [follow(day, trip).metres for trip in found.trips] == [6_000]


def test_most_value_wins_over_most_sites() -> None:
    # Two near ones of 3 each, or a far one of 10: never both.
    day = on_a_line([10, 12, 80], [Spot(30, value=3), Spot(30, value=3), Spot(20, value=10)])
    found = plan_day(day, seconds=3)
    assert (found.trips, found.value, found.bound) == (((3,),), 10, 10)


def test_what_must_be_seen_goes_before_any_value() -> None:
    day = on_a_line([10, 80], [Spot(30, value=1, is_must=True), Spot(20, value=1_000)])
    found = plan_day(day, seconds=3)
    assert (found.trips, found.value) == (((1,),), 1)
    # The bound is of those that see the must too: nothing more fits.
    assert found.bound == 1


def test_two_walkers_share() -> None:
    day = on_a_line([60, -60], [Spot(50), Spot(50)], walkers=2)
    assert sorted(plan_day(day, seconds=3).trips) == [(1,), (2,)]


def test_site_that_opens_late_is_waited_for_and_a_closed_one_left_out() -> None:
    day = on_a_line(
        [10, 20, 25], [Spot(10, opens=540, closes=600), Spot(10, opens=0, closes=0), Spot(10, opens=480, closes=500)]
    )
    assert why_impossible(day, 2) is WhyNot.CLOSED
    assert why_impossible(day, 3) is WhyNot.CLOSED
    found = plan_day(day, seconds=2)
    assert (found.trips, found.bound) == (((1,),), 1)
    assert follow(day, (1,)).calls[0].begins == 540


def test_nothing_possible_is_an_empty_day() -> None:
    assert plan_day(on_a_line([100], [Spot(10)]), seconds=2).trips == ()
    assert why_impossible(on_a_line([100], [Spot(10)]), 1) is WhyNot.FAR


def test_cancelled_search_keeps_what_it_has() -> None:
    day = on_a_line([10, 20], [Spot(10), Spot(10)])
    found = plan_day(day, seconds=30, is_cancelled=lambda: True)
    assert found.is_cancelled
    assert found.seconds < 5


@pytest.mark.parametrize("seed", range(4))
def test_small_days_equal_trying_everything(seed: int) -> None:
    day = random_day(seed)
    found = plan_day(day, seconds=4)
    best = max(
        (sum(day.spots[spot - 1].value for spot in order), -follow(day, order).metres)
        for length in range(len(day.spots) + 1)
        for order in permutations(range(1, len(day.spots) + 1), length)
        if follow(day, order).is_kept
    )
    assert (found.value, -round(sum(follow(day, trip).metres for trip in found.trips))) == (best[0], round(best[1]))
    assert found.bound >= found.value
    assert kept(day, found)


def random_day(seed: int) -> Day:
    random = np.random.default_rng(seed)
    xy = random.uniform(0, 60, (8, 2)).round()
    minutes = np.hypot(*(xy[:, None] - xy[None, :]).transpose(2, 0, 1))
    spots = [
        Spot(
            float(random.integers(5, 30)),
            *((540.0, 600.0) if number % 3 == 0 else ()),
            value=int(random.integers(1, 20)),
        )
        for number in range(6)
    ]
    return Day(tuple(spots), (80 * minutes).round(), minutes, leaves=480.0, budget=200.0)


def kept(day: Day, found: Found) -> bool:
    return all(follow(day, trip).is_kept for trip in found.trips)
