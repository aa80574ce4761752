"""The trial balance finds what somebody did who went round every wall."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from people.models import Delivery, Notice, Role, User
from tests.factories import make
from tests.timebank.rewarded import NOW, held, rich, shop
from timebank.actions.trial import strike_trial_balance
from timebank.models import Account, Item, PointLot, Sponsor, Transaction, TrialBalance


@contextmanager
def no_walls() -> Iterator[None]:
    """Work as a replica does, past every trigger."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        yield
        cursor.execute("SET session_replication_role = origin")


def struck() -> dict[str, TrialBalance]:
    return {one.currency: one for one in strike_trial_balance(at=NOW)}


def test_a_whole_ledger_balances_and_nobody_is_told(volunteer: User, officer: User) -> None:
    held(shop(), rich(volunteer, officer))
    make.grant(make.user(), Role.ADMINISTRATOR)
    found = struck()
    assert [(one.entries, one.total, one.is_balanced) for one in found.values()] == [(12, 0, True), (14, 0, True)]
    assert Notice.objects.filter(kind="ledger_off_balance").count() == 0


def test_a_lone_entry_is_found_and_every_administrator_is_told_at_once(volunteer: User, officer: User) -> None:
    rich(volunteer, officer, hours=1)
    administrator = make.user()
    make.grant(administrator, Role.ADMINISTRATOR)
    posting = Transaction.objects.get(currency="hours")
    account = Account.objects.get(owner=volunteer, currency="hours")
    with no_walls(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO timebank_entry (transaction_id, account_id, amount) VALUES (%s, %s, 60)",
            [posting.pk, account.pk],
        )
    found = struck()
    assert (found["hours"].total, found["hours"].unbalanced, found["hours"].is_balanced) == (60, 1, False)
    assert found["points"].is_balanced
    notice = Notice.objects.get(kind="ledger_off_balance")
    assert (notice.user, notice.params) == (administrator, {"currency": ["服务时长", "service hours"]})
    assert set(Delivery.objects.filter(notice=notice).values_list("is_urgent", flat=True)) <= {True}


@pytest.mark.parametrize(
    ("table", "statement", "what"),
    [
        (PointLot, 'UPDATE timebank_pointlot SET "left" = "left" - 1 WHERE "left" > 0', "lots_differ"),
        (Item, "UPDATE timebank_item SET stock = stock + 1", "rewards_differ"),
        (Sponsor, "UPDATE timebank_sponsor SET budget = budget + 1", "rewards_differ"),
        (Sponsor, "UPDATE timebank_sponsor SET spent = spent - 1", "rewards_differ"),
    ],
)
def test_what_was_turned_by_hand_is_found(
    table: type, statement: str, what: str, volunteer: User, officer: User
) -> None:
    held(shop(), rich(volunteer, officer))
    with no_walls(), connection.cursor() as cursor:
        cursor.execute(statement)
    found = struck()["points"]
    assert (getattr(found, what), found.is_balanced) == (1, False)
