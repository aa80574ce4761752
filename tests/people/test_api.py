from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from people.actions import notify
from people.models import Notice, User
from tests.factories import make


def tell(*users: User) -> None:
    params = {"site": ["钟楼", "Bell Tower"], "minutes": 30}
    notify(users=users, kind="hours_posted", params=params, url="/hours/", at=make.NOW)


def test_notices_are_ones_own_in_the_readers_language(as_volunteer: Client, volunteer: User, officer: User) -> None:
    tell(volunteer, officer)
    body = as_volunteer.get("/api/v1/notices", headers={"Accept-Language": "en"}).json()
    assert [row["sentence"] for row in body["results"]] == [
        "30 minutes of service on Bell Tower were added to your hours."
    ]
    assert "钟楼" in as_volunteer.get("/api/v1/notices").json()["results"][0]["sentence"]


def test_notices_are_read_by_their_owner_alone(as_volunteer: Client, volunteer: User, officer: User) -> None:
    tell(volunteer, officer)
    assert as_volunteer.post("/api/v1/notices/read").status_code == 204
    assert list(Notice.objects.filter(read_at=None).values_list("user", flat=True)) == [officer.pk]


def test_notices_by_nobody_are_401(client: Client, db: None) -> None:
    assert client.get("/api/v1/notices").status_code == 401


@pytest.mark.parametrize("count", [1, 3])
def test_notices_come_newest_first(
    count: int, as_volunteer: Client, volunteer: User, django_assert_num_queries: Any
) -> None:
    for day in range(count):
        notify(users=[volunteer], kind="assigned", params={}, url="", at=make.NOW + timedelta(days=day))
    Notice.objects.update(kind="report_to_review", params={"site": "钟楼"})
    with django_assert_num_queries(4):
        rows = as_volunteer.get("/api/v1/notices").json()["results"]
    told = [row["created_at"] for row in rows]
    assert (len(told), told) == (count, sorted(told, reverse=True))


def test_notice_tells_whether_it_was_read(as_volunteer: Client, volunteer: User) -> None:
    tell(volunteer)
    assert [row["read_at"] for row in as_volunteer.get("/api/v1/notices").json()["results"]] == [None]
    as_volunteer.post("/api/v1/notices/read")
    [row] = as_volunteer.get("/api/v1/notices").json()["results"]
    assert set(row) == {"id", "kind", "sentence", "url", "created_at", "read_at"}
    assert row["read_at"] is not None


def test_reading_notices_by_nobody_is_401(client: Client, db: None) -> None:
    assert client.post("/api/v1/notices/read").status_code == 401


def test_me_names_the_caller_and_gives_a_token(as_volunteer: Client, volunteer: User) -> None:
    answer = as_volunteer.get("/api/v1/me")
    assert answer.json() == {"id": str(volunteer.pk), "name": volunteer.name}
    assert (answer.headers["Cache-Control"], "csrftoken" in answer.cookies) == (
        "max-age=0, no-cache, no-store, must-revalidate, private",
        True,
    )


def test_me_of_nobody_is_401() -> None:
    assert Client().get("/api/v1/me").status_code == 401
