"""What the worker writes while and after it solves a plan. All of it may run again: only the last start counts."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from core import audit
from planning.actions.plans import RUNNING, join_when_ready
from planning.logic.assign import Change, Locked, Omission, Progress, Solution
from planning.logic.crews import crews
from planning.logic.reasons import OwnReason
from planning.models import Plan, PlanItem, PlanOmission
from planning.queries.duties import today
from planning.queries.problems import PlanProblem, plan_problem, planned_pairs

BEAT_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Work:
    """A plan taken up by a worker: its problem, and the version under which the result will be accepted.

    `last` is what the plan proposed before: where the solver begins.
    """

    plan_id: UUID
    version: int
    seconds: int
    found: PlanProblem
    last: tuple[Locked, ...] = ()


def begin_solving(*, plan_id: UUID, at: datetime) -> Work | None:
    """Take the plan up, also after a worker died over it; return None if it waits no more.

    The new version makes sure that a run believed dead cannot write any more.
    """
    with transaction.atomic():
        plan = Plan.objects.select_for_update().filter(pk=plan_id, state__in=RUNNING).first()
        if plan is None:
            return None
        plan.state = Plan.State.SOLVING
        plan.objective = plan.bound = plan.gap = plan.solver_seconds = None
        plan.solver_status, plan.goals_reached = "", []
        plan.version += 1
        plan.save()
        last = tuple(Locked(site, who) for site, who in planned_pairs(plan))
        return Work(plan.pk, plan.version, plan.seconds_allowed, plan_problem(plan, on=today(at)), last)


def note_progress(*, work: Work) -> Callable[[Progress], None]:
    """Return what the solver calls with each better plan or bound; it writes at most every half second."""
    beat = _Beat()

    def note(progress: Progress) -> None:
        if beat.is_due():
            _running(work).update(
                objective=progress.objective, bound=progress.bound, gap=progress.gap, solver_seconds=progress.seconds
            )

    return note


def is_stopped(*, work: Work) -> Callable[[], bool]:
    """Return what the solver asks to know whether to stop; it looks at most every half second."""
    beat = _Beat()

    def stopped() -> bool:
        return beat.is_due() and not _running(work).filter(is_cancel_asked=False).exists()

    return stopped


def keep_solution(*, work: Work, solution: Solution, at: datetime) -> None:
    """Store the solved plan as a draft, all or nothing; does nothing where the plan was discarded or begun anew."""
    with transaction.atomic():
        plan = _running(work).select_for_update().first()
        if plan is None:
            return
        leads = {str(site): str(lead) for site, lead in plan.items.values_list("site_id", "volunteer_id")}
        plan.items.all().delete()
        plan.omissions.exclude(reason=OwnReason.REMOVED).delete()
        found = crews(solution.assignments, leads)
        PlanItem.objects.bulk_create(
            PlanItem(
                plan=plan,
                site_id=one.site_id,
                volunteer_id=one.lead_id,
                distance_km=one.lead_km,
                companion_id=one.companion_id,
                companion_km=one.companion_km,
                is_locked=one.is_locked,
            )
            for one in found
        )
        PlanOmission.objects.bulk_create(_omissions(plan, work, solution))
        plan.state = Plan.State.DRAFT
        plan.objective, plan.bound, plan.gap = solution.objective, solution.bound, solution.gap
        plan.solver_status, plan.solver_seconds, plan.solved_at = solution.status.value, solution.seconds, at
        plan.goals_reached = [
            {"goal": one.goal.value, "value": one.value, "bound": one.bound} for one in solution.goals
        ]
        plan.version += 1
        plan.save()
        join_when_ready(plan=plan)
        change = {"visits": len(found), "left_out": len(solution.omissions), "gap": solution.gap}
        audit.record("solve_plan", plan, by=None, at=at, change=change)


def fail_plan(*, work: Work, reason: str, at: datetime) -> None:
    """Say that the plan could not be solved: `contradiction` (locked visits no longer fit) or `error`."""
    with transaction.atomic():
        plan = _running(work).select_for_update().first()
        if plan is None:
            return
        plan.state, plan.solver_status = Plan.State.FAILED, reason
        plan.objective = plan.bound = plan.gap = None
        plan.version += 1
        plan.save()
        join_when_ready(plan=plan)
        audit.record("fail_plan", plan, by=None, at=at, change={"reason": reason})


def _running(work: Work) -> QuerySet[Plan]:
    return Plan.objects.filter(pk=work.plan_id, version=work.version, state=Plan.State.SOLVING)


def _omissions(plan: Plan, work: Work, solution: Solution) -> list[PlanOmission]:
    asked = [
        PlanOmission(plan=plan, site_id=site_id, reason=reason, params=params)
        for site_id, (reason, params) in work.found.left_out.items()
        if reason != OwnReason.REMOVED
    ]
    return asked + [
        PlanOmission(plan=plan, site_id=one.site_id, reason=one.reason.value, params=_params(one, work.found.names))
        for one in solution.omissions
    ]


def _params(omission: Omission, names: dict[str, str]) -> dict[str, object]:
    params: dict[str, object] = {**omission.params, "changes": [_change(one, names) for one in omission.changes]}
    params["price"] = omission.price
    who = str(omission.params.get("volunteer_id", ""))
    return params | {"name": names.get(who, "")}


def _change(change: Change, names: dict[str, str]) -> dict[str, object]:
    return {
        "kind": change.kind.value,
        "amount": change.amount,
        "name": names.get(change.volunteer_id or "", ""),
        "volunteer_id": change.volunteer_id,
        "skills": list(change.skills),
    }


class _Beat:
    """Says at most every half second that it is time."""

    def __init__(self) -> None:
        self._next = 0.0

    def is_due(self) -> bool:
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + BEAT_SECONDS
        return True
