"""Many services posted at once are as balanced and as unique as one."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection

from people.models import User
from timebank.actions import award
from timebank.demo import Service, post
from timebank.models import Transaction
from timebank.queries import balance, service_records, trial_balance

NINE = datetime(2026, 3, 7, 1, 0, tzinfo=UTC)


def service(volunteer: User, by: User, hour: int, minutes: int = 40) -> Service:
    starts_at = NINE + timedelta(hours=hour)
    return Service(
        volunteer_id=UUID(str(volunteer.pk)),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        source=f"report:{hour}",
        title=("巡查：钟楼", "Patrol: Bell Tower"),
        url="/",
        organisation_name="守望队",
        posted_at=starts_at + timedelta(days=1),
        posted_by_id=UUID(str(by.pk)),
    )


def test_post_credits_each_service_and_balances(volunteer: User, officer: User) -> None:
    assert post([service(volunteer, officer, hour) for hour in (2, 0, 1)]) == 3

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert balance(volunteer) == 3 * 40 * 60
    assert trial_balance() == 0
    assert [record.source for record in service_records(volunteer)] == ["report:2", "report:1", "report:0"]


def test_post_is_known_to_award(volunteer: User, officer: User) -> None:
    one = service(volunteer, officer, 0)
    post([one])

    again = award(
        volunteer=volunteer, starts_at=one.starts_at, ends_at=one.ends_at, source=one.source, title=one.title,
        url="/", organisation_name="", by=officer, at=one.posted_at,
    )  # fmt: skip

    assert again.source == "report:0"
    assert Transaction.objects.filter(kind=Transaction.Kind.SERVICE).count() == 1


def test_post_refuses_services_that_overlap(volunteer: User, officer: User) -> None:
    with pytest.raises(IntegrityError, match="service_intervals_never_overlap"):
        post([service(volunteer, officer, 0, minutes=90), service(volunteer, officer, 1)])
