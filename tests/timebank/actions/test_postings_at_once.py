"""Postings made at the same moment, against a committed database: only there do locks and walls show."""

from collections import Counter
from datetime import timedelta

import pytest

from people.models import User
from tests.factories import make
from tests.patrol.actions.test_reports_at_once import at_once
from timebank.actions import award
from timebank.models import Account, Entry, ServiceRecord, Transaction
from timebank.queries import balance, trial_balance

pytestmark = pytest.mark.usefixtures("db")
MANY = 6


@pytest.fixture
def db(committed_db: None) -> None:
    """The committed database under the name by which pytest-django knows that a test database is wanted."""


def credit(person: User, officer: User, source: str, *, minutes_later: int = 0) -> str:
    begin = make.NOW + timedelta(minutes=minutes_later)
    record = award(
        volunteer=person,
        starts_at=begin,
        ends_at=begin + timedelta(hours=1),
        source=source,
        title=("巡查", "Patrol"),
        url="",
        organisation_name="",
        by=officer,
        at=make.NOW,
    )
    return record.source


def test_one_source_at_once_is_paid_once() -> None:
    person, officer = make.volunteer(), make.user()
    answers = at_once(MANY, lambda _number: credit(person, officer, "report:1"))
    assert Counter(answers) == {"report:1": MANY}
    assert (Transaction.objects.count(), ServiceRecord.objects.count(), balance(person)) == (2, 1, 3_600)


def test_overlapping_time_at_once_is_paid_once() -> None:
    person, officer = make.volunteer(), make.user()
    answers = at_once(MANY, lambda number: credit(person, officer, f"report:{number}", minutes_later=number))
    assert Counter(answers)["service_overlaps"] == MANY - 1
    assert (Transaction.objects.count(), ServiceRecord.objects.count(), balance(person)) == (2, 1, 3_600)


def test_first_hours_of_many_at_once_share_the_account_of_the_house() -> None:
    people, officer = [make.volunteer() for _ in range(MANY)], make.user()
    at_once(MANY, lambda number: credit(people[number], officer, f"report:{number}"))
    assert [balance(person) for person in people] == [3_600] * MANY
    assert (Account.objects.filter(owner=None).count(), Entry.objects.count(), trial_balance()) == (2, 4 * MANY, 0)
