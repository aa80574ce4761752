"""What planning does later: solving plans, and keeping the grid of low zooms fresh."""

from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from planning.actions.grid import refresh_grid
from planning.actions.solving import begin_solving, fail_plan, is_stopped, keep_solution, note_progress
from planning.logic import assign


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


@app.periodic(cron="*/10 * * * *")
@app.task(name="planning.refresh_grid", queueing_lock="planning.refresh_grid", lock="planning.refresh_grid")
def renew_grid(timestamp: int) -> None:
    """Count the grid of low zooms anew: visits were accepted, and a new day makes sites overdue."""
    refresh_grid(at=timezone.now())
