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
