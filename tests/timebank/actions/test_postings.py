from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DataError, IntegrityError, transaction
from psycopg.types.range import TimestamptzRange

from core.models import AuditEntry
from people.models import User
from tests.factories import make
from timebank.actions import award
from timebank.errors import ServiceOverlaps
from timebank.models import Account, Entry, ServiceRecord, Transaction
from timebank.queries import balance, trial_balance

HOUR = timedelta(hours=1)


def credit(person: User, officer: User, begin: datetime, end: datetime, **fields: Any) -> ServiceRecord:
    values = {"source": f"report:{begin}", "title": ("巡查钟楼", "Patrol of the Bell Tower"), "url": "/r/1"}
    return award(
        volunteer=person,
        starts_at=begin,
        ends_at=end,
        organisation_name="守望队",
        by=officer,
        at=make.NOW + HOUR,
        **{**values, **fields},
    )


def test_award_writes_the_record_behind_the_hours(volunteer: User, officer: User) -> None:
    record = credit(volunteer, officer, make.NOW, make.NOW + HOUR, source="report:1")
    record.refresh_from_db()
    assert record.during == TimestamptzRange(make.NOW, make.NOW + HOUR, "[)")
    assert (record.volunteer, record.source, record.url) == (volunteer, "report:1", "/r/1")
    assert (record.title_zh, record.title_en) == ("巡查钟楼", "Patrol of the Bell Tower")
    assert record.organisation_name == "守望队"


def test_award_posts_both_sides(volunteer: User, officer: User) -> None:
    posting = credit(volunteer, officer, make.NOW, make.NOW + HOUR, source="report:1").transaction
    assert (posting.kind, posting.currency, posting.source) == ("service", "hours", "report:1")
    assert (posting.by, posting.at) == (officer, make.NOW + HOUR)
    sides = posting.entries.order_by("amount").values_list("account__code", "account__owner", "amount")
    assert list(sides) == [("service_issued", None, -3_600), ("", volunteer.pk, 3_600)]


def test_award_is_audited_once(volunteer: User, officer: User) -> None:
    for _ in range(2):
        record = credit(volunteer, officer, make.NOW, make.NOW + HOUR)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.target, entry.target_id) == ("award", "timebank.Transaction", str(record.transaction_id))
    assert (entry.by_id, entry.at) == (officer.pk, make.NOW + HOUR)
    assert entry.change == {"volunteer": str(volunteer.pk), "seconds": 3_600, "points": 10}


def test_award_again_keeps_the_accounts(volunteer: User, officer: User) -> None:
    credit(volunteer, officer, make.NOW, make.NOW + HOUR)
    credit(volunteer, officer, make.NOW + HOUR, make.NOW + 2 * HOUR)
    assert (Account.objects.count(), Entry.objects.count(), balance(volunteer), trial_balance()) == (4, 8, 7_200, 0)


def test_award_gives_the_same_time_to_two_people(volunteer: User, officer: User) -> None:
    other = make.volunteer()
    credit(volunteer, officer, make.NOW, make.NOW + HOUR, source="report:1")
    credit(other, officer, make.NOW, make.NOW + HOUR, source="report:2")
    assert (balance(volunteer), balance(other), trial_balance()) == (3_600, 3_600, 0)


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        (0, 60),  # the same
        (-30, 30),  # over the beginning
        (30, 90),  # over the end
        (20, 40),  # within
        (-30, 90),  # around
        (59, 61),  # the last minute
    ],
)
def test_award_refuses_time_that_was_credited_and_leaves_nothing(
    begin: int, end: int, volunteer: User, officer: User
) -> None:
    credit(volunteer, officer, make.NOW, make.NOW + HOUR)
    minutes = timedelta(minutes=1)
    with pytest.raises(ServiceOverlaps):
        credit(volunteer, officer, make.NOW + begin * minutes, make.NOW + end * minutes, source="report:2")
    counts = [model.objects.count() for model in (ServiceRecord, Transaction, Entry, AuditEntry)]  # type: ignore[attr-defined]
    assert counts == [1, 2, 4, 1]


def test_award_takes_time_that_touches(volunteer: User, officer: User) -> None:
    for hour in (0, 1, -1):
        credit(volunteer, officer, make.NOW + hour * HOUR, make.NOW + (hour + 1) * HOUR)
    assert balance(volunteer) == 3 * 3_600


@pytest.mark.parametrize(("seconds", "wall"), [(0, IntegrityError), (-60, DataError)])
def test_award_of_no_time_breaks_on_a_wall_and_leaves_nothing(
    seconds: int, wall: type[Exception], volunteer: User, officer: User
) -> None:
    with pytest.raises(wall), transaction.atomic():
        credit(volunteer, officer, make.NOW, make.NOW + timedelta(seconds=seconds))
    assert (Transaction.objects.count(), ServiceRecord.objects.count(), balance(volunteer)) == (0, 0, 0)
