from typing import Any

import pytest
from django.test import Client

from people.models import User
from tests.timebank.rewarded import held, rich, shop
from tests.timebank.test_walls import credit

ENGLISH = {"Accept-Language": "en"}


@pytest.mark.parametrize("count", [1, 3])
def test_each_posting_shows_what_the_account_held_after_it(
    count: int, as_volunteer: Client, volunteer: User, officer: User, django_assert_num_queries: Any
) -> None:
    rich(volunteer, officer, hours=count)
    with django_assert_num_queries(13):
        response = as_volunteer.get("/hours/account/points/", headers=ENGLISH)
    rows = response.context["rows"]
    assert [(row["entry"].amount, row["balance"], row["title"]) for row in rows] == [
        (10, 10 * left, "Patrol") for left in range(count, 0, -1)
    ]


def test_a_period_leaves_the_balance_true(as_volunteer: Client, volunteer: User, officer: User) -> None:
    rich(volunteer, officer, hours=3)
    held(shop(), volunteer)
    days = {"first_on": "2026-06-01", "last_on": "2026-06-01"}
    rows = as_volunteer.get("/hours/account/points/", days).context["rows"]
    assert [(row["entry"].amount, row["balance"]) for row in rows] == [(-20, 10), (10, 30), (10, 20), (10, 10)]
    empty = as_volunteer.get("/hours/account/points/", {"last_on": "2026-05-31"}, headers=ENGLISH)
    assert (empty.context["rows"], empty.content.decode().count("No postings in this time")) == ([], 1)


def test_a_statement_is_ones_own_and_of_a_known_currency(as_officer: Client, volunteer: User, officer: User) -> None:
    credit(volunteer, officer)
    assert as_officer.get("/hours/account/hours/").context["rows"] == []
    assert as_officer.get("/hours/account/yuan/").status_code == 404


def test_csv_runs_from_the_oldest_with_its_balance(as_volunteer: Client, volunteer: User, officer: User) -> None:
    credit(volunteer, officer)
    credit(volunteer, officer, source="report:2", hours=1, days_ago=1)
    answer = as_volunteer.get("/hours/account/hours/statement.csv", headers=ENGLISH)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert text.splitlines() == [
        "When,What,Seconds,Balance,Source",
        "2026-06-01 12:00:00,verified service,7200,7200,report:1",
        "2026-06-01 12:00:00,verified service,3600,10800,report:2",
    ]
    later = as_volunteer.get("/hours/account/hours/statement.csv", {"first_on": "2026-06-02"})
    assert len(b"".join(later.streaming_content).splitlines()) == 1  # type: ignore[attr-defined]
