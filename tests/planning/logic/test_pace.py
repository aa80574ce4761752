"""How far a campaign has come, and when it ends."""

from datetime import date

from planning.logic.pace import Day, Forecast, by_day, forecast

MONDAY = date(2026, 6, 1)


def day(number: int) -> date:
    return date(2026, 6, number)


def test_days_are_running_totals_and_hold_what_was_before() -> None:
    asked = {date(2026, 5, 30): 2, day(2): 3}
    assert by_day(asked, {day(3): 1}, first=MONDAY, last=day(3)) == (
        Day(day(1), 2, 0),
        Day(day(2), 5, 0),
        Day(day(3), 5, 1),
    )


def test_a_day_before_the_first_is_that_day_alone() -> None:
    assert by_day({}, {}, first=day(5), last=day(1)) == (Day(day(5), 0, 0),)


def test_the_end_is_what_is_left_at_the_pace_of_the_last_fortnight() -> None:
    done = {day(1): 50, day(10): 7, day(20): 7}
    assert forecast(done, left=10, first=MONDAY, today=day(20)) == Forecast(10, 1.0, day(30))


def test_a_young_campaign_is_measured_since_its_first_day() -> None:
    assert forecast({day(2): 4}, left=3, first=MONDAY, today=day(2)) == Forecast(3, 2.0, day(4))


def test_a_standstill_has_no_end_and_nothing_left_ends_today() -> None:
    assert forecast({}, left=3, first=MONDAY, today=day(20)) == Forecast(3, 0.0, None)
    assert forecast({}, left=0, first=MONDAY, today=day(20)) == Forecast(0, 0.0, day(20))
