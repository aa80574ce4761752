from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from people.models import User
from tests.factories import make
from tests.timebank.test_walls import credit
from timebank.actions.entries import own_account
from timebank.actions.postings import _post
from timebank.models import Account, Currency, Entry, ServiceRecord, StarGrade, Transaction


def refused(make_it: Any, **values: Any) -> str:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        make_it(**values)
    return str(refusal.value.__cause__.diag.constraint_name)  # type: ignore[union-attr]


def test_account_is_held_once_in_a_currency(volunteer: User) -> None:
    for currency in ("hours", "points"):
        Account.objects.create(owner=volunteer, currency=currency)
    assert refused(Account.objects.create, owner=volunteer, currency="hours") == "account_once_per_owner"


def test_account_of_the_house_stands_once(db: None) -> None:
    Account.objects.create(code="service_issued", currency="hours")
    assert refused(Account.objects.create, code="service_issued", currency="hours") == "account_once_per_code"


@pytest.mark.parametrize("code", ["", "both"])
def test_account_is_a_persons_or_the_houses(code: str, volunteer: User) -> None:
    owner = volunteer if code else None
    assert refused(Account.objects.create, owner=owner, code=code, currency="hours") == "account_of_person_or_house"


def test_entry_of_nothing_is_refused(volunteer: User, officer: User) -> None:
    credit(volunteer, officer)
    posting, account = Transaction.objects.get(currency="hours"), Account.objects.get(owner=volunteer, currency="hours")
    assert refused(Entry.objects.create, transaction=posting, account=account, amount=0) == "entry_not_zero"


def test_same_source_is_never_paid_twice(volunteer: User, officer: User) -> None:
    credit(volunteer, officer, source="report:1")
    values = {"kind": "service", "currency": "hours", "source": "report:1", "at": make.NOW}
    assert refused(Transaction.objects.create, **values) == "transaction_once_per_source"


def test_nobody_serves_in_two_places_at_once(volunteer: User, officer: User) -> None:
    first = credit(volunteer, officer, source="report:1")
    own = own_account(owner=volunteer, currency=Currency.HOURS)
    posting = _post(Transaction.Kind.SERVICE, own, 60, source="report:2", by=officer, at=make.NOW)
    values = {"volunteer": volunteer, "during": first.during, "transaction": posting, "source": "3", "title_zh": "巡查"}
    assert refused(ServiceRecord.objects.create, **values) == "service_intervals_never_overlap"


def test_star_grade_stands_once_in_a_scheme(db: None) -> None:
    values = {"scheme": "city", "stars": 1, "threshold": 10, "valid_from": date(2026, 1, 1)}
    assert str(StarGrade.objects.create(**values)) == "city 1★"
    assert refused(StarGrade.objects.create, **values) == "star_grade_once"


@pytest.mark.parametrize(("language", "title"), [("zh-hans", "巡查"), ("en", "Patrol")])
def test_record_is_titled_in_the_readers_language(language: str, title: str) -> None:
    with translation.override(language):
        assert ServiceRecord(title_zh="巡查", title_en="Patrol").title == title
