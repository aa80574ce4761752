"""Publishing a plan."""

import pytest

from core.errors import NotAllowed, Stale
from core.models import AuditEntry
from patrol.models import Assignment
from people.models import Notice, User
from planning.actions.changes import remove_visit
from planning.actions.publishing import publish_plan
from planning.errors import DayPassed, NothingToPublish, PlanRunning, SitesTaken
from planning.models import Plan
from sites.models import PlaceGrant
from tests.factories import make
from tests.planning.cases import ask, asked, day, now, person, site_at, solved


@pytest.fixture
def plan(planner: User) -> Plan:
    person("a@test.example", visits_per_month=1)
    person("b@test.example", visits_per_month=1)
    site_at(1, code="S1")
    site_at(2, code="S2")
    return solved(planner)


def test_published_plan_becomes_assignments_and_tells_the_volunteers(plan: Plan, planner: User) -> None:
    published = publish_plan(plan_id=plan.pk, version=plan.version, by=planner, at=now())
    assert (published.state, published.version) == ("published", plan.version + 1)
    made = Assignment.objects.order_by("site__code")
    assert [(one.site.code, one.status, one.origin, one.plan_id, one.do_by) for one in made] == [
        ("S1", "open", "planned", plan.pk, day(7)),
        ("S2", "open", "planned", plan.pk, day(7)),
    ]
    assert {one.volunteer_id for one in made} == set(plan.items.values_list("volunteer_id", flat=True))
    assert sorted(Notice.objects.values_list("user__name", "kind")) == [("a", "assigned"), ("b", "assigned")]
    assert PlaceGrant.objects.count() == 2
    assert AuditEntry.objects.get(verb="publish_plan").change == {"visits": 2, "do_by": day(7).isoformat()}


def test_second_publishing_is_refused_and_sends_nobody_twice(plan: Plan, planner: User) -> None:
    second = make.user()
    make.grant(second, "planner", "1101")
    publish_plan(plan_id=plan.pk, version=plan.version, by=planner, at=now())
    with pytest.raises(Stale):
        publish_plan(plan_id=plan.pk, version=plan.version, by=second, at=now())
    assert (Assignment.objects.count(), Notice.objects.count()) == (2, 2)


def test_publishing_is_all_or_nothing(plan: Plan, planner: User, volunteer: User) -> None:
    asked(plan.items.get(site__code="S2").site, volunteer, planner)
    with pytest.raises(SitesTaken) as refused:
        publish_plan(plan_id=plan.pk, version=plan.version, by=planner, at=now())
    assert refused.value.extra == {"sites": "S2"}
    plan.refresh_from_db()
    assert (plan.state, Assignment.objects.count(), Notice.objects.count()) == ("draft", 1, 0)


def test_publishing_is_refused_for_a_plan_without_a_visit(planner: User) -> None:
    person()
    site = site_at(1)
    plan = solved(planner)
    plan = remove_visit(plan_id=plan.pk, site_id=site.pk, version=plan.version, by=planner, at=now())
    with pytest.raises(NothingToPublish):
        publish_plan(plan_id=plan.pk, version=plan.version, by=planner, at=now())


def test_publishing_is_refused_after_the_day(plan: Plan, planner: User) -> None:
    Plan.objects.filter(pk=plan.pk).update(do_by=day(0))
    with pytest.raises(DayPassed):
        publish_plan(plan_id=plan.pk, version=plan.version, by=planner, at=now())


def test_publishing_is_refused_before_the_plan_is_solved(planner: User) -> None:
    site_at(1)
    plan = ask(planner)
    with pytest.raises(PlanRunning):
        publish_plan(plan_id=plan.pk, version=plan.version, by=planner, at=now())


def test_publishing_is_refused_to_officers_and_volunteers(plan: Plan, officer: User, volunteer: User) -> None:
    for somebody in (officer, volunteer):
        with pytest.raises(NotAllowed):
            publish_plan(plan_id=plan.pk, version=plan.version, by=somebody, at=now())
