from typing import Any

import pytest
from django.test import Client

from people.models import User
from tests.timebank.test_walls import credit


def test_hours_tell_what_was_served_and_what_the_next_star_needs(
    as_volunteer: Client, volunteer: User, officer: User
) -> None:
    credit(volunteer, officer)
    assert as_volunteer.get("/api/v1/hours").json() == {
        "seconds": 7200,
        "stars": 0,
        "next_stars": 1,
        "next_seconds": 360_000,
    }


def test_hours_records_are_ones_own(as_volunteer: Client, as_officer: Client, volunteer: User, officer: User) -> None:
    credit(volunteer, officer)
    [record] = as_volunteer.get("/api/v1/hours/records").json()["results"]
    assert (record["title"], record["url"]) == ("巡查", "")
    assert as_officer.get("/api/v1/hours/records").json()["results"] == []


def test_hours_by_nobody_are_401(client: Client, db: None) -> None:
    assert [client.get(f"/api/v1/hours{end}").status_code for end in ("", "/records")] == [401, 401]


@pytest.mark.parametrize("count", [1, 3])
def test_hours_records_come_newest_first(
    count: int, as_volunteer: Client, volunteer: User, officer: User, django_assert_num_queries: Any
) -> None:
    for days_ago in range(count):
        credit(volunteer, officer, source=f"report:{days_ago}", days_ago=days_ago)
    with django_assert_num_queries(4):
        rows = as_volunteer.get("/api/v1/hours/records", headers={"Accept-Language": "en"}).json()["results"]
    assert [row["source"] for row in rows] == [f"report:{days_ago}" for days_ago in range(count)]
    assert {row["title"] for row in rows} == {"Patrol"}
    assert (rows[0]["starts_at"], rows[0]["ends_at"]) == ("2026-06-01T12:00:00+08:00", "2026-06-01T14:00:00+08:00")
