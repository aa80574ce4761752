"""The nightly look at the whole ledger: kept, and told at once where something is wrong."""

from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import transaction
from django.urls import reverse

from core import audit
from core.sql import Statements
from people.actions import notify
from people.models import Role, User
from people.notices import in_both
from timebank.models import Currency, TrialBalance

SQL: Final = Statements(Path(__file__).resolve().parent.parent / "sql")


def strike_trial_balance(*, at: datetime) -> list[TrialBalance]:
    """Add up each currency, look at every posting, lot, stock and budget, keep what was found; alarm administrators if wrong."""
    with transaction.atomic():
        found = [TrialBalance.objects.create(at=at, **_look(currency)) for currency in Currency.values]
        for one in found:
            if not one.is_balanced:
                audit.record("ledger_off_balance", one, by=None, at=at, change={"currency": one.currency})
                params = {"currency": in_both(Currency(one.currency).label)}
                url = reverse("timebank:ledger")
                notify(users=_administrators(), kind="ledger_off_balance", params=params, url=url, at=at)
    return found


def _look(currency: str) -> dict[str, int | str]:
    [row] = SQL.rows("trial_balance", {"currency": currency})
    is_points = currency == Currency.POINTS.value
    lots = SQL.value("lots_differ") if is_points else 0
    rewards = SQL.value("rewards_differ") if is_points else 0
    return {"currency": currency, **row, "lots_differ": lots, "rewards_differ": rewards}


def _administrators() -> list[User]:
    held = User.objects.filter(role_grants__role=Role.ADMINISTRATOR, role_grants__revoked_at=None, is_active=True)
    return list(held.distinct())
