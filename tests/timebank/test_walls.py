"""The ledger's walls, tried with plain SQL that wants to break them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from people.models import User
from tests.factories import make
from timebank.actions import award
from timebank.errors import ServiceOverlaps
from timebank.models import Account, Entry, ServiceRecord, Transaction
from timebank.queries import balance, standing, trial_balance

NOW = make.NOW


def credit(
    person: User, officer: User, *, source: str = "report:1", hours: int = 2, days_ago: int = 0, hours_later: int = 0
) -> ServiceRecord:
    start = NOW - timedelta(days=days_ago, hours=-hours_later)
    return award(
        volunteer=person,
        starts_at=start,
        ends_at=start + timedelta(hours=hours),
        source=source,
        title=("巡查", "Patrol"),
        url="",
        organisation_name="",
        by=officer,
        at=NOW,
    )


def refused(statement: str, *values: object) -> str:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return str(refusal.value.__cause__.diag.constraint_name)  # type: ignore[union-attr]


def test_award_balances(volunteer: User, officer: User) -> None:
    credit(volunteer, officer)
    assert sorted(Entry.objects.values_list("amount", flat=True)) == [-7200, -20, 20, 7200]
    assert trial_balance() == 0


def test_award_of_the_same_source_is_paid_once(volunteer: User, officer: User) -> None:
    assert credit(volunteer, officer) == credit(volunteer, officer)
    assert balance(volunteer) == 7200


def test_award_refuses_overlapping_time(volunteer: User, officer: User) -> None:
    credit(volunteer, officer)
    with pytest.raises(ServiceOverlaps):
        credit(volunteer, officer, source="report:2", hours=1)
    assert balance(volunteer) == 7200


def test_standing_counts_stars(volunteer: User, officer: User) -> None:
    for day in range(13):
        credit(volunteer, officer, source=f"report:{day}", hours=8, days_ago=day)
    reached = standing(volunteer, on=NOW.date())
    assert (reached.seconds, reached.stars, reached.next_stars, reached.next_seconds) == (104 * 3600, 1, 2, 300 * 3600)


@pytest.mark.parametrize(
    "table", ["timebank_entry", "timebank_transaction", "timebank_servicerecord", "core_auditentry"]
)
def test_append_only_table_refuses_change(table: str, volunteer: User, officer: User) -> None:
    credit(volunteer, officer)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert refused(f"DELETE FROM {table}") == f"{table}_append_only"  # noqa: S608 - our own table names
    assert refused(f"UPDATE {table} SET id = id") == f"{table}_append_only"  # noqa: S608
    assert refused(f"TRUNCATE {table} CASCADE").endswith("_no_truncate")


def test_lone_entry_is_refused(volunteer: User, officer: User) -> None:
    credit(volunteer, officer)
    posting = Transaction.objects.get(currency="hours")
    account = Account.objects.get(owner=volunteer, currency="hours")
    statement = "INSERT INTO timebank_entry (transaction_id, account_id, amount) VALUES (%s, %s, 1)"
    assert refused(statement, posting.pk, account.pk) == "entries_balance"


def test_empty_transaction_is_refused(officer: User) -> None:
    statement = (
        "INSERT INTO timebank_transaction (id, kind, currency, source, memo, at)"
        " VALUES (gen_random_uuid(), 'service', 'hours', 'x', '{}', now())"
    )
    assert refused(statement) == "transaction_has_entries"


def test_points_never_pay_for_hours(volunteer: User, officer: User) -> None:
    credit(volunteer, officer)
    points = Account.objects.get(owner=volunteer, currency="points")
    house = Account.objects.get(code="service_issued")
    with pytest.raises(IntegrityError, match="does not balance"), transaction.atomic():
        mixed = Transaction.objects.create(kind="service", currency="hours", source="mixed", at=NOW)
        Entry.objects.create(transaction=mixed, account=house, amount=-60)
        Entry.objects.create(transaction=mixed, account=points, amount=60)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
