"""What planning does later: solving plans, measuring what was seen, and keeping the grid of low zooms fresh."""

from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from planning.actions.area_suspensions import follow_suspension, tell_suspended
from planning.actions.extents import measure_visit, refresh_extent
from planning.actions.grid import refresh_grid
from planning.actions.obligations import renew_duties
from planning.actions.offers import close_offers, offer_released
from planning.actions.reach import refresh_reach
from planning.actions.routing import begin_route, fail_route, is_route_stopped, keep_route, measure_ways
from planning.actions.siting import begin_study, fail_study, is_study_stopped, keep_study
from planning.actions.solving import begin_solving, fail_plan, is_stopped, keep_solution, note_progress
from planning.actions.statements import Cancelled, begin_statement, fail_statement, keep_statement, note_statement
from planning.actions.wide import begin_borders, keep_borders
from planning.logic import assign
from planning.logic.posts.siting import choose_sites
from planning.logic.route.day import plan_day
from planning.queries.compliance import compliance
from planning.queries.extents import stale_sites, waiting_visits

# A worker that ends loses no more than this.
AT_ONCE = 200


@app.task(name="planning.solve_plan")
def solve_plan(plan_id: str) -> None:
    """Solve a plan that waits, outside of any transaction; running again after a worker's end starts afresh."""
    work = begin_solving(plan_id=UUID(plan_id), at=timezone.now())
    if work is None:
        return
    try:
        solution = assign.solve(
            work.found.problem,
            seconds=work.seconds,
            start=work.last,
            on_progress=note_progress(work=work),
            is_cancelled=is_stopped(work=work),
        )
        keep_solution(work=work, solution=solution, at=timezone.now())
    except assign.Contradiction:
        fail_plan(work=work, reason="contradiction", at=timezone.now())
    except Exception:
        # The planner is told; the job fails for whoever looks after the machine.
        fail_plan(work=work, reason="error", at=timezone.now())
        raise


@app.task(name="planning.join_districts")
def join_districts(wide_id: str) -> None:
    """Plan the visits across borders once every district of a wide plan is solved."""
    work = begin_borders(wide_id=UUID(wide_id), at=timezone.now())
    if work is not None:
        solution = assign.solve(work.problem, seconds=work.seconds)
        keep_borders(work=work, solution=solution, at=timezone.now())


@app.task(name="planning.visit_released")
def offer_released_visit(assignment_id: str) -> None:
    """Look for somebody else where a planned visit was released."""
    offer_released(assignment_id=UUID(assignment_id), at=timezone.now())


@app.task(name="planning.follow_suspension")
def follow_wide_suspension(suspension_id: str) -> None:
    """Let the duties of a large area follow its suspension."""
    follow_suspension(suspension_id=UUID(suspension_id))


@app.task(name="planning.tell_suspended")
def tell_suspended_visits(suspension_id: str) -> None:
    """Call visits off that lie within the days of a suspended area, and tell those who may go later."""
    tell_suspended(suspension_id=UUID(suspension_id), at=timezone.now())


@app.periodic(cron="*/15 * * * *")
@app.task(name="planning.close_offers", queueing_lock="planning.close_offers", lock="planning.close_offers")
def close_old_offers(timestamp: int) -> None:
    """Close offers whose day has passed."""
    close_offers(at=timezone.now())


@app.task(name="planning.solve_route")
def solve_route(route_id: str) -> None:
    """Work a route out that waits, outside of any transaction; running again after a worker's end starts afresh."""
    work = begin_route(route_id=UUID(route_id), at=timezone.now())
    if work is None:
        return
    try:
        day = measure_ways(work=work)
        if day is not None:
            found = plan_day(day, seconds=work.seconds, is_cancelled=is_route_stopped(work=work))
            keep_route(work=work, found=found, at=timezone.now())
    except Exception:
        fail_route(work=work, at=timezone.now())
        raise


@app.task(name="planning.solve_posts")
def solve_posts(study_id: str) -> None:
    """Choose the places of a proposal that waits, outside of any transaction."""
    work = begin_study(study_id=UUID(study_id), at=timezone.now())
    if work is None:
        return
    try:
        chosen, choice = choose_sites(work.siting, seconds=work.seconds, is_cancelled=is_study_stopped(work=work))
        keep_study(work=work, chosen=chosen, choice=choice, at=timezone.now())
    except Exception:
        fail_study(work=work, at=timezone.now())
        raise


@app.periodic(cron="*/10 * * * *")
@app.task(name="planning.refresh_grid", queueing_lock="planning.refresh_grid", lock="planning.refresh_grid")
def renew_grid(timestamp: int) -> None:
    """Count the grid of low zooms anew: visits were accepted, and a new day makes sites overdue."""
    refresh_grid(at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="planning.measure_extents", queueing_lock="planning.measure_extents", lock="planning.measure_extents")
def measure_extents(timestamp: int) -> None:
    """Measure the visits that wait, and renew the sites that were surveyed or drawn anew."""
    for visit in waiting_visits(AT_ONCE):
        measure_visit(visit=visit, at=timezone.now())
    for site in stale_sites(AT_ONCE):
        refresh_extent(site=site, at=timezone.now())


@app.periodic(cron="*/15 * * * *")
@app.task(name="planning.renew_duties", queueing_lock="planning.renew_duties", lock="planning.renew_duties")
def renew_duties_of_the_day(timestamp: int) -> None:
    """Take the duties over into the day, soon after midnight in Asia/Shanghai; later runs of the day do nothing."""
    renew_duties(at=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="planning.refresh_reach", queueing_lock="planning.refresh_reach", lock="planning.refresh_reach")
def renew_reach(timestamp: int) -> None:
    """Compute who can get where, if anybody moved since."""
    refresh_reach()


@app.task(name="planning.make_statement")
def make_statement(work_id: str) -> None:
    """Make a statement that waits; running again after a worker's end starts afresh."""
    making = begin_statement(work_id=UUID(work_id))
    if making is None:
        return
    try:
        found = compliance(making.question, tell=note_statement(making=making))
        keep_statement(making=making, found=found, at=timezone.now())
    except Cancelled:
        return
    except Exception:
        # The officer is told; the job fails for whoever looks after the machine.
        fail_statement(making=making, at=timezone.now())
        raise
