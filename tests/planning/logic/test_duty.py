from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.logic.duty import (
    Duty,
    Scope,
    Status,
    VisitRule,
    due_on,
    interval_of,
    is_in_season,
    months_later,
    soon_days,
    status,
    strictest,
)

TODAY = date(2026, 11, 24)
SITE = {
    "level": "county",
    "condition": "poor",
    "category": "0301",
    "district_code": "110105",
    "parent_category": "0300",
}
VALUES = {
    Scope.LEVEL: ["county", "national"],
    Scope.CONDITION: ["poor", "good"],
    Scope.HAZARD: ["open"],
    Scope.SECTION: ["", "key"],
    Scope.ALL: [""],
}


def rule(rule_id: str, scope: Scope, value: str, days: int, **more: object) -> VisitRule:
    return VisitRule(rule_id, scope, value, days, **{"valid_from": date(2026, 1, 1), **more})


def duty(*rules: VisitRule, has_open_hazard: bool = False, on: date = TODAY) -> Duty | None:
    return strictest(rules, **SITE, has_open_hazard=has_open_hazard, on=on)


@st.composite
def any_rule(draw: st.DrawFn) -> VisitRule:
    scope = draw(st.sampled_from(Scope))
    return rule(
        draw(st.text("abc", min_size=1, max_size=4)),
        scope,
        draw(st.sampled_from(VALUES[scope])),
        draw(st.integers(1, 400)),
        district=draw(st.sampled_from(["", "11", "110105", "31"])),
        category=draw(st.sampled_from(["", "0300", "0301", "0100"])),
        valid_to=draw(st.sampled_from([None, date(2026, 6, 1), TODAY])),
        level=draw(st.sampled_from(["", "county", "national"])),
        condition=draw(st.sampled_from(["", "poor", "good"])),
        interval_months=draw(st.integers(0, 14)),
    )


def test_strictest_takes_the_shortest_interval() -> None:
    rules = rule("county", Scope.LEVEL, "county", 60), rule("poor", Scope.CONDITION, "poor", 30)
    assert duty(*rules) == Duty(30, "poor", Scope.CONDITION)


def test_strictest_of_equal_intervals_names_the_smaller_id() -> None:
    assert duty(rule("b", Scope.LEVEL, "county", 30), rule("a", Scope.CONDITION, "poor", 30)).rule_id == "a"


@pytest.mark.parametrize(
    "unfit",
    [
        rule("other level", Scope.LEVEL, "national", 1),
        rule("other condition", Scope.CONDITION, "good", 1),
        rule("no hazard", Scope.HAZARD, "open", 1),
        rule("other district", Scope.LEVEL, "county", 1, district="31"),
        rule("other category", Scope.LEVEL, "county", 1, category="0100"),
        rule("not yet", Scope.LEVEL, "county", 1, valid_from=TODAY + timedelta(days=1)),
        rule("no more", Scope.LEVEL, "county", 1, valid_to=TODAY - timedelta(days=1)),
    ],
    ids=lambda one: one.id,
)
def test_strictest_ignores_a_rule_that_does_not_fit(unfit: VisitRule) -> None:
    assert duty(unfit) is None
    assert duty(unfit, rule("fits", Scope.LEVEL, "county", 60)) == Duty(60, "fits", Scope.LEVEL)


@pytest.mark.parametrize(
    "place", [{"district": "11"}, {"district": "110105"}, {"category": "0301"}, {"category": "0300"}]
)
def test_strictest_fits_by_prefix_and_parent_category(place: dict[str, str]) -> None:
    assert duty(rule("fits", Scope.LEVEL, "county", 60, **place)) == Duty(60, "fits", Scope.LEVEL)


@pytest.mark.parametrize("on", [date(2026, 1, 1), TODAY])
def test_strictest_counts_both_ends_of_the_validity(on: date) -> None:
    assert duty(rule("fits", Scope.LEVEL, "county", 60, valid_to=TODAY), on=on) == Duty(60, "fits", Scope.LEVEL)


def test_strictest_after_a_hazard_is_the_hazard_rule() -> None:
    rules = rule("county", Scope.LEVEL, "county", 60), rule("hazard", Scope.HAZARD, "open", 7)
    assert duty(*rules, has_open_hazard=True) == Duty(7, "hazard", Scope.HAZARD)


@given(rules=st.lists(any_rule(), unique_by=lambda one: one.id), random=st.randoms(), has_open_hazard=st.booleans())
def test_strictest_does_not_depend_on_order(*, rules: list[VisitRule], random: object, has_open_hazard: bool) -> None:
    shuffled = list(rules)
    random.shuffle(shuffled)
    assert duty(*rules, has_open_hazard=has_open_hazard) == duty(*shuffled, has_open_hazard=has_open_hazard)


@given(rules=st.lists(any_rule()), more=any_rule(), has_open_hazard=st.booleans())
def test_strictest_never_longer_with_one_more_rule(
    *, rules: list[VisitRule], more: VisitRule, has_open_hazard: bool
) -> None:
    before = duty(*rules, has_open_hazard=has_open_hazard)
    after = duty(*rules, more, has_open_hazard=has_open_hazard)
    days = [10**6 if one is None else one.interval_days for one in (before, after)]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 2, 28), 12, date(2028, 2, 28)),
        (date(2026, 11, 24), 3, date(2027, 2, 24)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
    ],
)
def test_calendar_months_end_where_the_month_does(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later
    assert interval_of(rule("m", Scope.ALL, "", 30, interval_months=months), day) == (later - day).days


def test_month_counts_as_its_days_for_a_site_never_visited() -> None:
    assert interval_of(rule("m", Scope.ALL, "", 30, interval_months=1), None) == 30


@pytest.mark.parametrize(("visit", "stricter"), [(date(2026, 1, 20), "thirty"), (date(2026, 2, 10), "month")])
def test_month_and_thirty_days_are_compared_from_the_visit(visit: date, stricter: str) -> None:
    rules = rule("month", Scope.ALL, "", 30, interval_months=1), rule("thirty", Scope.ALL, "", 30)
    found = strictest(rules, **SITE, has_open_hazard=False, on=TODAY, last_visited_on=visit)
    assert found.rule_id == stricter


@pytest.mark.parametrize(
    ("season", "inside", "outside"),
    [
        ((601, 831), [date(2026, 6, 1), date(2026, 8, 31)], [date(2026, 5, 31), date(2026, 9, 1)]),
        (
            (1115, 315),
            [date(2026, 11, 15), date(2027, 1, 1), date(2027, 3, 15)],
            [date(2026, 11, 14), date(2027, 3, 16)],
        ),
        ((0, 0), [date(2028, 2, 29)], []),
        ((229, 229), [date(2028, 2, 29)], [date(2027, 2, 28)]),
    ],
)
def test_season_includes_both_ends_and_may_run_over_the_turn_of_the_year(
    season: tuple[int, int], inside: list[date], outside: list[date]
) -> None:
    seasonal = rule("s", Scope.ALL, "", 7, season_from=season[0], season_to=season[1])
    assert [is_in_season(seasonal, day) for day in inside] == [True] * len(inside)
    assert [duty(seasonal, on=day) for day in outside] == [None] * len(outside)


def test_section_rules_fit_lines_cut_into_sections() -> None:
    rules = rule("all sections", Scope.SECTION, "", 365), rule("key sections", Scope.SECTION, "key", 30)

    def found(*, has_sections: bool, has_key_section: bool) -> str | None:
        facts = {**SITE, "has_sections": has_sections, "has_key_section": has_key_section}
        one = strictest(rules, **facts, has_open_hazard=False, on=TODAY)
        return one.rule_id if one else None

    assert found(has_sections=False, has_key_section=False) is None
    assert found(has_sections=True, has_key_section=False) == "all sections"
    assert found(has_sections=True, has_key_section=True) == "key sections"


def test_level_and_condition_narrow_a_rule() -> None:
    assert duty(rule("fits", Scope.ALL, "", 9, level="county", condition="poor")).rule_id == "fits"
    assert duty(rule("level", Scope.ALL, "", 9, level="national")) is None
    assert duty(rule("condition", Scope.LEVEL, "county", 9, condition="good")) is None


@given(
    rules=st.lists(any_rule(), unique_by=lambda one: one.id, min_size=1),
    visits=st.lists(st.dates(date(2020, 1, 1), date(2028, 12, 31)), min_size=2, max_size=2).map(sorted),
)
def test_due_day_never_moves_back_with_a_later_visit(*, rules: list[VisitRule], visits: list[date]) -> None:
    found = [strictest(rules, **SITE, has_open_hazard=True, on=TODAY, last_visited_on=visit) for visit in visits]
    if all(found):
        earlier, later = (due_on(visit, one.interval_days) for visit, one in zip(visits, found, strict=True))
        assert earlier <= later


def test_due_on_is_the_interval_after_the_visit() -> None:
    assert due_on(date(2026, 10, 25), 30) == TODAY


def test_due_on_without_a_visit_is_none() -> None:
    assert due_on(None, 30) is None


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 999), st.integers(1, 400))
def test_due_on_grows_with_the_visit(visit: date, later: int, days: int) -> None:
    assert due_on(visit + timedelta(days=later), days) - due_on(visit, days) == timedelta(days=later)


@pytest.mark.parametrize(
    ("due_in", "expected"),
    [(-1, Status.OVERDUE), (0, Status.DUE_SOON), (7, Status.DUE_SOON), (8, Status.CURRENT), (None, Status.CURRENT)],
)
def test_status_by_the_days_left(due_in: int | None, expected: Status) -> None:
    due = None if due_in is None else TODAY + timedelta(days=due_in)
    assert status(last_visited_on=date(2026, 1, 1), due_on=due, today=TODAY) == expected


@pytest.mark.parametrize(("interval", "soon"), [(365, 7), (30, 7), (21, 7), (20, 6), (7, 2), (2, 0), (0, 0)])
def test_site_is_not_due_soon_on_the_day_of_its_visit(interval: int, soon: int) -> None:
    assert soon_days(interval) == soon
    left = TODAY + timedelta(days=soon)
    assert status(last_visited_on=left - timedelta(days=interval), due_on=left, today=TODAY) == Status.DUE_SOON
    if interval > 2:
        assert status(last_visited_on=TODAY, due_on=TODAY + timedelta(days=interval), today=TODAY) == Status.CURRENT


def test_status_without_a_visit_is_never() -> None:
    assert status(last_visited_on=None, due_on=None, today=TODAY) == Status.NEVER


@pytest.mark.parametrize(("days", "expected"), [(1, Status.SUSPENDED), (0, Status.SUSPENDED), (-1, Status.NEVER)])
def test_status_suspended_includes_the_last_day(days: int, expected: Status) -> None:
    until = TODAY + timedelta(days=days)
    assert status(last_visited_on=None, due_on=None, today=TODAY, suspended_until=until) == expected


@given(st.dates(date(2025, 1, 1), TODAY), st.integers(1, 400), st.integers(0, 400))
def test_status_gets_no_worse_with_a_later_visit(visit: date, days: int, later: int) -> None:
    order = [Status.OVERDUE, Status.DUE_SOON, Status.CURRENT]
    visits = visit, visit + timedelta(days=later)
    stands = [order.index(status(last_visited_on=v, due_on=due_on(v, days), today=TODAY)) for v in visits]
    assert stands == sorted(stands)
