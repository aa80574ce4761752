from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.logic.delivery import (
    GATHER,
    HOLD,
    MOST_ATTEMPTS,
    Habits,
    after_quiet,
    due_at,
    held_until,
    may_be_a_place,
    next_digest,
    next_try,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
NIGHT = (time(21, 30), time(7, 30))


def habits(digest: str = "none", quiet: tuple[time, time] | None = NIGHT) -> Habits:
    return Habits(quiet=quiet, digest=digest, morning=time(7, 30), zone=SHANGHAI)


def at(text: str) -> datetime:
    """A moment of the first week of June 2026 (the 1st is a Monday), local time."""
    day, _, clock = text.partition(" ")
    return datetime.combine(date(2026, 6, int(day)), time.fromisoformat(clock), SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "goes"),
    [
        ("1 12:00", "1 12:00"),
        ("1 21:29", "1 21:29"),
        ("1 21:30", "2 07:30"),
        ("1 23:59", "2 07:30"),
        ("2 00:00", "2 07:30"),
        ("2 07:29", "2 07:30"),
        ("2 07:30", "2 07:30"),
    ],
)
def test_quiet_over_midnight_ends_in_the_morning(moment: str, goes: str) -> None:
    assert after_quiet(at(moment), habits()) == at(goes)
    assert after_quiet(at(moment).astimezone(UTC), habits()) == at(goes)


@pytest.mark.parametrize(("moment", "goes"), [("1 12:59", "1 12:59"), ("1 13:00", "1 14:30"), ("1 14:30", "1 14:30")])
def test_quiet_at_noon(moment: str, goes: str) -> None:
    assert after_quiet(at(moment), habits(quiet=(time(13), time(14, 30)))) == at(goes)


def test_never_quiet() -> None:
    assert after_quiet(at("2 03:00"), habits(quiet=None)) == at("2 03:00")


@given(st.integers(0, 10**7).map(lambda seconds: at("1 00:00") + timedelta(seconds=seconds)), st.times(), st.times())
def test_what_goes_goes_within_a_day_and_not_in_the_quiet(moment: datetime, start: time, end: time) -> None:
    mine = habits(quiet=(start, end))
    goes = after_quiet(moment, mine)
    assert timedelta(0) <= goes - moment <= timedelta(days=1)
    assert after_quiet(goes, mine) == goes


@pytest.mark.parametrize(
    ("digest", "moment", "goes"),
    [
        ("daily", "1 07:29", "1 07:30"),
        ("daily", "1 07:30", "2 07:30"),
        ("daily", "1 22:00", "2 07:30"),
        ("weekly", "1 07:29", "1 07:30"),
        ("weekly", "1 07:30", "8 07:30"),
        ("weekly", "3 12:00", "8 07:30"),
        ("weekly", "7 23:00", "8 07:30"),
    ],
)
def test_digest_comes_next_morning_or_next_monday(digest: str, moment: str, goes: str) -> None:
    assert next_digest(at(moment), habits(digest)) == at(goes)


def test_due_after_gathering_and_mail_in_the_digest() -> None:
    assert due_at(at("1 12:00"), habits(), is_mail=True) == at("1 12:01")
    assert due_at(at("1 21:29"), habits(), is_mail=False) == at("2 07:30")
    assert due_at(at("1 12:00"), habits("daily"), is_mail=True) == at("2 07:30")
    assert due_at(at("1 12:00"), habits("daily"), is_mail=False) == at("1 12:00") + GATHER


def test_held_only_while_all_was_told_within_the_hour() -> None:
    now, half = at("1 12:00"), at("1 11:30")
    assert held_until(now, habits(), [None]) is None
    assert held_until(now, habits(), [half, None]) is None
    assert held_until(now, habits(), [now - HOLD]) is None
    assert held_until(now, habits(), [half]) == at("1 12:30")
    assert held_until(now, habits(), [half, at("1 11:10")]) == at("1 12:10")
    assert held_until(at("1 21:00"), habits(), [at("1 20:45")]) == at("2 07:30")


def test_tries_again_after_ever_longer_and_then_no_more() -> None:
    start = at("1 12:00")
    waits = [next_try(attempts, start) for attempts in range(1, MOST_ATTEMPTS + 1)]
    assert [wait - start if wait else None for wait in waits] == [
        timedelta(minutes=1),
        timedelta(minutes=4),
        timedelta(minutes=16),
        timedelta(minutes=64),
        timedelta(minutes=256),
        None,
    ]


@pytest.mark.parametrize("value", ["钟楼", 3, None, ["钟楼", "Bell Tower"], date(2026, 6, 1), True])
def test_words_days_and_counts_are_no_place(value: object) -> None:
    assert not may_be_a_place(value)


@pytest.mark.parametrize(
    "value", [116.4, Decimal("39.9"), {"lon": 1}, [116.4, 39.9], ["x", {"type": "Point"}], (1, [2.5])]
)
def test_fractions_and_tables_may_be_a_place(value: object) -> None:
    assert may_be_a_place(value)
