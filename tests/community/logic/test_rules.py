"""Words, spikes, silences, seasons and streaks."""

import math
from datetime import date, timedelta

import pytest

from community.logic.care import due_on, ends_quietly, is_in_season, season_year, streak
from community.logic.limits import silence
from community.logic.spikes import at_least, judge
from community.logic.words import Word, found, may_tell_a_place

CRACK = Word("crack", ("裂缝", "开裂"), ("没有裂缝", "无裂缝"))
CASINO = Word("casino", ("casino",), is_whole_word=True)


@pytest.mark.parametrize("text", ["墙上有裂缝", "裂 缝", "裂\u200b缝", "裂*缝", "墙体开裂了", "没有裂缝？其实有裂缝"])
def test_word_is_found_however_it_is_written(text: str) -> None:
    assert found(text, [CRACK]) == ["crack"]


@pytest.mark.parametrize("text", ["墙面平整", "没有裂缝", "今天看了，无裂缝。", ""])
def test_word_is_not_found_where_it_means_nothing(text: str) -> None:
    assert found(text, [CRACK]) == []


@pytest.mark.parametrize(
    ("text", "is_hit"), [("Casino!", True), ("ＣＡＳＩＮＯ", True), ("casinos", False), ("ocasino", False)]
)
def test_latin_word_is_whole(text: str, is_hit: bool) -> None:  # noqa: FBT001 - of the table
    assert (found(text, [CASINO]) == ["casino"]) == is_hit


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("在116.3894, 39.9407", True),
        ("N39°56′ E116°23′", True),
        ("北纬39度56分，东经116度23分", True),
        ("走了3.250公里", False),
        ("2026.11.27 去看了，高 12.5 米，宽 3.2 米", False),
    ],
)
def test_position_is_noticed(text: str, tells: bool) -> None:  # noqa: FBT001 - of the table
    assert may_tell_a_place(text) == tells


def test_tail_agrees_with_poisson_where_the_rate_is_certain() -> None:
    exact = 1 - sum(math.exp(-3) * 3**k / math.factorial(k) for k in range(8))
    assert at_least(8, shape=3e6, exposure=1e6) == pytest.approx(exact, rel=1e-3)
    assert at_least(0, shape=1, exposure=1) == 1


def test_quiet_city_stays_quiet() -> None:
    assert not judge(2, [0] * 56).is_unusual
    assert not judge(5, [3, 4, 5, 2, 3, 4, 6] * 8).is_unusual
    assert not judge(40, []).is_unusual


def test_spike_is_unusual_also_after_an_earlier_one() -> None:
    assert judge(4, [0] * 56).is_unusual
    assert judge(15, [3, 4, 5, 2, 3, 4, 6] * 8).is_unusual
    assert judge(15, [3, 4, 5, 2, 3, 4, 90] + [3, 4, 5, 2, 3, 4, 6] * 7).is_unusual
    assert judge(25, [1] * 56, days=7).is_unusual
    assert not judge(9, [1] * 56, days=7).is_unusual


def test_silence_grows() -> None:
    assert [silence(n).days for n in range(7)] == [0, 0, 1, 3, 7, 30, 30]


def test_promise_falls_due_after_the_last_look_and_ends_after_three_missed() -> None:
    since = date(2026, 1, 1)
    assert due_on(since, None, 4) == since + timedelta(days=91)
    assert due_on(since, date(2026, 3, 1), 12) == date(2026, 3, 31)
    assert due_on(since, date(2025, 3, 1), 12) == date(2026, 1, 31)
    assert not ends_quietly(since, None, 4, since + timedelta(days=272))
    assert ends_quietly(since, None, 4, since + timedelta(days=273))


@pytest.mark.parametrize(
    ("day", "runs"), [((12, 31), True), ((1, 1), True), ((3, 15), True), ((3, 16), False), ((11, 14), False)]
)
def test_season_may_run_over_the_new_year(day: tuple[int, int], runs: bool) -> None:  # noqa: FBT001 - of the table
    assert is_in_season("11-15", "03-15", date(2026, *day)) == runs


def test_season_belongs_to_the_year_it_began_in() -> None:
    assert season_year("11-15", date(2026, 1, 3)) == 2025
    assert season_year("11-15", date(2026, 12, 3)) == 2026


def test_streak_counts_months_and_waits_for_the_running_one() -> None:
    days = {date(2025, 11, 3), date(2025, 12, 30), date(2026, 1, 2), date(2026, 1, 9), date(2025, 6, 1)}
    assert streak(days, date(2026, 2, 10)) == streak(days, date(2026, 1, 31))
    assert (streak(days, date(2026, 2, 10)).now, streak(days, date(2026, 2, 10)).best) == (3, 3)
    assert streak(days, date(2026, 3, 1)).now == 0
    assert streak(set(), date(2026, 3, 1)).best == 0
