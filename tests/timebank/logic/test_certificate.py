"""Numbers that show a slip, documents half hidden, services summed up."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timebank.logic.certificate import Line, Served, is_number, lines, masked, number_of

serials = st.integers(0, 999_999)


def test_number_holds_year_serial_and_check() -> None:
    number = number_of(2026, 42)
    assert (number[:11], len(number), is_number(number)) == ("2026-000042", 14, True)


@given(serials, st.integers(0, 11), st.integers(1, 9))
def test_a_wrong_digit_shows(serial: int, place: int, off: int) -> None:
    digits = list(number_of(2026, serial).replace("-", ""))
    digits[place] = str((int(digits[place]) + off) % 10)
    assert not is_number("".join(digits))


@given(serials, st.integers(0, 10))
def test_two_exchanged_digits_show(serial: int, place: int) -> None:
    digits = list(number_of(2026, serial).replace("-", ""))
    same = digits[place] == digits[place + 1]
    digits[place], digits[place + 1] = digits[place + 1], digits[place]
    assert is_number("".join(digits)) is same


@pytest.mark.parametrize(
    ("document", "shown"),
    [("11010119900307123X", "110*************3X"), ("E12345678", "E12****78"), ("1234", "****"), ("123456", "******")],
)
def test_middle_of_a_document_is_hidden(document: str, shown: str) -> None:
    assert masked(document) == shown


def test_services_of_a_kind_are_one_line_the_longest_first() -> None:
    served = [
        Served("巡查", "守望队", date(2026, 5, 2), 1800),
        Served("培训", "守望队", date(2026, 5, 3), 3000),
        Served("巡查", "守望队", date(2026, 4, 1), 1800),
    ]
    assert lines(served) == [
        Line("巡查", "守望队", 2, date(2026, 4, 1), date(2026, 5, 2), 3600),
        Line("培训", "守望队", 1, date(2026, 5, 3), date(2026, 5, 3), 3000),
    ]


@given(st.permutations([Served(t, "队", date(2026, 1, d), s) for t, d, s in (("a", 1, 5), ("b", 2, 5), ("a", 3, 9))]))
def test_the_order_of_the_records_does_not_matter(served: list[Served]) -> None:
    assert [(line.title, line.seconds) for line in lines(served)] == [("a", 14), ("b", 5)]
