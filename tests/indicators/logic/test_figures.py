"""When a number is told, how it moved, and which rows are kept back with it."""

from datetime import date

import pytest

from indicators.logic.catalogue import BY_CODE
from indicators.logic.cohorts import triangle
from indicators.logic.figures import Movement, Parts, Told, movement, number, tellable, told
from indicators.logic.months import counted_on, known_in, run, shifted, year_of_nights

ACTIVE, COVERAGE, HAZARDS = BY_CODE["active_share"], BY_CODE["coverage"], BY_CODE["hazards"]


@pytest.mark.parametrize(
    ("code", "parts", "said", "value"),
    [
        ("coverage", Parts(1, 4, 0, 4), Told.NUMBER, 25.0),
        ("coverage", Parts(0, 0, 0, 0), Told.NOTHING, None),
        ("active_share", Parts(2, 4, 4, 4), Told.TOO_FEW, None),
        ("active_share", Parts(2, 5, 5, 5), Told.NUMBER, 40.0),
        ("hazards", Parts(3, 7200, 1, 2), Told.NUMBER, 1.5),
        ("need", Parts(6, 4, 1, 3), Told.NUMBER, 1.5),
    ],
)
def test_number_is_told_or_kept_back(code: str, parts: Parts, said: Told, value: float | None) -> None:
    assert (told(BY_CODE[code], parts), number(BY_CODE[code], parts)) == (said, value)


@pytest.mark.parametrize(
    ("code", "now", "before", "said"),
    [
        ("coverage", 50.0, 40.0, Movement.BETTER),
        ("coverage", 40.0, 50.0, Movement.WORSE),
        ("coverage", 50.0, 49.5, Movement.STEADY),
        ("coverage", 0.0, 0.0, Movement.STEADY),
        ("manual_hours", 10.0, 5.0, Movement.WORSE),
        ("hazards", 2.0, 1.0, Movement.MORE),
        ("hazards", 1.0, 2.0, Movement.LESS),
        ("coverage", 50.0, None, Movement.UNKNOWN),
    ],
)
def test_movement_follows_what_is_good(code: str, now: float, before: float | None, said: Movement) -> None:
    assert movement(BY_CODE[code], now, before) is said


def test_a_single_row_kept_back_takes_the_smallest_along() -> None:
    rows = {"a": Parts(1, 3, 3, 3), "b": Parts(5, 6, 6, 6), "c": Parts(5, 9, 9, 9)}
    assert tellable(ACTIVE, rows, is_whole=True) == {"a": Told.TOO_FEW, "b": Told.TOO_FEW, "c": Told.NUMBER}
    assert tellable(ACTIVE, rows, is_whole=False)["b"] is Told.NUMBER
    assert set(tellable(COVERAGE, rows, is_whole=True).values()) == {Told.NUMBER}


def test_people_of_two_months_are_at_least_those_of_the_larger() -> None:
    assert Parts(1, 2, 3, 4) + Parts(10, 20, 5, 1) == Parts(11, 22, 5, 5)


def test_months_of_a_night() -> None:
    assert counted_on(date(2026, 1, 31), is_ahead=False) == (date(2025, 11, 1), date(2026, 1, 1))
    assert counted_on(date(2026, 12, 1), is_ahead=True) == (date(2027, 1, 1), date(2027, 6, 1))
    assert shifted(date(2026, 1, 1), -13) == date(2024, 12, 1)
    assert run(date(2025, 12, 1), date(2026, 2, 1)) == [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]
    nights = year_of_nights(date(2026, 3, 15))
    assert (len(nights), nights[0], nights[-2:]) == (14, date(2025, 2, 28), [date(2026, 2, 28), date(2026, 3, 15)])


def test_newest_snapshot_that_counted_a_month_tells_it() -> None:
    taken = {date(2026, 5, 1), date(2026, 6, 1), date(2026, 8, 1)}
    assert known_in(date(2026, 5, 1), taken, is_ahead=False) == date(2026, 6, 1)
    assert known_in(date(2026, 6, 1), taken, is_ahead=False) == date(2026, 8, 1)
    assert known_in(date(2026, 1, 1), taken, is_ahead=False) is None
    assert known_in(date(2026, 7, 1), taken, is_ahead=True) == date(2026, 6, 1)


def test_cohorts_make_a_triangle_and_hide_the_small() -> None:
    large, small = Parts(3, 6, 6, 6), Parts(1, 2, 2, 2)
    found = {
        ("2026-03", date(2026, 4, 1)): large,
        ("2026-03", date(2026, 5, 1)): large,
        ("2026-02", date(2026, 4, 1)): Parts(9, 9, 9, 9),
        ("2026-02", date(2026, 5, 1)): Parts(9, 9, 9, 9),
        ("2026-04", date(2026, 5, 1)): small,
    }
    newest, middle, oldest = triangle(BY_CODE["retention"], found, last=date(2026, 5, 1))
    assert (newest.joined, newest.size, [cell.told for cell in newest.cells]) == (
        date(2026, 4, 1),
        None,
        [Told.TOO_FEW],
    )
    # In May the small cohort takes the smaller of the others along; in April nobody has to hide.
    assert [(cell.age_months, cell.value) for cell in middle.cells] == [(1, 50.0), (2, None)]
    assert [(cell.age_months, cell.value) for cell in oldest.cells] == [(1, None), (2, 100.0), (3, 100.0)]
