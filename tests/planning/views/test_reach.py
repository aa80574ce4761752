"""The page and the API of reach, for each role."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import User
from planning.actions.reach import refresh_reach
from tests.conftest import signed_in
from tests.factories import make
from tests.planning.cases import person, site_at

PAGE = "/planning/coverage/reach/"


@pytest.fixture
def _lonely(db: None) -> None:
    for number, km in enumerate((30, 30.6, 31.2, 31.8)):
        site_at(km, code=f"FAR{number}")
    site_at(1, code="NEAR")
    person()
    refresh_reach()


@pytest.mark.usefixtures("_lonely")
def test_page_shows_groups_and_lonely_sites(as_planner: Client) -> None:
    context = as_planner.get(PAGE, {"least": 1}).context
    assert context["totals"] == {"sites": 5, "few": 4, "nobody": 4, "waiting": 5, "waiting_few": 4}
    assert [(one["number"], one["sites"], one["few"]) for one in context["clusters"]] == [(1, 4, 4)]
    assert sorted(one.site.code for one in context["page"]) == ["FAR0", "FAR1", "FAR2", "FAR3"]
    assert (len(context["map"]["groups"]), context["can_plan"]) == (1, True)
    assert as_planner.get(PAGE, {"least": "many", "district": "none"}).context["least"] == 2


@pytest.mark.usefixtures("_lonely")
def test_officer_sees_the_own_district_only(as_officer: Client) -> None:
    site_at(30, code="OTHER", district=make.district("110102"))
    refresh_reach()
    context = as_officer.get(PAGE).context
    assert [row["district"] for row in context["districts"]] == ["110101"]
    assert as_officer.get("/api/v1/coverage/reach", {"district": "110102"}).json() == []


def test_page_asks_the_same_number_of_questions_for_one_site_and_for_three(as_planner: Client) -> None:
    def asked() -> int:
        refresh_reach()
        with CaptureQueriesContext(connection) as queries:
            as_planner.get(PAGE)
        return len(queries)

    site_at(30)
    once = asked()
    site_at(31)
    site_at(40)
    assert (once, asked()) == (12, 12)


@pytest.mark.usefixtures("_lonely")
def test_api_answers_with_districts_and_hulls(as_officer: Client) -> None:
    (row,) = as_officer.get("/api/v1/coverage/reach", {"least": 1}).json()
    assert (row["district"], row["few"], row["nobody"]) == ("110101", 4, 4)
    found = as_officer.get("/api/v1/coverage/clusters", {"least": 1}).json()
    (feature,) = found["features"]
    assert (found["type"], feature["properties"]["sites"], feature["geometry"]["type"]) == (
        "FeatureCollection",
        4,
        "Polygon",
    )
    assert as_officer.get("/api/v1/coverage/reach", {"least": 0}).status_code == 400


@pytest.mark.parametrize("url", ["/api/v1/coverage/reach", "/api/v1/coverage/clusters"])
def test_api_is_refused_to_others(url: str, as_volunteer: Client, client: Client) -> None:
    assert as_volunteer.get(url).status_code == 403
    assert client.get(url).status_code == 401


def test_page_is_refused_to_others(as_volunteer: Client, stranger: User, client: Client) -> None:
    assert as_volunteer.get(PAGE).status_code == 403
    assert signed_in(stranger).get(PAGE).status_code == 403
    assert client.get(PAGE)["Location"] == f"/accounts/login/?next={PAGE}"


def test_page_without_a_computation_says_so(as_planner: Client) -> None:
    make.district()
    assert as_planner.get(PAGE).context["totals"]["sites"] == 0
