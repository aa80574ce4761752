"""How many visits were owed: known years, and what must hold for all rules and visits."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from planning.logic.duty import Scope, VisitRule
from planning.logic.required import Due, Facts, Requirement, Spell, Stretch, due_days, dues

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
DAY = timedelta(days=1)
GOOD = Facts("national", "good", "0300", "", "110101")
days = st.dates(FIRST, LAST)
intervals = st.integers(1, 365)


def rule(interval: int, **fields: object) -> VisitRule:
    values = {"id": f"every-{interval}", "scope": Scope.ALL, "value": "", "valid_from": date(2020, 1, 1), **fields}
    return VisitRule(interval_days=interval, **values)  # type: ignore[arg-type]


def whole_year(interval: int, months: int = 0) -> list[Spell]:
    return [Spell(FIRST, LAST, interval, months)]


def test_every_thirty_days_is_twelve_a_year() -> None:
    found = due_days(whole_year(30))
    assert (len(found), found[0], found[-1]) == (12, date(2026, 1, 30), date(2026, 12, 26))


def test_once_a_year_falls_due_on_its_last_day() -> None:
    assert due_days(whole_year(365)) == (LAST,)


def test_every_month_falls_due_at_the_end_of_each() -> None:
    found = due_days(whole_year(31, 1))
    assert [day.month for day in found] == list(range(1, 13))
    assert {(day + DAY).day for day in found} == {1}


def test_every_quarter_falls_due_at_the_end_of_each() -> None:
    assert due_days(whole_year(92, 3)) == (date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), LAST)


@given(intervals, days)
def test_periods_add_up(interval: int, cut: date) -> None:
    """Cutting the year anywhere changes nothing: the dues of both parts are those of the whole."""
    parts = [Spell(FIRST, cut, interval), *([Spell(cut + DAY, LAST, interval)] if cut < LAST else [])]
    assert due_days(parts) == due_days(whole_year(interval))


@given(intervals, days, days)
def test_suspended_days_never_add_a_visit(interval: int, one: date, other: date) -> None:
    begin, end = min(one, other), max(one, other)
    kept = [Spell(FIRST, begin - DAY, interval)] if begin > FIRST else []
    kept += [Spell(end + DAY, LAST, interval)] if end < LAST else []
    found, whole = due_days(kept), due_days(whole_year(interval))
    assert len(whole) - len(found) in {(end - begin).days // interval + extra for extra in (0, 1, 2)}
    assert not [day for day in found if begin <= day <= end]


@given(intervals, st.integers(0, 30))
def test_a_stricter_rule_never_asks_for_less(interval: int, stricter: int) -> None:
    assert len(due_days(whole_year(max(1, interval - stricter)))) >= len(due_days(whole_year(interval)))


@given(intervals, st.lists(days, max_size=20), days)
def test_adding_a_visit_never_lowers_the_share(interval: int, visits: list[date], more: date) -> None:
    due_on = due_days(whole_year(interval))
    before, after = dues(due_on, visits, first_on=FIRST), dues(due_on, [*visits, more], first_on=FIRST)
    assert sum(one.is_met for one in after) >= sum(one.is_met for one in before)
    assert sum(one.is_met and not one.is_late for one in after) >= sum(one.is_met and not one.is_late for one in before)


@given(intervals, st.lists(days, max_size=30))
def test_no_visit_counts_twice(interval: int, visits: list[date]) -> None:
    met = [one.visited_on for one in dues(due_days(whole_year(interval)), visits, first_on=FIRST) if one.visited_on]
    assert all(met.count(day) <= visits.count(day) for day in met)
    assert len(met) <= len(visits)


def test_second_visit_makes_good_what_was_missed() -> None:
    due_on = due_days(whole_year(120))
    early, missed, last = due_on
    found = dues(due_on, [early, missed + 3 * DAY, missed + 9 * DAY], first_on=FIRST)
    assert found[1] == Due(early + DAY, missed, missed + 9 * DAY)
    assert [one.is_late for one in found] == [False, True, False]
    assert found[2] == Due(missed + DAY, last, missed + 3 * DAY)


def test_the_strictest_rule_of_each_day_counts() -> None:
    asked = Requirement([rule(90), rule(10, valid_from=date(2026, 4, 1), valid_to=date(2026, 4, 30))])
    spells = asked.spells(Stretch(FIRST, LAST, GOOD))
    assert [(one.from_on, one.interval_days) for one in spells] == [
        (FIRST, 90),
        (date(2026, 4, 1), 10),
        (date(2026, 5, 1), 90),
    ]
    assert len(asked.due_days([Stretch(FIRST, LAST, GOOD)])) == 6


def test_a_season_is_a_spell_of_its_own() -> None:
    asked = Requirement([rule(90), rule(7, season_from=601, season_to=831)])
    spells = asked.spells(Stretch(FIRST, LAST, GOOD))
    assert [one.interval_days for one in spells] == [90, 7, 90]
    assert spells[1] == Spell(date(2026, 6, 1), date(2026, 8, 31), 7)


def test_without_a_rule_once_a_year_is_owed() -> None:
    assert Requirement([]).due_days([Stretch(FIRST, LAST, GOOD)]) == (LAST,)
    assert Requirement([rule(730)]).due_days([Stretch(FIRST, LAST, GOOD)]) == (LAST,)


def test_an_open_hazard_asks_for_more() -> None:
    asked = Requirement([rule(90), rule(7, scope=Scope.HAZARD)])
    hazard = Facts("national", "good", "0300", "", "110101", has_open_hazard=True)
    calm = asked.due_days([Stretch(FIRST, LAST, GOOD)])
    worse = asked.due_days([Stretch(FIRST, date(2026, 2, 28), GOOD), Stretch(date(2026, 3, 1), LAST, hazard)])
    assert (len(calm), len(worse)) == (4, 44)
