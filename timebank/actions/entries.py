"""The one way into the ledger: a balanced posting of entries. Every action above takes it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from people.models import User
from timebank.models import Account, Currency, Entry, Transaction


def post(
    *,
    kind: str,
    currency: Currency,
    source: str,
    sides: Sequence[tuple[Account, int]],
    by: User | None,
    at: datetime,
    reverses: Transaction | None = None,
    memo: dict[str, Any] | None = None,
) -> Transaction:
    """Write a posting with its sides (account, amount); they sum to nothing, or the database refuses at the commit."""
    posting = Transaction.objects.create(
        kind=kind, currency=currency, source=source, at=at, by=by, reverses=reverses, memo=memo or {}
    )
    Entry.objects.bulk_create(Entry(transaction=posting, account=account, amount=amount) for account, amount in sides)
    return posting


def own_account(*, owner: User, currency: Currency) -> Account:
    """Return a person's account, made where it is the first time."""
    return Account.objects.get_or_create(owner=owner, currency=currency)[0]


def house_account(*, code: str, currency: Currency) -> Account:
    """Return an account of the house's own."""
    return Account.objects.get_or_create(code=code, currency=currency)[0]


def lock_owner(*, owner: User) -> User:
    """Lock the person: whatever changes what somebody has waits here for whoever came first."""
    return User.objects.select_for_update(no_key=True).get(pk=owner.pk)
