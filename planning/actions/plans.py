"""Plans from the question to the solver's queue, and out of it again."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from core import audit
from core.errors import NotFound, Stale
from core.jobs import later
from people.models import User
from planning.errors import DayPassed, NothingToPlan, PlanNotOpen, PlanNotRunning, PlanRunning
from planning.logic.aims import Aims
from planning.logic.reasons import OwnReason
from planning.models import Duty, Plan, PlanOmission, PlanSnapshot, WidePlan
from planning.permissions import check_makes_plans
from planning.queries.duties import duties, today
from sites.models import District

LONGEST_DAYS: Final = 90
DEFAULT_STATUSES: Final = (Duty.Status.OVERDUE, Duty.Status.NEVER)
RUNNING: Final = (Plan.State.QUEUED, Plan.State.SOLVING)


def ask_for_plan(
    *,
    district: District,
    do_by: date,
    by: User,
    at: datetime,
    seconds_allowed: int = 15,
    statuses: Collection[str] = DEFAULT_STATUSES,
    goals: Aims | None = None,
    wide: WidePlan | None = None,
) -> Plan:
    """Queue a plan for the district's sites that have one of the statuses today; the sites are fixed from now on.

    Refuses NotAllowed, DayPassed and NothingToPlan.
    """
    check_makes_plans(by, district.code)
    check_day(do_by=do_by, at=at)
    with transaction.atomic():
        waiting = duties((district.code,), on=today(at)).filter(status__in=list(statuses))
        sites = list(waiting.values_list("site_id", flat=True))
        if not sites:
            raise NothingToPlan
        plan = Plan.objects.create(
            district=district,
            do_by=do_by,
            seconds_allowed=seconds_allowed,
            goals=(goals or Aims()).stored(),
            wide=wide,
            made_by=by,
            made_at=at,
        )
        PlanOmission.objects.bulk_create(
            PlanOmission(plan=plan, site_id=key, reason=OwnReason.NOT_SOLVED) for key in sites
        )
        change = {"district": district.code, "do_by": do_by, "statuses": sorted(statuses), "sites": len(sites)}
        audit.record("ask_for_plan", plan, by=by, at=at, change=change)
        queue_plan(plan=plan)
        return plan


def solve_plan_again(
    *,
    plan_id: UUID,
    version: int,
    by: User,
    at: datetime,
    goals: Aims | None = None,
    seconds_allowed: int | None = None,
) -> Plan:
    """Queue a draft (or a failed plan) again, with other goals or more time where given.

    Locked visits stay, all others are planned anew, beginning with the present plan; what it proposed is kept to compare.

    Refuses NotFound, NotAllowed, Stale, PlanRunning, PlanNotOpen and DayPassed.
    """
    with transaction.atomic():
        plan = locked_plan(plan_id=plan_id, version=version, by=by, states=(Plan.State.DRAFT, Plan.State.FAILED))
        check_day(do_by=plan.do_by, at=at)
        _keep_snapshot(plan, at)
        plan.state = Plan.State.QUEUED
        plan.is_cancel_asked = False
        if goals is not None:
            plan.goals = goals.stored()
        if seconds_allowed is not None:
            plan.seconds_allowed = seconds_allowed
        _save(plan, "state", "is_cancel_asked", "goals", "seconds_allowed")
        change = {"goals": plan.goals, "seconds_allowed": plan.seconds_allowed}
        audit.record("solve_plan_again", plan, by=by, at=at, change=change)
        queue_plan(plan=plan)
        return plan


def stop_solving(*, plan_id: UUID, by: User, at: datetime) -> Plan:
    """Ask the solver to stop; the best plan it has so far becomes the draft. A plan still waiting is discarded.

    Refuses NotFound, NotAllowed and PlanNotRunning.
    """
    with transaction.atomic():
        plan = _found(plan_id, by)
        if plan.state not in RUNNING:
            raise PlanNotRunning
        if plan.state == Plan.State.QUEUED:
            plan.state = Plan.State.CANCELLED
            plan.version += 1
        plan.is_cancel_asked = True
        plan.save(update_fields=["state", "version", "is_cancel_asked"])
        join_when_ready(plan=plan)
        audit.record("stop_solving", plan, by=by, at=at)
        return plan


def discard_plan(*, plan_id: UUID, by: User, at: datetime) -> Plan:
    """Put a plan that is not published aside for good; a solver at work on it stops and its result is dropped.

    Refuses NotFound, NotAllowed and PlanNotOpen.
    """
    with transaction.atomic():
        plan = _found(plan_id, by)
        if plan.state in (Plan.State.PUBLISHED, Plan.State.CANCELLED):
            raise PlanNotOpen
        plan.state = Plan.State.CANCELLED
        plan.is_cancel_asked = True
        _save(plan, "state", "is_cancel_asked")
        join_when_ready(plan=plan)
        audit.record("discard_plan", plan, by=by, at=at)
        return plan


def locked_plan(*, plan_id: UUID, version: int, by: User, states: Collection[str] = (Plan.State.DRAFT,)) -> Plan:
    """Return the plan, locked for this transaction, in one of the states and as the person last saw it.

    Refuses NotFound, NotAllowed, Stale, PlanRunning and PlanNotOpen.
    """
    plan = _found(plan_id, by)
    if plan.version != version:
        raise Stale
    if plan.state in RUNNING:
        raise PlanRunning
    if plan.state not in states:
        raise PlanNotOpen
    return plan


def check_day(*, do_by: date, at: datetime) -> None:
    """Refuse DayPassed for a day that is not ahead, or more than 90 days ahead."""
    if not today(at) < do_by <= today(at) + timedelta(days=LONGEST_DAYS):
        raise DayPassed


def join_when_ready(*, plan: Plan) -> None:
    """Queue the pass across borders once no district of the plan's wide plan is left to be solved; does nothing else."""
    if plan.wide_id is None:
        return
    # Of two districts that end at once, the second waits here and then sees the first.
    wide = WidePlan.objects.select_for_update().get(pk=plan.wide_id)
    if wide.state != WidePlan.State.DISTRICTS or wide.plans.filter(state__in=RUNNING).exists():
        return
    wide.state = WidePlan.State.BORDERS
    wide.save(update_fields=["state"])
    later("planning.join_districts", lock=f"wide-{wide.pk}", wide_id=str(wide.pk))


def queue_plan(*, plan: Plan) -> None:
    """Let a worker solve the plan; a job retried after its worker died never runs beside another of the same plan."""
    later("planning.solve_plan", lock=f"plan-{plan.pk}", plan_id=str(plan.pk))


def _keep_snapshot(plan: Plan, at: datetime) -> None:
    rows = plan.items.values_list("site_id", "volunteer_id", "companion_id")
    pairs = [[str(site), str(who), str(companion or "")] for site, who, companion in rows]
    figures = {"objective": plan.objective, "bound": plan.bound, "gap": plan.gap}
    PlanSnapshot.objects.update_or_create(plan=plan, defaults={"pairs": pairs, "at": at, **figures})


def _found(plan_id: UUID, by: User) -> Plan:
    plan = Plan.objects.select_for_update(of=("self",)).select_related("district").filter(pk=plan_id).first()
    if plan is None:
        raise NotFound
    check_makes_plans(by, plan.district_id)
    return plan


def _save(plan: Plan, *fields: str) -> None:
    plan.version += 1
    plan.save(update_fields=[*fields, "version"])
