from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models import User
from tests.factories import make
from tests.timebank.test_walls import credit
from timebank.models import StarGrade

ENGLISH = {"Accept-Language": "en"}


@pytest.mark.parametrize("count", [1, 3])
def test_statement_shows_the_record_behind_every_hour(
    count: int, as_volunteer: Client, volunteer: User, officer: User, django_assert_num_queries: Any
) -> None:
    for days_ago in range(count):
        credit(volunteer, officer, source=f"report:{days_ago}", days_ago=days_ago)
    with django_assert_num_queries(12):
        response = as_volunteer.get("/hours/", headers=ENGLISH)
    rows = response.context["rows"]
    assert [(row["record"].title_en, row["seconds"]) for row in rows] == [("Patrol", 7_200)] * count
    text = response.content.decode()
    assert (text.count('<th scope="row">Patrol</th>'), text.count(">2 h 00 min</td>")) == (count, count)
    assert response.context["standing"].seconds == count * 7_200


def test_statement_is_in_chinese_first_and_in_the_time_of_beijing(
    as_volunteer: Client, volunteer: User, officer: User
) -> None:
    credit(volunteer, officer)  # from 04:00 to 06:00 UTC
    text = as_volunteer.get("/hours/").content.decode()
    assert (text.count('<th scope="row">巡查</th>'), text.count("12:00–14:00")) == (1, 1)


def test_statement_leads_to_the_record(as_volunteer: Client, volunteer: User, officer: User) -> None:
    from timebank.actions import award

    award(
        volunteer=volunteer,
        starts_at=make.NOW,
        ends_at=make.NOW + timedelta(minutes=30),
        source="report:1",
        title=("巡查", "Patrol <b>"),
        url="/reports/1/",
        organisation_name="守望队",
        by=officer,
        at=make.NOW,
    )
    text = as_volunteer.get("/hours/", headers=ENGLISH).content.decode()
    assert text.count('<th scope="row"><a href="/reports/1/">Patrol &lt;b&gt;</a></th>') == 1
    assert (text.count(">守望队</td>"), text.count(">30 min</td>")) == (1, 1)


def test_statement_tells_the_next_star(as_volunteer: Client, volunteer: User, officer: User) -> None:
    credit(volunteer, officer)
    assert as_volunteer.get("/hours/", headers=ENGLISH).content.decode().count("On the way to 1 stars, by hours") == 1


def test_statement_past_the_last_star_tells_none(as_volunteer: Client, volunteer: User, officer: User) -> None:
    StarGrade.objects.all().delete()
    StarGrade.objects.create(scheme="short", stars=5, threshold=1, valid_from=timezone.localdate())
    credit(volunteer, officer)
    response = as_volunteer.get("/hours/", headers=ENGLISH)
    assert response.context["standing"].stars == 5
    assert response.content.decode().count("On the way to") == 0


def test_statement_without_hours_says_what_to_do(as_volunteer: Client) -> None:
    text = as_volunteer.get("/hours/", headers=ENGLISH).content.decode()
    assert text.count("No hours yet") == 1
    assert text.count(f'href="{reverse("patrol:near")}">See what needs a visit</a>') == 1


def test_statement_is_ones_own(as_officer: Client, volunteer: User, officer: User) -> None:
    credit(volunteer, officer)
    response = as_officer.get("/hours/", {"user": str(volunteer.pk)})
    assert (response.context["rows"], response.context["standing"].seconds) == ([], 0)


def test_statement_comes_by_thirty(as_volunteer: Client, volunteer: User, officer: User) -> None:
    for days_ago in range(31):
        credit(volunteer, officer, source=f"report:{days_ago}", days_ago=days_ago)
    assert [len(as_volunteer.get("/hours/", {"page": page}).context["rows"]) for page in (1, 99)] == [30, 1]


def test_statement_of_nobody_asks_to_sign_in(client: Client, db: None) -> None:
    assert client.get("/hours/").headers["Location"] == "/accounts/login/?next=/hours/"
