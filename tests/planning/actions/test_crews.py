"""Two go together to a difficult site: solved, changed by hand, published, planned anew."""

import pytest
from django.db import IntegrityError, transaction

from patrol.models import Assignment, OutingPolicy
from people.models import Notice, User
from planning.actions.changes import lock_visit, move_visit
from planning.actions.plans import solve_plan_again
from planning.actions.publishing import publish_plan
from planning.actions.replanning import replan
from planning.errors import CannotTake, CompanionMissing
from planning.logic.terms import Terms
from planning.models import Plan, PlanItem
from planning.queries.comparing import since_snapshot
from planning.queries.duties import today
from planning.queries.plans import stops_of
from planning.queries.volunteers import first_day, sendable_volunteers
from planning.sentences import why_left_out
from sites.models import PlaceGrant, Site
from tests.factories import make
from tests.planning.cases import day, now, run_jobs, solved
from tests.planning.crews import guide, steep


@pytest.fixture
def cliff(db: None) -> Site:
    return steep(1, code="CLIFF")


@pytest.fixture
def plan(planner: User, cliff: Site) -> Plan:
    """Three trained people, the nearest two of whom go to the cliff."""
    for name, km in (("near", 0.5), ("mid", -1.0), ("far", -3.0)):
        guide(name, km)
    return solved(planner)


def crew(plan: Plan) -> tuple[str, str, bool]:
    item = plan.items.select_related("volunteer", "companion").get()
    return item.volunteer.name, item.companion.name if item.companion else "", item.is_locked


def named(name: str) -> User:
    return User.objects.get(name=name)


def move(plan: Plan, site: Site, who: str, by: User, along: str = "") -> Plan:
    companion = named(along).pk if along else None
    plan.refresh_from_db()
    return move_visit(
        plan_id=plan.pk, site_id=site.pk, volunteer_id=named(who).pk, companion_id=companion,
        version=plan.version, by=by, at=now(),
    )  # fmt: skip


def again(plan: Plan, by: User) -> None:
    plan.refresh_from_db()
    solve_plan_again(plan_id=plan.pk, version=plan.version, by=by, at=now())
    run_jobs()
    plan.refresh_from_db()


def publish(plan: Plan, by: User) -> Plan:
    plan.refresh_from_db()
    return publish_plan(plan_id=plan.pk, version=plan.version, by=by, at=now())


def allow_alone() -> None:
    first = OutingPolicy.objects.order_by("valid_from")[0]
    values = {**first.values, "safety.company_at_difficult": 0}
    OutingPolicy.objects.create(valid_from=today(), values=values)


def test_the_nearer_leads_and_the_other_goes_along(plan: Plan) -> None:
    assert crew(plan) == ("near", "mid", False)
    item = plan.items.get()
    assert (round(item.distance_km, 1), round(item.companion_km or 0, 1)) == (0.5, 2.0)
    assert [(who.name, round(stop.km, 1), stop.other) for who, stop in stops_of(item).items()] == [
        ("near", 0.5, "mid"),
        ("mid", 2.0, "near"),
    ]


def test_one_alone_is_not_sent_and_the_reason_says_so(planner: User, cliff: Site) -> None:
    guide("only")
    left = solved(planner).omissions.get()
    assert (left.reason, left.params["needed"]) == ("nobody_in_range", 2)
    assert "两人同行" in why_left_out(left.reason, left.params)


def test_where_the_policy_allows_it_one_goes_alone(planner: User, cliff: Site) -> None:
    allow_alone()
    guide("only")
    plan = solved(planner)
    assert crew(plan) == ("only", "", False)
    assert publish(plan, planner).state == "published"


def test_locked_crew_stays_and_counts_for_both(plan: Plan, planner: User, cliff: Site) -> None:
    move(plan, cliff, "far", planner, along="mid")
    again(plan, planner)
    assert (crew(plan), plan.state) == (("far", "mid", True), "draft")
    _snapshot, found = since_snapshot(plan, on=today()) or (None, None)
    assert found is not None
    assert (found.moved, found.gained, found.after.people, [one.visits_after for one in found.people]) == (
        0,
        0,
        2,
        [1, 1],
    )


def test_unlocked_crew_is_planned_anew_and_said_to_have_moved(plan: Plan, planner: User, cliff: Site) -> None:
    move(plan, cliff, "far", planner, along="mid")
    plan.refresh_from_db()
    lock_visit(plan_id=plan.pk, site_id=cliff.pk, is_locked=False, version=plan.version, by=planner, at=now())
    again(plan, planner)
    assert crew(plan) == ("near", "mid", False)
    found = since_snapshot(plan, on=today())
    assert found is not None
    assert [(one.before, one.after) for one in found[1].sites] == [
        ((str(named("far").pk), str(named("mid").pk)), (str(named("near").pk), str(named("mid").pk)))
    ]


def test_another_lead_keeps_the_companion_and_the_companion_may_lead(plan: Plan, planner: User, cliff: Site) -> None:
    move(plan, cliff, "far", planner)
    assert crew(plan) == ("far", "mid", True)
    move(plan, cliff, "mid", planner)
    assert crew(plan) == ("mid", "far", True)


def test_companion_who_cannot_is_refused(plan: Plan, planner: User, cliff: Site) -> None:
    make.volunteer("untrained@test.example", range_km=10)
    with pytest.raises(CannotTake):
        move(plan, cliff, "near", planner, along="untrained")
    assert crew(plan) == ("near", "mid", False)


def test_moving_is_refused_where_nobody_can_go_along(planner: User, cliff: Site) -> None:
    guide("only")
    plan = solved(planner)
    with pytest.raises(CompanionMissing):
        move(plan, cliff, "only", planner)


def test_published_crew_both_are_told_with_whom_and_know_the_place(plan: Plan, planner: User, cliff: Site) -> None:
    publish(plan, planner)
    visit = Assignment.objects.get()
    assert (visit.volunteer.name, visit.companion.name if visit.companion else "") == ("near", "mid")
    told = [(one.user.name, one.kind, one.params["name"]) for one in Notice.objects.order_by("user__name")]
    assert told == [("mid", "assigned_along", "near"), ("near", "assigned_pair", "mid")]
    assert sorted(PlaceGrant.objects.filter(until__gt=now()).values_list("user__name", flat=True)) == ["mid", "near"]
    left = {
        one.name: one.as_problem.max_visits
        for one in sendable_volunteers(on=today(), first=first_day(today()), last=day(7))
    }
    assert left == {"near": 3, "mid": 3, "far": 4}


def test_plan_made_before_the_policy_wanted_two_is_refused(plan: Plan, planner: User, cliff: Site) -> None:
    plan.items.update(companion=None, companion_km=None)
    with pytest.raises(CompanionMissing) as refused:
        publish(plan, planner)
    assert refused.value.extra == {"sites": "CLIFF"}
    assert Assignment.objects.count() == 0


def test_replanning_keeps_a_whole_crew_untold(plan: Plan, planner: User) -> None:
    base = publish(plan, planner)
    Notice.objects.all().delete()
    made = replan(plan_id=base.pk, terms=Terms("other"), do_by=day(7), by=planner, at=now())
    run_jobs()
    assert crew(made) == ("near", "mid", False)
    publish(made, planner)
    assert (Assignment.objects.get().plan_id, Notice.objects.count()) == (made.pk, 0)


def test_no_show_of_the_companion_another_goes_along_and_the_lead_is_asked_once(plan: Plan, planner: User) -> None:
    base = publish(plan, planner)
    Notice.objects.all().delete()
    terms = Terms("no_show", absent=frozenset({str(named("mid").pk)}))
    made = replan(plan_id=base.pk, terms=terms, do_by=day(7), by=planner, at=now())
    run_jobs()
    assert crew(made) == ("near", "far", False)
    publish(made, planner)
    assert sorted(Notice.objects.values_list("user__name", "kind")) == [
        ("far", "assigned_along"),
        ("mid", "visit_ended"),
        ("near", "assigned_pair"),
    ]
    visit = Assignment.objects.get(status="open")
    assert (visit.volunteer.name, visit.companion.name if visit.companion else "") == ("near", "far")
    known = PlaceGrant.objects.filter(until__gt=now()).values_list("user__name", flat=True)
    assert sorted(known) == ["far", "near"]


@pytest.mark.parametrize(
    ("wrong", "wall"),
    [({"companion_km": None}, "plan_item_companion_has_way"), ({"lead": True}, "plan_item_companion_is_somebody_else")],
)
def test_the_database_refuses_half_a_crew(plan: Plan, wrong: dict[str, object], wall: str) -> None:
    item = plan.items.get()
    values = {"companion": item.volunteer_id} if "lead" in wrong else wrong
    with pytest.raises(IntegrityError, match=wall), transaction.atomic():
        PlanItem.objects.filter(pk=item.pk).update(**values)
