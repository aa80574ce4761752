"""The walking order is short, complete, and the same each time."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from patrol.logic.order import walking_order, way_m

ROW = [(116.0 + n / 100, 39.9) for n in (4, 0, 2, 1, 3)]
PLACES = st.lists(st.tuples(st.floats(116, 116.5), st.floats(39.7, 40.1)), min_size=2, max_size=6, unique=True)


def test_a_row_is_walked_from_its_near_end() -> None:
    assert walking_order(ROW, start=(115.99, 39.9)) == [1, 3, 2, 4, 0]
    assert walking_order(ROW, start=(116.06, 39.9)) == [0, 4, 2, 3, 1]


def test_without_a_start_it_begins_at_an_end() -> None:
    assert walking_order(ROW) in ([1, 3, 2, 4, 0], [0, 4, 2, 3, 1])


def test_crossings_are_untied() -> None:
    # Nearest first would go 0, 1, 2 and come all the way back for 3.
    places = [(0.0, 0.0), (0.010, 0.0), (0.030, 0.0), (-0.012, 0.0)]
    order = walking_order(places, start=(0.0, 0.0))
    assert order[2:] == [1, 2]
    assert round(way_m([(0.0, 0.0), *places], [0, *(stop + 1 for stop in order)])) == round(0.054 * 111_195)


def test_nothing_and_one() -> None:
    assert (walking_order([]), walking_order([(1.0, 1.0)]), walking_order([(1.0, 1.0)], (0.0, 0.0))) == ([], [0], [0])


def test_the_same_place_twice_is_no_trouble() -> None:
    assert sorted(walking_order([(1.0, 1.0)] * 4, (1.0, 1.0))) == [0, 1, 2, 3]


@given(PLACES)
def test_every_place_once_and_never_far_from_the_best(places: list[tuple[float, float]]) -> None:
    order = walking_order(places)
    assert sorted(order) == list(range(len(places)))
    best = min(way_m(places, one) for one in permutations(range(len(places))))
    assert way_m(places, order) <= best * 1.25 + 1
