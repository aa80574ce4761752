"""The list of plans and the form for a new one."""

from typing import Any

import pytest
from django.test import Client

from people.models import User
from planning.models import Plan
from tests.conftest import signed_in
from tests.factories import make
from tests.planning.cases import ask, day, site_at, visited

LIST = "/planning/plans/"
NEW = "/planning/plans/new/"


def asked_for(**fields: Any) -> dict[str, Any]:
    values = {"district": "110101", "do_by": day(7).isoformat(), "statuses": ["overdue", "never"], "seconds_allowed": 5}
    return {**values, **fields}


def test_planner_asks_for_a_plan(as_planner: Client) -> None:
    site_at(1)
    response = as_planner.post(NEW, asked_for())
    plan = Plan.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/planning/plans/{plan.pk}/")
    assert (plan.district_id, plan.do_by, plan.seconds_allowed, plan.omissions.count()) == ("110101", day(7), 5, 1)


def test_form_offers_the_district_of_the_address(as_planner: Client) -> None:
    make.district()
    assert as_planner.get(NEW, {"district": "110101"}).context["form"]["district"].value() == "110101"


def test_form_says_that_no_site_waits(as_planner: Client) -> None:
    visited(site_at(1), 0)
    response = as_planner.post(NEW, asked_for())
    assert (response.status_code, len(response.context["form"].non_field_errors())) == (422, 1)


def test_form_says_that_the_day_is_past(as_planner: Client) -> None:
    site_at(1)
    response = as_planner.post(NEW, asked_for(do_by=day(-1).isoformat()))
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["do_by"])


def test_form_knows_no_district_of_another_area(as_planner: Client) -> None:
    make.site(district=make.district("120101"))
    response = as_planner.post(NEW, asked_for(district="120101"))
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["district"])


def test_list_holds_the_plans_of_the_area(as_planner: Client, planner: User) -> None:
    site_at(1)
    plan = ask(planner)
    elsewhere = make.district("120101")
    Plan.objects.create(district=elsewhere, do_by=day(3), made_by=planner, made_at=plan.made_at)
    assert [one.pk for one in as_planner.get(LIST).context["page"]] == [plan.pk]


@pytest.mark.parametrize("count", [1, 3])
def test_list_needs_as_many_statements_for_many_plans_as_for_one(
    planner: User, count: int, django_assert_num_queries: Any
) -> None:
    site_at(1)
    for _ in range(count):
        ask(planner)
    client = signed_in(planner)
    # session, person, roles, number of plans, plans, plans of many districts, notices
    with django_assert_num_queries(7):
        assert len(client.get(LIST).context["page"]) == count


@pytest.mark.parametrize("address", [LIST, NEW])
def test_plans_are_refused_to_officers_volunteers_and_strangers(
    as_officer: Client, as_volunteer: Client, client: Client, address: str
) -> None:
    assert as_officer.get(address).status_code == 403
    assert as_volunteer.get(address).status_code == 403
    assert client.get(address).status_code == 302
