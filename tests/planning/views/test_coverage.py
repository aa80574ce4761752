"""The coverage page for each role, its filters, its list to take away."""

from typing import Any

import pytest
from django.test import Client

from people.models import Role, User
from planning.queries.duties import today
from tests.conftest import signed_in
from tests.factories import make
from tests.planning.cases import visited

PAGE = "/planning/coverage/"
FILE = "/planning/coverage.csv"


@pytest.fixture
def _two_districts(db: None) -> None:
    visited(make.site(code="EAST", name_zh="钟楼"), 60)
    make.site(code="WEST", name_zh="白塔", district=make.district("110102", name_zh="西城区"), level_id="county")


@pytest.mark.usefixtures("_two_districts")
def test_planner_sees_the_coverage_of_the_whole_area(as_planner: Client) -> None:
    context = as_planner.get(PAGE).context
    assert [(tile["status"], tile["count"]) for tile in context["tiles"]] == [
        ("current", 0), ("due_soon", 0), ("overdue", 1), ("never", 1), ("suspended", 0),
    ]  # fmt: skip
    assert [row["site"].code for row in context["rows"]] == ["EAST", "WEST"]
    assert [(shape["code"], shape["shade"], shape["unmet"]) for shape in context["map"]["shapes"]] == [
        ("110101", "4", 1),
        ("110102", "4", 1),
    ]
    assert context["can_plan"] is True


@pytest.mark.usefixtures("_two_districts")
def test_officer_sees_the_own_district_only(as_officer: Client) -> None:
    context = as_officer.get(PAGE).context
    assert [row["site"].code for row in context["rows"]] == ["EAST"]
    assert [shape["code"] for shape in context["map"]["shapes"]] == ["110101"]
    assert context["can_plan"] is False
    # A district out of the area is no choice, so it changes nothing.
    assert [row["site"].code for row in as_officer.get(PAGE, {"district": "110102"}).context["rows"]] == ["EAST"]


@pytest.mark.usefixtures("_two_districts")
def test_filters_of_the_address_are_followed(as_planner: Client) -> None:
    def codes(**chosen: str) -> list[str]:
        return [row["site"].code for row in as_planner.get(PAGE, chosen).context["rows"]]

    assert codes(district="110102") == ["WEST"]
    assert codes(level="national") == ["EAST"]
    assert codes(status="never") == ["WEST"]
    assert codes(status="never", district="110101") == []
    assert codes(status="nonsense") == ["EAST", "WEST"]


def test_page_is_refused_to_volunteers_and_strangers(as_volunteer: Client, stranger: User, client: Client) -> None:
    assert as_volunteer.get(PAGE).status_code == 403
    assert signed_in(stranger).get(PAGE).status_code == 403
    assert client.get(PAGE)["Location"] == f"/accounts/login/?next={PAGE}"
    assert as_volunteer.get(FILE).status_code == 403


def test_page_without_a_site_says_so(as_planner: Client) -> None:
    assert as_planner.get(PAGE).context["total"] == 0


@pytest.mark.parametrize("count", [1, 3])
def test_page_needs_as_many_statements_for_many_sites_as_for_one(
    planner: User, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        visited(make.site(), 40)
    client = signed_in(planner)
    # session, person, roles, districts, levels, counts, outlines, the list, notices
    with django_assert_num_queries(9):
        assert client.get(PAGE).status_code == 200


@pytest.mark.usefixtures("_two_districts")
def test_list_is_taken_away_as_csv(as_planner: Client) -> None:
    make.site(code="=1+1", name_zh="墓", level_id="unlisted")
    response = as_planner.get(FILE, {"district": "110101"})
    lines = b"".join(response).decode("utf-8-sig").splitlines()  # type: ignore[arg-type]
    assert response["Content-Disposition"] == f'attachment; filename="coverage-{today()}.csv"'
    assert len(lines) == 3
    assert lines[1].startswith("EAST,钟楼,全国重点文物保护单位,东城区,overdue,")
    # What a spreadsheet would take for a formula is defused.
    assert lines[2].startswith("'=1+1,墓,")


def test_administrator_everywhere_sees_everything(db: None) -> None:
    boss = make.user()
    make.grant(boss, Role.ADMINISTRATOR)
    make.site(district=make.district("120101"))
    assert signed_in(boss).get(PAGE).context["total"] == 1
