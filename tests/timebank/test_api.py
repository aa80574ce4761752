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
