"""Plans for machines."""

from typing import Any

import pytest
from django.test import Client

from people.models import User
from planning.models import Plan
from tests.conftest import signed_in
from tests.factories import make
from tests.planning.cases import HOME, ask, day, person, run_jobs, site_at, solved

PLANS = "/api/v1/plans"


def send(client: Client, address: str, body: dict[str, Any]) -> Any:
    return client.post(address, body, content_type="application/json")


def test_plan_is_asked_for_solved_moved_and_published(as_planner: Client) -> None:
    person("near@test.example")
    other = person("other@test.example", home=f"SRID=4326;POINT({HOME[0] - 0.03} {HOME[1]})")
    site = site_at(1)
    made = send(as_planner, PLANS, {"district": "110101", "do_by": day(7).isoformat(), "seconds_allowed": 5})
    assert (made.status_code, made.json()["state"], made.json()["left_out"]) == (201, "queued", 1)
    address = f"{PLANS}/{made.json()['id']}"
    run_jobs()
    draft = as_planner.get(address).json()
    assert (draft["state"], [one["volunteer_name"] for one in draft["items"]]) == ("draft", ["near"])
    body = {"site": str(site.pk), "volunteer": str(other.pk), "version": draft["version"]}
    moved = send(as_planner, f"{address}/move", body).json()
    assert [(one["volunteer_name"], one["is_locked"]) for one in moved["items"]] == [("other", True)]
    again = send(as_planner, f"{address}/solve", {"version": moved["version"]}).json()
    assert again["state"] == "queued"
    run_jobs()
    solved_again = as_planner.get(address).json()
    done = send(as_planner, f"{address}/publish", {"version": solved_again["version"]}).json()
    assert (done["state"], done["sent"], done["items"][0]["volunteer_name"]) == ("published", 1, "other")
    refused = send(as_planner, f"{address}/publish", {"version": solved_again["version"]})
    assert (refused.status_code, refused.json()["code"]) == (409, "stale")


def test_plan_with_nothing_to_plan_is_refused(as_planner: Client) -> None:
    make.district()
    refused = send(as_planner, PLANS, {"district": "110101", "do_by": day(7).isoformat()})
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing_to_plan")


def test_plan_of_an_unknown_district_is_refused(as_planner: Client) -> None:
    make.district("120101")
    refused = send(as_planner, PLANS, {"district": "120101", "do_by": day(7).isoformat()})
    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")


def test_left_out_site_says_why(as_planner: Client, planner: User) -> None:
    site_at(1, code="S1")
    plan = solved(planner)
    (left_out,) = as_planner.get(f"{PLANS}/{plan.pk}").json()["omissions"]
    assert (left_out["site_code"], left_out["reason"]) == ("S1", "nobody_in_range")


@pytest.mark.parametrize("action", ["", "/solve", "/move", "/publish"])
def test_plans_are_refused_to_whoever_may_not_plan_here(
    planner: User, as_officer: Client, as_volunteer: Client, client: Client, action: str
) -> None:
    site = site_at(1)
    plan: Plan = solved(planner)
    elsewhere = make.user()
    make.grant(elsewhere, "planner", "12")
    body = {"version": plan.version, "site": str(site.pk), "volunteer": str(planner.pk)}

    def ask_as(who: Client) -> int:
        address = f"{PLANS}/{plan.pk}{action}"
        answer = send(who, address, body) if action else who.get(address)
        return int(answer.status_code)

    assert (ask_as(as_officer), ask_as(as_volunteer), ask_as(client)) == (403, 403, 401)
    # A change is refused by right; a look says nothing about a plan of elsewhere.
    assert ask_as(signed_in(elsewhere)) == (403 if action else 404)


@pytest.mark.parametrize("count", [1, 3])
def test_list_needs_as_many_statements_for_many_plans_as_for_one(
    planner: User, count: int, django_assert_num_queries: Any
) -> None:
    site_at(1)
    for _ in range(count):
        ask(planner)
    client = signed_in(planner)
    # session, person, roles, number of plans, plans
    with django_assert_num_queries(5):
        assert len(client.get(PLANS).json()["results"]) == count


def test_list_is_refused_to_officers(as_officer: Client) -> None:
    assert as_officer.get(PLANS).status_code == 403
