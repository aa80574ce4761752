"""Planning anew what of a published plan is not done."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app

from core.errors import NotAllowed
from patrol.models import Assignment
from people.models import Notice, User
from planning.actions.plans import discard_plan
from planning.actions.publishing import publish_plan
from planning.actions.replanning import replan
from planning.errors import DayPassed, NothingLeft, NotPublished, PlanFollowed, QuietDays
from planning.logic.terms import Terms
from planning.models import Plan, PlanItem
from planning.queries.comparing import since_snapshot
from planning.queries.duties import today
from tests.planning.cases import HOME, day, now, person, site_at, solved


@pytest.fixture
def plan(planner: User) -> Plan:
    """Two people, three sites: both sent, everything published."""
    person("a@test.example", visits_per_month=2)
    person("b@test.example", visits_per_month=3, home=f"SRID=4326;POINT({HOME[0] + 0.03} {HOME[1]})")
    for number in range(3):
        site_at(1 + number, code=f"S{number}")
    made = solved(planner)
    return publish_plan(plan_id=made.pk, version=made.version, by=planner, at=now())


def again(plan: Plan, by: User, terms: Terms | None = None, **fields: Any) -> Plan:
    made = replan(plan_id=plan.pk, terms=terms or Terms("other"), do_by=fields.pop("do_by", day(7)), by=by, at=now())
    app.tasks["planning.solve_plan"].func(plan_id=str(made.pk))
    made.refresh_from_db()
    return made


def pairs(plan: Plan) -> dict[str, str]:
    return dict(plan.items.values_list("site__code", "volunteer__name"))


def opened() -> dict[str, str]:
    return dict(Assignment.objects.filter(status="open").values_list("site__code", "volunteer__name"))


def test_with_nothing_changed_every_promise_stays(plan: Plan, planner: User) -> None:
    before = opened()
    made = again(plan, planner)
    assert (made.state, made.follows_id, pairs(made)) == ("draft", plan.pk, before)
    found = since_snapshot(made, on=today())
    assert found is not None
    assert (found[1].gained, found[1].lost, found[1].moved) == (0, 0, 0)


def test_after_a_no_show_others_go_and_the_rest_keep_their_visits(plan: Plan, planner: User) -> None:
    before = opened()
    gone = User.objects.get(name="a")
    lost = {site for site, who in before.items() if who == "a"}
    assert lost
    made = again(plan, planner, Terms("no_show", absent=frozenset({str(gone.pk)})))
    assert set(pairs(made).values()) == {"b"}
    assert {site for site, who in pairs(made).items() if who == before[site]} == before.keys() - lost
    kept = set(Assignment.objects.filter(volunteer__name="b", status="open").values_list("pk", flat=True))
    Notice.objects.all().delete()
    publish_plan(plan_id=made.pk, version=made.version, by=planner, at=now())
    assert opened() == pairs(made)
    assert kept <= set(Assignment.objects.filter(status="open", plan_id=made.pk).values_list("pk", flat=True))
    assert sorted(Notice.objects.values_list("user__name", "kind")) == sorted(
        [("a", "visit_ended")] * len(lost) + [("b", "assigned")] * len(lost)
    )
    assert set(Assignment.objects.filter(status="released").values_list("end_reason", flat=True)) == {"replanned"}


def test_a_closed_site_is_left_out_with_its_reason(plan: Plan, planner: User) -> None:
    closed = plan.items.get(site__code="S1").site
    made = again(plan, planner, Terms("closure", closed=frozenset({str(closed.pk)})))
    assert set(pairs(made)) == {"S0", "S2"}
    assert made.omissions.get().reason == "closed"


def test_days_without_visits_take_the_free_time_away(plan: Plan, planner: User) -> None:
    quiet = (day(1), day(6))
    made = again(plan, planner, Terms("storm", quiet=quiet))
    # One day of ten hours each is left: still enough for short visits.
    assert len(pairs(made)) == 3
    people = User.objects.filter(name__in=["a", "b"])
    for one in people:
        one.volunteer.free_time = [{"weekday": day(7).weekday() - 1, "start": "08:00", "end": "18:00"}]
        one.volunteer.save()
    discard_plan(plan_id=made.pk, by=planner, at=now())
    nobody = again(plan, planner, Terms("storm", quiet=quiet))
    assert (pairs(nobody), {one.reason for one in nobody.omissions.all()}) == ({}, {"nobody_has_time"})


def test_a_plan_is_followed_once(plan: Plan, planner: User) -> None:
    made = again(plan, planner)
    with pytest.raises(PlanFollowed):
        again(plan, planner)
    discard_plan(plan_id=made.pk, by=planner, at=now())
    assert again(plan, planner).pk != made.pk


def test_done_visits_are_not_planned_again(plan: Plan, planner: User) -> None:
    Assignment.objects.filter(site__code="S0").update(status="done")
    assert set(pairs(again(plan, planner))) == {"S1", "S2"}
    Assignment.objects.update(status="done")
    Plan.objects.filter(follows=plan).update(state="cancelled")
    with pytest.raises(NothingLeft):
        again(plan, planner)


def test_refusals(plan: Plan, planner: User, officer: User) -> None:
    with pytest.raises(NotAllowed):
        again(plan, officer)
    with pytest.raises(DayPassed):
        again(plan, planner, do_by=day(0))
    for quiet in ((day(3), day(2)), (day(1), day(7)), (day(0), day(9))):
        with pytest.raises(QuietDays):
            again(plan, planner, Terms("storm", quiet=quiet))
    with pytest.raises(NotPublished):
        again(again(plan, planner), planner)


def test_a_published_plan_and_its_visits_stay(plan: Plan) -> None:
    item = plan.items.first()
    assert item is not None
    with pytest.raises(IntegrityError, match="plan_published_stays"), transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(state="draft")
    with pytest.raises(IntegrityError, match="plan_item_frozen"), transaction.atomic():
        PlanItem.objects.filter(pk=item.pk).update(is_locked=True)
    with pytest.raises(IntegrityError, match="plan_item_frozen"), transaction.atomic():
        item.delete()
