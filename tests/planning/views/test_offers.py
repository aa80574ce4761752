"""Visits looking for somebody, on the volunteer's phone; and saying yes or no."""

from typing import Any

import pytest
from django.test import Client

from patrol.models import Assignment
from people.models import User
from planning.actions.publishing import publish_plan
from planning.models import Offer
from tests.conftest import signed_in
from tests.factories import make
from tests.planning.cases import now, person, site_at, solved

PAGE = "/planning/open-visits/"


def offers(planner: User, count: int) -> list[Offer]:
    person("busy@test.example", visits_per_month=1)
    for number in range(count + 1):
        site_at(1 + number, code=f"S{number}", visit_minutes=10)
    plan = solved(planner)
    publish_plan(plan_id=plan.pk, version=plan.version, is_rest_offered=True, by=planner, at=now())
    return list(Offer.objects.order_by("site__code"))


def test_the_nearest_come_first_and_the_way_is_told_roughly(planner: User) -> None:
    offers(planner, 2)
    client = signed_in(person("me@test.example"))
    assert [(one.site.code, one.km) for one in client.get(PAGE).context["page"]] == [("S1", 2.0), ("S2", 3.0)]


def test_a_hidden_site_is_measured_to_its_shown_place(planner: User) -> None:
    (offer,) = offers(planner, 1)
    offer.site.category_id = "0201"
    offer.site.save()
    offer.site.refresh_from_db()
    assert offer.site.shown_as == "cell"
    client = signed_in(person("me@test.example", home=offer.site.shown_geom))
    assert [one.km for one in client.get(PAGE).context["page"]] == [0.0]


def test_claiming_leads_to_the_site_and_the_second_is_told(planner: User) -> None:
    (offer,) = offers(planner, 1)
    first, second = signed_in(person("a@test.example")), signed_in(person("b@test.example"))
    assert first.post(f"{PAGE}{offer.pk}/claim/")["Location"] == f"/field/sites/{offer.site.code}/"
    late = second.post(f"{PAGE}{offer.pk}/claim/", follow=True)
    assert [str(message) for message in late.context["messages"]] == ["已有人先认领，或这次巡查已不需要。请另选一处。"]
    assert list(late.context["page"]) == []


def test_yes_and_no_from_the_list_of_visits(planner: User) -> None:
    people = {
        one.name: one
        for one in (person("a@test.example", visits_per_month=1), person("b@test.example", visits_per_month=1))
    }
    for number in range(2):
        site_at(1 + number)
    plan = solved(planner)
    publish_plan(plan_id=plan.pk, version=plan.version, accept_hours=24, by=planner, at=now())
    yes, no = Assignment.objects.order_by("volunteer__name")
    client = signed_in(people["a"])
    assert f"/field/visits/{yes.pk}/accept/" in client.get("/field/mine/").content.decode()
    client.post(f"/field/visits/{yes.pk}/accept/")
    assert f"/field/visits/{yes.pk}/accept/" not in client.get("/field/mine/").content.decode()
    other = signed_in(people["b"])
    assert other.post(f"/field/visits/{no.pk}/decline/", {"words": ""}).status_code == 302
    assert Assignment.objects.get(pk=no.pk).status == "open"
    other.post(f"/field/visits/{no.pk}/decline/", {"words": "出差"})
    assert Assignment.objects.get(pk=no.pk).end_words == "出差"
    assert client.post(f"/field/visits/{no.pk}/accept/").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_list_needs_as_many_statements_for_many(planner: User, count: int, django_assert_num_queries: Any) -> None:
    offers(planner, count)
    client = signed_in(person("me@test.example"))
    # What a connection asks once, it asks here.
    client.get(PAGE)
    # session, person, roles, volunteer twice, policy, what is known of safety, skills, number of offers, offers, notices
    with django_assert_num_queries(11):
        assert len(client.get(PAGE).context["page"]) == count


def test_officers_and_strangers_have_no_such_page(officer: User, client: Client) -> None:
    assert signed_in(officer).get(PAGE).status_code == 403
    assert signed_in(make.user()).get(PAGE).status_code == 403
    assert client.get(PAGE).status_code == 302
