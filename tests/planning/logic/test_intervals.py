from hypothesis import given
from hypothesis import strategies as st

from planning.logic.intervals import merged, total, within, without

spans = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8)


def test_merged_joins_what_touches() -> None:
    assert merged([(5, 9), (0, 2), (2, 4), (8, 12), (3, 3)]) == [(0, 4), (5, 12)]


def test_without_cuts_holes() -> None:
    assert without([(0, 10), (20, 30)], [(2, 3), (8, 22), (30, 40)]) == [(0, 2), (3, 8), (22, 30)]


def test_within_clips() -> None:
    assert within([(0, 10), (20, 30)], 5, 22) == [(5, 10), (20, 22)]


def test_total_counts_each_metre_once() -> None:
    assert total([(0, 10), (5, 12), (20, 21)]) == 13


@given(spans, spans)
def test_intervals_are_sets_of_metres(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    ground = {metre for start, end in one for metre in range(start, end)}
    gone = {metre for start, end in other for metre in range(start, end)}
    assert total(one) == len(ground)
    assert total(without(one, other)) == len(ground - gone)
    assert total(within(one, 10, 40)) == len(ground & set(range(10, 40)))
