"""Many who ask at the same moment, against a committed database: only there do locks and walls show."""

from collections import Counter

import pytest

from service.actions.applications import apply_to_shift, cancel_application
from service.models import Application, Shift
from tests.factories import make
from tests.patrol.actions.test_reports_at_once import at_once
from tests.service import needed

pytestmark = pytest.mark.usefixtures("db")
MANY, PLACES = 20, 3


@pytest.fixture
def db(committed_db: None) -> None:
    """The committed database under the name by which pytest-django knows that a test database is wanted."""


def test_twenty_at_once_for_three_places() -> None:
    shift = needed.shift(quota=PLACES)
    people = [make.volunteer() for _ in range(MANY)]
    answers = at_once(MANY, lambda number: apply_to_shift(shift=shift, by=people[number], at=make.NOW).state)
    assert Counter(answers) == {"accepted": PLACES, "waiting": MANY - PLACES}
    assert Shift.objects.get().taken == PLACES


def test_one_person_in_many_shifts_at_once_has_one() -> None:
    person, shifts = make.volunteer(), [needed.shift() for _ in range(6)]
    answers = at_once(6, lambda number: apply_to_shift(shift=shifts[number], by=person, at=make.NOW).state)
    assert Counter(answers) == {"accepted": 1, "shifts_overlap": 5}


def test_places_given_back_at_once_are_taken_once_each() -> None:
    shift = needed.shift(quota=PLACES)
    people = [make.volunteer() for _ in range(2 * PLACES + 1)]
    held = [apply_to_shift(shift=shift, by=person, at=make.NOW) for person in people][:PLACES]
    at_once(PLACES, lambda n: cancel_application(application=held[n], by=people[n], at=make.NOW).state)
    found = Counter(Application.objects.values_list("state", flat=True))
    assert found == {"cancelled": PLACES, "accepted": PLACES, "waiting": 1}
