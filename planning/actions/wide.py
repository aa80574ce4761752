"""A plan over many districts: a job for each, by any worker; then one pass for those who live near a border."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from core import audit
from people.models import User
from planning.actions.plans import DEFAULT_STATUSES, ask_for_plan, check_day
from planning.errors import NothingToPlan
from planning.logic.aims import Aims
from planning.logic.assign import Problem, Solution
from planning.logic.crews import crews
from planning.models import Plan, PlanItem, PlanOmission, WideMember, WidePlan
from planning.permissions import check_makes_plans
from planning.queries.duties import today
from planning.queries.wide import border_problem, home_districts, waiting_districts


def ask_for_wide_plan(
    *,
    area: str,
    do_by: date,
    by: User,
    at: datetime,
    seconds_allowed: int = 15,
    statuses: Collection[str] = DEFAULT_STATUSES,
    goals: Aims | None = None,
) -> WidePlan:
    """Queue one plan for each district of the area that has sites with one of the statuses.

    Each volunteer belongs to one district: the one they live in, else the one of the nearest site; so the districts can
    be solved one beside the other and nobody is sent twice. Refuses NotAllowed, DayPassed and NothingToPlan.
    """
    check_makes_plans(by, area)
    check_day(do_by=do_by, at=at)
    with transaction.atomic():
        districts = waiting_districts(area, on=today(at), statuses=statuses)
        if not districts:
            raise NothingToPlan
        wide = WidePlan.objects.create(area=area, do_by=do_by, seconds_allowed=seconds_allowed, made_by=by, made_at=at)
        homes = home_districts([one.pk for one in districts])
        WideMember.objects.bulk_create(
            WideMember(wide=wide, volunteer_id=who, district_id=code) for who, code in homes.items()
        )
        for district in districts:
            ask_for_plan(
                district=district, do_by=do_by, by=by, at=at, seconds_allowed=seconds_allowed,
                statuses=statuses, goals=goals, wide=wide,
            )  # fmt: skip
        change = {"area": area, "districts": len(districts), "volunteers": len(homes), "do_by": do_by}
        audit.record("ask_for_wide_plan", wide, by=by, at=at, change=change)
        return wide


@dataclass(frozen=True, slots=True)
class BorderWork:
    """What the pass across borders solves: sites left out by their own district, and what its neighbours have left."""

    wide_id: UUID
    seconds: int
    problem: Problem


def begin_borders(*, wide_id: UUID, at: datetime) -> BorderWork | None:
    """Return the work of the pass across borders, also after a worker died over it; None where it is not its turn."""
    wide = WidePlan.objects.filter(pk=wide_id, state=WidePlan.State.BORDERS).first()
    if wide is None:
        return None
    return BorderWork(wide.pk, wide.seconds_allowed, border_problem(wide, on=today(at)))


def keep_borders(*, work: BorderWork, solution: Solution, at: datetime) -> None:
    """Add the visits across borders to the drafts of their districts, once; what was changed meanwhile stays as it is."""
    with transaction.atomic():
        wide = WidePlan.objects.select_for_update().get(pk=work.wide_id)
        if wide.state != WidePlan.State.BORDERS:
            return
        drafts = wide.plans.select_for_update().filter(state=Plan.State.DRAFT).order_by("pk")
        plans = {plan.pk: plan for plan in drafts}
        left_out = PlanOmission.objects.filter(plan__in=plans)
        where = {str(one.site_id): one for one in left_out}
        added = [(one, where[one.site_id]) for one in crews(solution.assignments) if one.site_id in where]
        PlanItem.objects.bulk_create(
            PlanItem(
                plan_id=out.plan_id,
                site_id=out.site_id,
                volunteer_id=one.lead_id,
                distance_km=one.lead_km,
                companion_id=one.companion_id,
                companion_km=one.companion_km,
            )
            for one, out in added
        )
        left_out.filter(pk__in=[out.pk for _one, out in added]).delete()
        for plan_id in {out.plan_id for _one, out in added}:
            plan = plans[plan_id]
            plan.version += 1
            plan.save(update_fields=["version"])
        wide.state, wide.visits_across, wide.solved_at = WidePlan.State.DONE, len(added), at
        wide.save(update_fields=["state", "visits_across", "solved_at"])
        audit.record("keep_borders", wide, by=None, at=at, change={"visits": len(added)})
