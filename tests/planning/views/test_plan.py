"""One plan: page, progress, and every change from the page."""

from typing import Any

import pytest
from django.test import Client

from patrol.models import Assignment
from people.models import User
from planning.actions.plans import ask_for_plan
from planning.actions.solving import begin_solving
from planning.models import Plan
from tests.conftest import signed_in
from tests.factories import make
from tests.planning.cases import HOME, ask, day, now, person, run_jobs, site_at, solved
from tests.planning.crews import guide, steep


@pytest.fixture
def plan(planner: User) -> Plan:
    person("near@test.example")
    person("other@test.example", home=f"SRID=4326;POINT({HOME[0] - 0.03} {HOME[1]})")
    site_at(1, code="S1")
    site_at(40, code="FAR")
    return solved(planner)


def page(plan: Plan, *parts: object) -> str:
    return "/".join(["/planning/plans", str(plan.pk), *map(str, parts), ""])


def test_page_shows_visits_and_what_is_left_out(as_planner: Client, plan: Plan) -> None:
    context = as_planner.get(page(plan)).context
    (route,) = context["routes"]
    assert (route.number, route.volunteer.name, [stop.item.site.code for stop in route.stops]) == (1, "near", ["S1"])
    assert [(one["site"].code, one["can_give"]) for one in context["left"]] == [("FAR", True)]
    assert [(row.code, row.state, row.km and round(row.km)) for row in context["rows"]] == [
        ("S1", "planned", 1),
        ("FAR", "left_out", None),
    ]


def test_page_of_a_mountain_district_says_why_nothing_is_proposed(as_planner: Client, planner: User) -> None:
    for km in (1, 2, 30):
        steep(km)
    site_at(60)
    guide("alone")
    response = as_planner.get(page(solved(planner)))
    nothing = response.context["nothing"]
    assert [(one.reason, one.needed, one.sites) for one, _why in nothing["reasons"]] == [
        ("nobody_in_range", 2, 3),
        ("nobody_in_range", 1, 1),
    ]
    # One more who is trained makes two near the first cliffs; to the others somebody must go far as well.
    cheapest, words = nothing["help"][0]
    assert ([one["kind"] for one in cheapest.changes], cheapest.sites) == (["recruit"], 2)
    assert words.startswith("附近新增一位志愿者")
    assert "为什么没有安排任何巡查" in response.content.decode()


def test_page_of_a_plan_with_visits_has_nothing_to_explain(as_planner: Client, plan: Plan) -> None:
    assert as_planner.get(page(plan)).context["nothing"] is None


def test_page_of_a_plan_being_solved_polls_until_it_is_done(as_planner: Client, planner: User) -> None:
    site_at(1)
    plan = ask(planner)
    begin_solving(plan_id=plan.pk, at=now())
    assert as_planner.get(page(plan)).templates[0].name == "planning/plan_running.html"
    assert "HX-Refresh" not in as_planner.get(page(plan, "progress"))
    run_jobs()
    assert as_planner.get(page(plan, "progress"))["HX-Refresh"] == "true"


def test_move_offers_the_others_who_can_and_gives_the_visit(as_planner: Client, plan: Plan) -> None:
    site = plan.items.get().site
    (taker,) = as_planner.get(page(plan, "sites", site.pk)).context["takers"]
    assert (taker["name"], taker["visits"]) == ("other", 0)
    sent = {"volunteer": taker["id"], "version": plan.version}
    response = as_planner.post(page(plan, "sites", site.pk), sent)
    assert response["Location"] == f"{page(plan)}?site={site.pk}#visit-{site.pk}"
    assert (plan.items.get().volunteer.name, plan.items.get().is_locked) == ("other", True)
    assert as_planner.post(page(plan, "sites", site.pk), sent).status_code == 409


def test_move_is_a_part_for_htmx_and_a_page_without(as_planner: Client, plan: Plan) -> None:
    address = page(plan, "sites", plan.items.get().site_id)
    whole = as_planner.get(address)
    part = as_planner.get(address, headers={"HX-Request": "true"})
    assert next(template.name for template in whole.templates) == "planning/move.html"
    assert next(template.name for template in part.templates) == "planning/part_move.html"
    assert as_planner.get(page(plan, "sites", make.uuid(1))).status_code == 404


def test_lock_and_remove_from_the_page(as_planner: Client, plan: Plan) -> None:
    site = plan.items.get().site_id
    assert (
        as_planner.post(page(plan, "sites", site, "lock"), {"version": plan.version, "is_locked": "on"}).status_code
        == 302
    )
    assert plan.items.get().is_locked is True
    assert as_planner.post(page(plan, "sites", site, "remove"), {"version": plan.version + 1}).status_code == 302
    assert plan.items.count() == 0


def test_solve_again_stop_and_discard_from_the_page(as_planner: Client, plan: Plan) -> None:
    assert as_planner.post(page(plan, "solve"), {"version": plan.version}).status_code == 302
    begin_solving(plan_id=plan.pk, at=now())
    assert as_planner.post(page(plan, "stop")).status_code == 302
    plan.refresh_from_db()
    assert (plan.state, plan.is_cancel_asked) == ("solving", True)
    assert as_planner.post(page(plan, "discard"))["Location"] == "/planning/plans/"
    plan.refresh_from_db()
    assert plan.state == "cancelled"
    assert as_planner.get(page(plan)).status_code == 200


def test_publish_from_the_page_and_only_once(as_planner: Client, plan: Plan) -> None:
    assert as_planner.post(page(plan, "publish"), {"version": plan.version}).status_code == 302
    assert as_planner.post(page(plan, "publish"), {"version": plan.version}).status_code == 409
    assert Assignment.objects.get().plan_id == plan.pk
    assert as_planner.get(page(plan)).context["plan"].sent == 1


def test_page_of_a_failed_plan_says_why(as_planner: Client, plan: Plan) -> None:
    Plan.objects.filter(pk=plan.pk).update(state="failed", solver_status="contradiction")
    context = as_planner.get(page(plan)).context
    assert (context["can_unlock"], context["failure"] != "") == (True, True)


@pytest.mark.parametrize("parts", [(), ("progress",), ("solve",), ("stop",), ("discard",), ("publish",)])
def test_plans_are_refused_to_whoever_may_not_plan_here(
    plan: Plan, as_officer: Client, as_volunteer: Client, client: Client, parts: tuple[str, ...]
) -> None:
    send = "get" if parts in ((), ("progress",)) else "post"
    elsewhere = make.user()
    make.grant(elsewhere, "planner", "12")
    assert getattr(as_officer, send)(page(plan, *parts)).status_code == 403
    assert getattr(as_volunteer, send)(page(plan, *parts)).status_code == 403
    assert getattr(client, send)(page(plan, *parts)).status_code == 302
    assert getattr(signed_in(elsewhere), send)(page(plan, *parts)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_page_needs_as_many_statements_for_many_visits_as_for_one(
    planner: User, count: int, django_assert_num_queries: Any
) -> None:
    person()
    for number in range(count):
        site_at(1 + number)
        site_at(40 + number)
    district = make.district()
    plan = ask_for_plan(district=district, do_by=day(7), seconds_allowed=5, by=planner, at=now())
    run_jobs()
    client = signed_in(planner)
    # session, person, roles, plan, people, items of the board, left out and their number, skills, snapshot, duties, items
    # and omissions of the table, notices
    with django_assert_num_queries(14):
        assert len(client.get(page(plan)).context["left"]) == count
