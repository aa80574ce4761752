from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.logic.forecast import (
    MONTH_DAYS,
    Capacity,
    Owed,
    WhatIf,
    changed,
    due_by_day,
    forecast,
    grown,
    infeasible_districts,
    months,
    weeks,
)

TODAY = date(2026, 11, 26)
owed = st.builds(
    Owed,
    st.sampled_from(["110101", "110102"]),
    st.booleans(),
    st.integers(0, 300),
    st.integers(1, 365),
    st.integers(1, 50),
)


def plain(district: str, ahead: int, interval: int, sites: int) -> Owed:
    return Owed(district, is_difficult=False, ahead_days=ahead, interval_days=interval, sites=sites)


def test_visit_falls_due_again_every_interval() -> None:
    found = due_by_day([plain("110101", 3, 30, 2)], 100)
    assert [(day, found[day]) for day in range(100) if found[day]] == [(3, 2), (33, 2), (63, 2), (93, 2)]


def test_visit_of_two_takes_a_visit_of_each() -> None:
    steep = replace(plain("110101", 0, 365, 4), is_difficult=True, people=2)
    edges = [TODAY, TODAY + timedelta(days=30)]
    capacity = Capacity("110101", 6, MONTH_DAYS / 30 * 6, MONTH_DAYS / 30 * 6, 0.0)
    (period,) = forecast([steep], [capacity], today=TODAY, edges=edges)
    assert (period.due, period.due_difficult, round(period.waiting), round(period.waiting_difficult)) == (8, 8, 2, 2)
    assert period.is_feasible is False


def test_periods_begin_today_and_then_on_mondays_and_firsts() -> None:
    assert weeks(TODAY, 2) == [TODAY, date(2026, 11, 30), date(2026, 12, 7)]
    assert weeks(date(2026, 11, 30), 1) == [date(2026, 11, 30), date(2026, 12, 7)]
    assert months(TODAY, 3) == [TODAY, date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1)]


def test_what_cannot_be_done_waits_for_the_next_period() -> None:
    edges = [date(2026, 12, 1), date(2026, 12, 31), date(2027, 1, 30)]
    capacity = Capacity("110101", 3, MONTH_DAYS / 30 * 10, MONTH_DAYS / 30 * 4, MONTH_DAYS / 30 * 2)
    first, second = forecast(
        [plain("110101", 0, 365, 8), replace(plain("110101", 5, 365, 6), is_difficult=True)],
        [capacity],
        today=edges[0],
        edges=edges,
    )
    assert (first.due, first.due_difficult, round(first.can)) == (14, 6, 10)
    assert [round(one) for one in (first.waiting, first.waiting_actual, first.waiting_difficult)] == [4, 12, 2]
    assert [round(one) for one in (second.waiting, second.waiting_actual, second.waiting_difficult)] == [0, 10, 0]
    assert (first.is_feasible, second.is_feasible, first.end) == (False, True, date(2026, 12, 30))


def test_longer_interval_moves_what_is_not_yet_due() -> None:
    before = [plain("a", 10, 30, 1), plain("a", 0, 30, 1), plain("a", 10, 90, 1)]
    after = changed(before, WhatIf(interval_from=30, interval_to=60))
    assert [(one.ahead_days, one.interval_days) for one in after] == [(40, 60), (0, 60), (10, 90)]
    assert changed(before, WhatIf()) == before


def test_more_volunteers_add_to_their_district_alone() -> None:
    found = grown([Capacity("a", 1, 4.0, 0.0, 2.0)], WhatIf(district="b", more_volunteers=10, visits_each=3))
    assert found == [Capacity("a", 1, 4.0, 0.0, 2.0), Capacity("b", 10, 30.0, 30.0, 30.0)]


def test_only_districts_that_cannot_manage_are_named() -> None:
    needs = [plain("a", 0, 30, 100), plain("b", 0, 30, 1)]
    can = [Capacity("a", 1, 4.0, 0.0, 0.0), Capacity("b", 1, 40.0, 0.0, 0.0)]
    assert list(infeasible_districts(needs, can, today=TODAY, edges=months(TODAY, 3))) == ["a"]


@given(st.lists(owed, max_size=8), st.integers(0, 60), st.integers(0, 60))
def test_more_capacity_never_leaves_more_waiting(needs: list[Owed], some: int, more: int) -> None:
    edges = months(TODAY, 4)
    few, many = (
        forecast(needs, [Capacity("x", 1, float(can), float(can), float(can))], today=TODAY, edges=edges)
        for can in (some, some + more)
    )
    assert all(b.waiting <= a.waiting + 1e-9 for a, b in zip(few, many, strict=True))


@given(st.lists(owed, max_size=8))
def test_weeks_and_months_hold_the_same_visits(needs: list[Owed]) -> None:
    edges = [TODAY, date(2026, 12, 1), date(2027, 2, 1)]
    parts = [TODAY, date(2026, 12, 1), date(2026, 12, 7), date(2027, 1, 4), date(2027, 2, 1)]
    coarse, fine = (forecast(needs, [], today=TODAY, edges=one) for one in (edges, parts))
    assert sum(one.due for one in coarse) == pytest.approx(sum(one.due for one in fine))
    assert coarse[-1].waiting == pytest.approx(fine[-1].waiting)


@given(st.lists(owed, max_size=8), st.integers(2, 120))
def test_longer_interval_never_brings_more_visits(needs: list[Owed], interval: int) -> None:
    same = [one for one in needs if one.interval_days != interval]
    mine = [plain("a", ahead, interval, 1) for ahead in (0, 3, 40)]
    later = changed([*same, *mine], WhatIf(interval_from=interval, interval_to=interval + 30))
    assert due_by_day(later).sum() <= due_by_day([*same, *mine]).sum()
