"""Asking for plans, stopping them, solving them again."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from core.errors import NotAllowed, NotFound, Stale
from core.models import AuditEntry
from people.models import User
from planning.actions.changes import lock_visit
from planning.actions.plans import discard_plan, solve_plan_again, stop_solving
from planning.actions.solving import begin_solving
from planning.errors import DayPassed, NothingToPlan, PlanNotOpen, PlanNotRunning, PlanRunning
from planning.models import Plan
from tests.factories import make
from tests.planning.cases import ask, day, now, person, run_jobs, site_at, solved, visited

UNKNOWN = make.uuid(1)


def test_plan_is_queued_with_the_sites_that_wait(planner: User) -> None:
    late, never, fresh = site_at(1), site_at(2), site_at(3)
    visited(late, 60)
    visited(fresh, 0)
    site_at(1, district=make.district("110102"))
    plan = ask(planner)
    assert (plan.state, plan.version) == ("queued", 0)
    assert {(one.site_id, one.reason) for one in plan.omissions.all()} == {
        (late.pk, "not_solved"),
        (never.pk, "not_solved"),
    }
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.args, job.lock) == ("planning.solve_plan", {"plan_id": str(plan.pk)}, f"plan-{plan.pk}")
    entry = AuditEntry.objects.get(verb="ask_for_plan")
    assert (entry.by, entry.change["sites"]) == (planner, 2)


def test_plan_takes_the_chosen_statuses(planner: User) -> None:
    fresh = site_at(1)
    visited(fresh, 0)
    site_at(2)
    assert [one.site_id for one in ask(planner, statuses=["current"]).omissions.all()] == [fresh.pk]


def test_plan_is_refused_where_no_site_waits(planner: User) -> None:
    visited(site_at(1), 0)
    with pytest.raises(NothingToPlan):
        ask(planner)
    assert Plan.objects.count() == 0


@pytest.mark.parametrize("ahead", [-1, 0, 91])
def test_plan_is_refused_for_a_day_that_is_not_ahead(planner: User, ahead: int) -> None:
    site_at(1)
    with pytest.raises(DayPassed):
        ask(planner, do_by=day(ahead))


def test_plan_is_refused_to_officers_volunteers_and_planners_elsewhere(
    officer: User, volunteer: User, planner: User
) -> None:
    site_at(1)
    make.district("120101")
    with pytest.raises(NotAllowed):
        ask(officer)
    with pytest.raises(NotAllowed):
        ask(volunteer)
    with pytest.raises(NotAllowed):
        ask(planner, district=make.district("120101"))


def test_plan_solved_again_keeps_what_is_locked(planner: User) -> None:
    person()
    kept = site_at(1)
    site_at(2)
    plan = solved(planner)
    lock_visit(plan_id=plan.pk, site_id=kept.pk, is_locked=True, version=plan.version, by=planner, at=now())
    before = plan.items.get(site=kept).volunteer_id
    person()
    plan.refresh_from_db()
    assert solve_plan_again(plan_id=plan.pk, version=plan.version, by=planner, at=now()).state == "queued"
    assert run_jobs() == ["planning.solve_plan", "planning.solve_plan"]
    plan.refresh_from_db()
    item = plan.items.get(site=kept)
    assert (plan.state, item.volunteer_id, item.is_locked, plan.items.count()) == ("draft", before, True, 2)


def test_solving_again_is_refused_while_solving_and_to_whoever_saw_an_older_plan(planner: User) -> None:
    person()
    site_at(1)
    plan = ask(planner)
    with pytest.raises(PlanRunning):
        solve_plan_again(plan_id=plan.pk, version=0, by=planner, at=now())
    run_jobs()
    with pytest.raises(Stale):
        solve_plan_again(plan_id=plan.pk, version=0, by=planner, at=now())
    with pytest.raises(NotFound):
        solve_plan_again(plan_id=UNKNOWN, version=0, by=planner, at=now())


def test_solving_again_is_refused_to_officers(planner: User, officer: User) -> None:
    site_at(1)
    plan = solved(planner)
    with pytest.raises(NotAllowed):
        solve_plan_again(plan_id=plan.pk, version=plan.version, by=officer, at=now())


def test_waiting_plan_is_stopped_for_good(planner: User) -> None:
    site_at(1)
    plan = ask(planner)
    assert stop_solving(plan_id=plan.pk, by=planner, at=now()).state == "cancelled"
    run_jobs()
    plan.refresh_from_db()
    assert (plan.state, plan.items.count()) == ("cancelled", 0)


def test_plan_being_solved_is_asked_to_stop(planner: User) -> None:
    site_at(1)
    plan = ask(planner)
    begin_solving(plan_id=plan.pk, at=now())
    stopped = stop_solving(plan_id=plan.pk, by=planner, at=now())
    assert (stopped.state, stopped.is_cancel_asked) == ("solving", True)


def test_stopping_a_draft_is_refused(planner: User) -> None:
    site_at(1)
    plan = solved(planner)
    with pytest.raises(PlanNotRunning):
        stop_solving(plan_id=plan.pk, by=planner, at=now())


def test_draft_is_discarded_once(planner: User) -> None:
    site_at(1)
    plan = solved(planner)
    assert discard_plan(plan_id=plan.pk, by=planner, at=now()).state == "cancelled"
    with pytest.raises(PlanNotOpen):
        discard_plan(plan_id=plan.pk, by=planner, at=now())
