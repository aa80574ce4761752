"""Minutes that a weekly timetable gives."""

from datetime import date

from planning.logic.free_time import exception_minutes, free_minutes

MONDAY = date(2026, 6, 1)
SATURDAY = {"weekday": 5, "start": "09:00", "end": "17:00"}


def test_free_minutes_count_each_day_of_the_week_between_both_ends() -> None:
    assert free_minutes([SATURDAY], first=MONDAY, last=date(2026, 6, 13)) == 960


def test_free_minutes_add_up_windows_of_a_day() -> None:
    windows = [{"weekday": 0, "start": "08:30", "end": "11:30"}, {"weekday": 0, "start": "14:00", "end": "15"}]
    assert free_minutes(windows, first=MONDAY, last=MONDAY) == 240


def test_free_minutes_of_a_window_that_ends_before_it_starts_are_none() -> None:
    assert free_minutes([{"weekday": 0, "start": "18:00", "end": "09:00"}], first=MONDAY, last=MONDAY) == 0


def test_free_minutes_without_a_day_or_a_window_are_none() -> None:
    assert free_minutes([SATURDAY], first=date(2026, 6, 8), last=MONDAY) == 0
    assert free_minutes([], first=MONDAY, last=date(2026, 6, 30)) == 0


def test_free_minutes_never_exceed_the_day() -> None:
    windows = [{"weekday": 0, "start": "00:00", "end": "24:00"}] * 2
    assert free_minutes(windows, first=MONDAY, last=MONDAY) == 1440


def test_days_away_take_and_other_hours_give() -> None:
    week = [{"weekday": 0, "start": "08:00", "end": "12:00"}]
    monday = date(2026, 6, 1)
    days = {"first": monday, "last": date(2026, 6, 14)}
    away = {"from_on": "2026-05-20", "to_on": "2026-06-03", "start": None, "end": None}
    evening = {"from_on": "2026-06-08", "to_on": "2026-06-09", "start": "18:00", "end": "20:00"}
    assert exception_minutes(week, [away], quiet=None, **days) == -240
    assert exception_minutes(week, [evening], quiet=None, **days) == 120 - 240 + 120
    assert exception_minutes(week, [away], quiet=(monday, monday), **days) == 0
    assert exception_minutes(week, [], quiet=None, **days) == 0
