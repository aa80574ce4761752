"""Who may not be sent by the rules of safety is in no plan, is told of no offer, and the plan says what to note."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models import User
from planning.actions.publishing import publish_plan
from planning.models import Offer, Plan
from planning.queries.offers import eligible_offers, nearest_eligible
from planning.queries.volunteers import sendable_volunteers
from tests.factories import make
from tests.planning.cases import day, now, person, site_at, solved
from tests.planning.crews import guide, steep


def left_out(plan: Plan) -> list[tuple[str, list[tuple[str, str, list[str]]]]]:
    return [
        (one.reason, [(change["kind"], change["name"], change["skills"]) for change in one.params["changes"]])
        for one in plan.omissions.order_by("site__code")
    ]


def test_somebody_of_unknown_age_is_not_planned_and_the_plan_can_be_published(planner: User) -> None:
    person("unknown@test.example", birth_year=None)
    known = person("known@test.example", visits_per_month=1)
    site_at(1, code="A")
    site_at(2, code="B")
    plan = solved(planner)
    assert [item.volunteer for item in plan.items.all()] == [known]
    publish_plan(plan_id=plan.pk, version=plan.version, by=planner, at=now())
    plan.refresh_from_db()
    assert plan.state == "published"


def test_the_cheapest_change_notes_what_is_missing(planner: User, as_planner: Client) -> None:
    person("unknown@test.example", birth_year=None)
    site_at(1, code="A")
    plan = solved(planner)
    assert left_out(plan) == [("nobody_is_cleared", [("clear", "unknown", ["age_unknown"])])]
    page = as_planner.get(reverse("planning:plan", args=[plan.pk]), headers={"accept-language": "zh-hans"})
    assert "附近的志愿者都还不能派出" in page.content.decode()
    assert "登记unknown的出生日期" in page.content.decode()


def test_two_go_to_difficult_sites_only_when_both_are_insured(planner: User) -> None:
    guide("near", 0.5)
    uninsured = guide("other", 0.6)
    uninsured.volunteer.insurances.all().delete()
    steep(1, code="CLIFF")
    plan = solved(planner)
    assert left_out(plan) == [("nobody_is_cleared", [("clear", "other", ["insurance_missing"])])]


def test_a_minor_is_not_made_older(planner: User) -> None:
    born = timezone.localdate().year - 17
    for name in ("near", "other"):
        guide(name, 0.5, birth_year=born)
    steep(1, code="CLIFF")
    ((reason, changes),) = left_out(solved(planner))
    assert (reason, {kind for kind, _name, _skills in changes}) == ("nobody_is_cleared", {"recruit"})


def test_offers_reach_only_those_who_may_go(planner: User) -> None:
    asker, unknown, known = (
        person("asker@test.example"),
        person("unknown@test.example", birth_year=None),
        person("k@test.example"),
    )
    site = site_at(1, code="A")
    offer = Offer.objects.create(site=site, plan=solved(planner), why="left_out", do_by=day(7), made_at=now())
    assert nearest_eligible(offer, without=asker.pk, on=day(0)) == [known]
    assert [list(eligible_offers(who, on=day(0))) for who in (unknown, known)] == [[], [offer]]


def test_clearances_of_many_take_no_more_queries_than_of_one(planner: User, django_assert_num_queries: object) -> None:
    counts = []
    for _ in range(2):
        make.volunteer(birth_year=None)
        with django_assert_num_queries(3):  # type: ignore[operator]
            counts.append(len(sendable_volunteers(on=day(0), first=day(1), last=day(1) + timedelta(days=6))))
    assert counts == [1, 2]
