from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from planning.logic.seen import Walked, last_seen, seen_m, with_gaps

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
stretch = st.tuples(st.integers(0, 40), st.integers(0, 40), st.sampled_from([MAY, JUNE, date(2026, 7, 1)]))


def test_last_day_wins_where_visits_overlap() -> None:
    found = last_seen([(0, 100, MAY), (40, 60, JUNE), (60, 70, JUNE)])
    assert found == [Walked(0, 40, MAY), Walked(40, 70, JUNE), Walked(70, 100, MAY)]


def test_gaps_are_stretches_nobody_saw() -> None:
    walked = [Walked(10, 20, MAY)]
    assert with_gaps(walked, 30) == [Walked(0, 10, None), Walked(10, 20, MAY), Walked(20, 30, None)]


def test_metres_of_a_section_count_only_recent_days_when_asked() -> None:
    walked = [Walked(0, 40, MAY), Walked(40, 70, JUNE)]
    assert (seen_m(walked, 30, 100), seen_m(walked, 30, 100, since=JUNE)) == (40, 30)


@given(st.lists(stretch, max_size=8))
def test_every_metre_has_the_last_day_it_was_seen(visits: list[tuple[int, int, date]]) -> None:
    found = with_gaps(last_seen(visits), 40)
    assert [one.from_m for one in found[1:]] == [one.to_m for one in found[:-1]]
    for metre in range(40):
        days = [day for start, end, day in visits if start <= metre < end]
        (here,) = [one.last_on for one in found if one.from_m <= metre < one.to_m]
        assert here == max(days, default=None)
