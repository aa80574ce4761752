"""The planner's desk: table, map, who can take a visit, changes, comparing, planning anew."""

from typing import Any

import pytest
from django.test import Client

from patrol.models import Assignment
from people.models import User
from planning.models import Offer, Plan, PlanChange
from tests.conftest import signed_in
from tests.planning.cases import HOME, day, person, run_jobs, site_at, solved


@pytest.fixture
def plan(planner: User) -> Plan:
    person("near@test.example", visits_per_month=1)
    person("other@test.example", home=f"SRID=4326;POINT({HOME[0] - 0.0323} {HOME[1]})", visits_per_month=1)
    site_at(1, code="S1", name_zh="甲")
    site_at(40, code="FAR", name_zh="乙")
    return solved(planner)


def page(plan: Plan, *parts: object) -> str:
    return "/".join(["/planning/plans", str(plan.pk), *map(str, parts), ""])


def codes(answer: Any) -> list[str]:
    return [row.code for row in answer.context["rows"]]


def test_table_is_filtered_sorted_and_turned_to_a_site(as_planner: Client, plan: Plan) -> None:
    table = page(plan, "table")
    assert codes(as_planner.get(table)) == ["FAR", "S1"] or codes(as_planner.get(table)) == ["S1", "FAR"]
    assert codes(as_planner.get(table, {"sort": "km"})) == ["S1", "FAR"]
    assert codes(as_planner.get(table, {"state": "left_out"})) == ["FAR"]
    assert codes(as_planner.get(table, {"q": "甲"})) == ["S1"]
    holder = plan.items.get().volunteer_id
    assert codes(as_planner.get(table, {"volunteer": str(holder)})) == ["S1"]
    assert as_planner.get(table, {"state": "nonsense", "page": "x", "volunteer": "y"}).status_code == 200
    part = as_planner.get(table, headers={"HX-Request": "true"})
    assert part.templates[0].name == "planning/part_table.html"


def test_map_tells_sites_and_only_about_where_people_live(as_planner: Client, plan: Plan) -> None:
    answer = as_planner.get(f"/planning/plans/{plan.pk}/map.json")
    found = answer.json()
    assert {one["properties"]["name"]: one["properties"]["number"] for one in found["sites"]["features"]} == {
        "甲": 1,
        "乙": 0,
    }
    (home,) = found["homes"]["features"]
    assert home["geometry"]["coordinates"] == [round(HOME[0], 2), round(HOME[1], 2)]
    assert home["properties"] == {"number": 1, "name": "near"}
    assert answer["Cache-Control"] == "private, no-store"


def test_fits_say_who_can_and_why_others_cannot(as_planner: Client, plan: Plan) -> None:
    far = plan.omissions.get().site_id
    answer = as_planner.get(f"/planning/plans/{plan.pk}/sites/{far}/fits.json").json()
    assert answer["nearest"] == []
    words = {one["name"]: one["words"] for one in answer["fits"]}
    # The one who has a visit already has no other left.
    assert words["near"] == f"离住处超出 {answer['fits'][0]['km'] - 10:.1f} 公里；本月巡查次数已满"
    assert [one["is_possible"] for one in answer["fits"]] == [False, False]


def test_move_names_the_nearest_who_cannot(as_planner: Client, plan: Plan) -> None:
    far = plan.omissions.get().site_id
    context = as_planner.get(page(plan, "sites", far)).context
    assert (context["takers"], [one["name"] for one in context["others"]]) == ([], ["near", "other"])
    refused = as_planner.post(page(plan, "sites", far), {"volunteer": str(User.objects.get(name="other").pk), "version": plan.version})  # fmt: skip
    assert refused.status_code == 409
    assert "离住处超出" in refused.content.decode()


def test_smallest_change_is_made_for_this_plan_alone(as_planner: Client, plan: Plan) -> None:
    far = plan.omissions.get()
    (row,) = as_planner.get(page(plan)).context["left"]
    assert (row["can_change"], [one["kind"] for one in far.params["changes"]]) == (True, ["extend_range"])
    sent = as_planner.post(page(plan, "sites", far.site_id, "change"), {"version": plan.version})
    assert sent.status_code == 302
    item = plan.items.get(site=far.site_id)
    assert (item.volunteer.name, item.is_locked, item.volunteer.volunteer.range_km) == ("other", True, 10)
    assert PlanChange.objects.get().kind == "extend_range"
    plan.refresh_from_db()
    as_planner.post(page(plan, "solve"), {"version": plan.version})
    run_jobs()
    plan.refresh_from_db()
    assert (plan.state, plan.items.filter(site=far.site_id, is_locked=True).count()) == ("draft", 1)
    assert as_planner.post(page(plan, "sites", far.site_id, "change"), {"version": plan.version}).status_code == 404


def test_training_is_no_change_of_the_desk(as_planner: Client, planner: User) -> None:
    person("near@test.example")
    site_at(1, is_difficult=True)
    plan = solved(planner)
    (row,) = as_planner.get(page(plan)).context["left"]
    assert row["can_change"] is False
    sent = as_planner.post(page(plan, "sites", row["site"].pk, "change"), {"version": plan.version})
    assert (sent.status_code, PlanChange.objects.count()) == (409, 0)


def test_solving_again_takes_the_goals_and_says_what_changed(as_planner: Client, plan: Plan) -> None:
    asked = {"version": plan.version, "aim": "order", "order": "urgency_travel", "seconds_allowed": 5}
    as_planner.post(page(plan, "solve"), asked)
    run_jobs()
    plan.refresh_from_db()
    assert (plan.goals["order"], plan.seconds_allowed) == (["urgency", "travel"], 5)
    context = as_planner.get(page(plan)).context
    _snapshot, found = context["changed"]
    assert (found.gained, found.lost, found.moved) == (0, 0, 0)
    assert len(context["reached"]) == 2


def test_goals_are_said_in_words(as_planner: Client) -> None:
    words = [
        as_planner.get("/planning/plans/goals/", query).content.decode()
        for query in ({"aim": "order", "order": "urgency_travel"}, {"travel": "much"}, {"travel": "nonsense"})
    ]
    assert ["首先" in words[0] or "先" in words[0], "10 公里" in words[1], "50 公里" in words[2]] == [True, True, True]


def test_publishing_sets_the_time_to_answer_and_offers_the_rest(as_planner: Client, plan: Plan) -> None:
    sent = {"version": plan.version, "accept_hours": 24, "is_rest_offered": "on"}
    assert as_planner.post(page(plan, "publish"), sent).status_code == 302
    visit = Assignment.objects.get()
    assert (visit.accept_by - visit.made_at).total_seconds() == 24 * 3600  # type: ignore[operator]
    assert Offer.objects.get().site.code == "FAR"


def test_two_plans_are_compared(as_planner: Client, plan: Plan, planner: User) -> None:
    second = solved(planner)
    second.items.all().delete()
    answer = as_planner.get(page(second, "compare", plan.pk))
    assert [(one["site"].code, one["kind"], one["before"], one["after"]) for one in answer.context["changes"]] == [
        ("S1", "lost", "near", "")
    ]
    assert (answer.context["found"].before.visits, answer.context["found"].after.visits) == (1, 0)
    found = as_planner.get(f"/planning/plans/{second.pk}/compare/{plan.pk}/map.json").json()
    assert [one["properties"]["kind"] for one in found["sites"]["features"]] == ["lost"]
    assert [one.pk for one in as_planner.get(page(second, "compare")).context["others"]] == [plan.pk]


def test_rest_of_a_plan_is_planned_anew_from_the_page(as_planner: Client, plan: Plan) -> None:
    as_planner.post(page(plan, "publish"), {"version": plan.version})
    form = as_planner.get(page(plan, "replan")).context["form"]
    assert [label for _value, label in form.fields["absent"].choices] == ["near"]
    absent = str(User.objects.get(name="near").pk)
    wrong = {"trigger": "storm", "quiet_from": day(1).isoformat(), "do_by": day(7).isoformat()}
    assert as_planner.post(page(plan, "replan"), wrong).status_code == 422
    asked = {"trigger": "no_show", "absent": [absent], "do_by": day(7).isoformat()}
    made = as_planner.post(page(plan, "replan"), asked)
    new = Plan.objects.get(follows=plan)
    assert (made.status_code, made["Location"], new.terms["absent"]) == (302, f"/planning/plans/{new.pk}/", [absent])
    again = as_planner.post(page(plan, "replan"), asked)
    assert (again.status_code, len(again.context["form"].non_field_errors())) == (422, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_map_fits_and_table_need_as_many_statements_for_many(
    planner: User, count: int, django_assert_num_queries: Any
) -> None:
    person()
    for number in range(count):
        site_at(1 + number)
        site_at(40 + number)
    plan = solved(planner)
    client = signed_in(planner)
    site = plan.items.first().site_id  # type: ignore[union-attr]
    counts = {f"/planning/plans/{plan.pk}/map.json": 9, f"/planning/plans/{plan.pk}/sites/{site}/fits.json": 17, page(plan, "table"): 9}  # fmt: skip
    for address, statements in counts.items():
        with django_assert_num_queries(statements):
            assert client.get(address).status_code == 200
