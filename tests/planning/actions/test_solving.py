"""What the worker writes, also when it dies, is stopped, or runs twice."""

import pytest

from core.models import AuditEntry
from people.models import User
from planning.actions.plans import discard_plan, stop_solving
from planning.actions.solving import begin_solving, fail_plan, is_stopped, keep_solution, note_progress
from planning.logic.assign import Progress, solve
from planning.models import Plan, PlanItem
from tests.factories import make
from tests.planning.cases import ask, asked, now, person, run_jobs, site_at, solved


def test_solved_plan_is_a_draft_with_visits_bound_and_gap(planner: User) -> None:
    who = person("near@test.example")
    site = site_at(3, level_id="county")
    plan = solved(planner)
    item = plan.items.get()
    assert (plan.state, plan.solver_status, plan.gap) == ("draft", "optimal", 0.0)
    # Never visited: weight 2 of a county site, times 3; less 0.02 points a kilometre of road, 1.3 times there and back.
    assert plan.objective == pytest.approx(6 - 0.02 * 2.6 * item.distance_km)
    assert (item.site, item.volunteer, item.is_locked) == (site, who, False)
    assert item.distance_km == pytest.approx(3, abs=0.01)
    assert AuditEntry.objects.get(verb="solve_plan").by is None


def test_solved_plan_says_why_sites_are_left_out(planner: User) -> None:
    near = person("a@test.example", range_km=5)
    far = site_at(8)
    steep = site_at(2, is_difficult=True)
    plan = solved(planner)
    reasons = {one.site_id: (one.reason, one.params["changes"]) for one in plan.omissions.all()}
    assert plan.items.count() == 0
    change = {"kind": "extend_range", "amount": 3.0, "name": "a", "skills": [], "volunteer_id": str(near.pk)}
    assert reasons[far.pk] == ("nobody_in_range", [change])
    assert reasons[steep.pk][0] == "nobody_in_range"


def test_solved_plan_respects_visits_time_and_open_assignments(planner: User) -> None:
    busy = person("busy@test.example", visits_per_month=2)
    asked(site_at(1, code="A", name_zh="已派"), busy, planner)
    person("no-time@test.example", free_time=[])
    for number in range(3):
        site_at(1 + number, code=f"S{number}")
    plan = solved(planner)
    assert [item.volunteer for item in plan.items.all()] == [busy]
    assert {one.site.code: one.reason for one in plan.omissions.exclude(reason="all_full")} == {"A": "already_asked"}
    assert plan.omissions.filter(reason="all_full").count() == 2


@pytest.mark.parametrize("fields", [{"is_active": False}, {"home": None}])
def test_volunteers_on_leave_or_without_a_home_are_not_sent(planner: User, fields: dict[str, object]) -> None:
    person(**fields)
    site_at(1)
    assert solved(planner).items.count() == 0


def test_job_that_runs_twice_changes_nothing_the_second_time(planner: User) -> None:
    person()
    site_at(1)
    plan = ask(planner)
    run_jobs()
    plan.refresh_from_db()
    before = (plan.version, plan.solved_at, plan.items.get().pk)
    run_jobs()
    plan.refresh_from_db()
    assert (plan.version, plan.solved_at, plan.items.get().pk) == before


def test_plan_of_a_worker_that_died_is_solved_by_the_next(planner: User) -> None:
    person()
    site_at(1)
    plan = ask(planner)
    dead = begin_solving(plan_id=plan.pk, at=now())
    assert dead is not None
    note_progress(work=dead)(Progress(1.0, 2.0, 0.1))
    run_jobs()
    plan.refresh_from_db()
    assert (plan.state, plan.solver_status, plan.items.count()) == ("draft", "optimal", 1)
    # Should the dead one come back, it has no say any more.
    PlanItem.objects.all().delete()
    keep_solution(work=dead, solution=solve(dead.found.problem, seconds=1), at=now())
    fail_plan(work=dead, reason="error", at=now())
    plan.refresh_from_db()
    assert (plan.state, plan.items.count()) == ("draft", 0)


def test_progress_is_shown_while_solving(planner: User) -> None:
    site_at(1)
    plan = ask(planner)
    work = begin_solving(plan_id=plan.pk, at=now())
    assert work is not None
    note_progress(work=work)(Progress(objective=8.0, bound=10.0, seconds=0.5))
    plan.refresh_from_db()
    assert (plan.state, plan.objective, plan.bound, plan.gap, plan.solver_seconds) == ("solving", 8.0, 10.0, 0.25, 0.5)


def test_solver_hears_that_it_shall_stop(planner: User) -> None:
    site_at(1)
    plan = ask(planner)
    work = begin_solving(plan_id=plan.pk, at=now())
    assert work is not None
    assert is_stopped(work=work)() is False
    stop_solving(plan_id=plan.pk, by=planner, at=now())
    assert is_stopped(work=work)() is True


def test_result_of_a_discarded_plan_is_dropped(planner: User) -> None:
    person()
    site_at(1)
    plan = ask(planner)
    work = begin_solving(plan_id=plan.pk, at=now())
    assert work is not None
    discard_plan(plan_id=plan.pk, by=planner, at=now())
    assert is_stopped(work=work)() is True
    keep_solution(work=work, solution=solve(work.found.problem, seconds=1), at=now())
    plan.refresh_from_db()
    assert (plan.state, plan.items.count()) == ("cancelled", 0)


def test_plan_whose_locked_visit_no_longer_fits_fails_with_a_reason(planner: User) -> None:
    who = person()
    site = site_at(4)
    plan = solved(planner)
    plan.items.update(is_locked=True)
    who.volunteer.range_km = 2
    who.volunteer.save()
    Plan.objects.filter(pk=plan.pk).update(state="queued")
    run_jobs()
    plan.refresh_from_db()
    assert (plan.state, plan.solver_status, plan.items.get().site) == ("failed", "contradiction", site)


def test_plan_that_was_published_is_not_begun(planner: User) -> None:
    plan = Plan.objects.create(
        district=make.district(),
        do_by=now().date(),
        made_by=planner,
        made_at=now(),
        state="published",
        published_at=now(),
    )
    assert begin_solving(plan_id=plan.pk, at=now()) is None
