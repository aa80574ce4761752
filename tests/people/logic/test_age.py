"""The age somebody has for certain."""

from datetime import date

import pytest

from people.logic.age import least_age

TODAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("born_on", "birth_year", "age"),
    [
        (date(2008, 6, 1), None, 18),
        (date(2008, 6, 2), None, 17),
        (date(2012, 2, 29), None, 14),
        (None, 2008, 17),
        (None, 2007, 18),
        (date(2000, 1, 1), 2015, 26),
        (None, None, None),
    ],
)
def test_age_is_the_least_that_is_certain(born_on: date | None, birth_year: int | None, age: int | None) -> None:
    assert least_age(TODAY, born_on=born_on, birth_year=birth_year) == age
