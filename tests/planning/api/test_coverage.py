"""Coverage for machines."""

from typing import Any

import pytest
from django.test import Client

from people.models import User
from planning.queries.duties import today
from tests.conftest import signed_in
from tests.factories import make
from tests.planning.cases import visited


def test_summary_counts_all_by_level_and_by_district(as_planner: Client) -> None:
    visited(make.site(), 60)
    make.site(level_id="county", district=make.district("110102"))
    body = as_planner.get("/api/v1/coverage").json()
    zero = {"current": 0, "due_soon": 0, "overdue": 0, "never": 0, "suspended": 0, "total": 0}
    assert body == {
        "on": today().isoformat(),
        "all": {**zero, "key": "", "overdue": 1, "never": 1, "total": 2},
        "levels": [
            {**zero, "key": "county", "never": 1, "total": 1},
            {**zero, "key": "national", "overdue": 1, "total": 1},
        ],
        "districts": [
            {**zero, "key": "110101", "overdue": 1, "total": 1},
            {**zero, "key": "110102", "never": 1, "total": 1},
        ],
    }
    assert as_planner.get("/api/v1/coverage?district=110102").json()["all"]["total"] == 1


def test_sites_come_most_urgent_first_with_their_rule(as_planner: Client) -> None:
    visited(make.site(code="FRESH"), 0)
    visited(make.site(code="LATE"), 31)
    body = as_planner.get("/api/v1/coverage/sites").json()
    assert [one["code"] for one in body["results"]] == ["LATE", "FRESH"]
    late = body["results"][0]
    assert (late["status"], late["days_late"], late["interval_days"], late["rule"]) == (
        "overdue",
        1,
        30,
        "level-national",
    )
    filtered = as_planner.get("/api/v1/coverage/sites?status=current").json()
    assert [one["code"] for one in filtered["results"]] == ["FRESH"]


def test_officer_gets_the_own_district(as_officer: Client) -> None:
    make.site()
    make.site(district=make.district("110102"))
    assert as_officer.get("/api/v1/coverage").json()["all"]["total"] == 1
    assert as_officer.get("/api/v1/coverage/sites").json()["count"] == 1


@pytest.mark.parametrize("address", ["/api/v1/coverage", "/api/v1/coverage/sites"])
def test_coverage_is_refused_to_volunteers_and_strangers(as_volunteer: Client, client: Client, address: str) -> None:
    refused = as_volunteer.get(address)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    assert client.get(address).status_code == 401


def test_unknown_status_is_refused(as_planner: Client) -> None:
    refused = as_planner.get("/api/v1/coverage/sites?status=lost")
    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["status"])


@pytest.mark.parametrize("count", [1, 3])
def test_sites_need_as_many_statements_for_many_as_for_one(
    planner: User, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        make.site()
    client = signed_in(planner)
    # session, person, roles, number of sites, sites
    with django_assert_num_queries(5):
        assert len(client.get("/api/v1/coverage/sites").json()["results"]) == count
