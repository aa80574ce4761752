"""Planning anew what of a published plan is not done: after a no-show, a closure, a storm."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from core import audit
from core.errors import NotFound
from people.models import User
from planning.actions.plans import RUNNING, check_day, queue_plan
from planning.errors import NothingLeft, NotPublished, PlanFollowed, QuietDays
from planning.logic.reasons import OwnReason
from planning.logic.terms import Terms
from planning.models import Plan, PlanItem, PlanOmission, PlanSnapshot
from planning.permissions import check_makes_plans
from planning.queries.duties import today
from planning.queries.undone import Undone, undone

UNFINISHED = (*RUNNING, Plan.State.DRAFT, Plan.State.FAILED, Plan.State.PUBLISHED)


def replan(*, plan_id: UUID, terms: Terms, do_by: date, by: User, at: datetime, seconds_allowed: int = 15) -> Plan:
    """Queue a new plan of what a published one has left, within the terms; promises weigh more than usual in it.

    Nobody is told before the new plan is published: then visits that stay are kept, the others released. Ids in the terms
    that are not of the plan say nothing. Refuses NotFound, NotAllowed, NotPublished, PlanFollowed, NothingLeft, DayPassed
    and QuietDays.
    """
    with transaction.atomic():
        base = Plan.objects.select_for_update(of=("self",)).select_related("district").filter(pk=plan_id).first()
        if base is None:
            raise NotFound
        check_makes_plans(by, base.district_id)
        if base.state != Plan.State.PUBLISHED:
            raise NotPublished
        if base.followers.filter(state__in=UNFINISHED).exists():
            raise PlanFollowed
        check_day(do_by=do_by, at=at)
        _check_quiet(terms, do_by, at)
        left = undone(base)
        if not left.open and not left.others:
            raise NothingLeft
        plan = Plan.objects.create(
            district=base.district,
            do_by=do_by,
            seconds_allowed=seconds_allowed,
            goals=base.goals,
            follows=base,
            terms=terms.stored(),
            made_by=by,
            made_at=at,
        )
        _begin_with(plan, base, left, terms, at)
        audit.record("replan", plan, by=by, at=at, change={"follows": str(base.pk), "do_by": do_by, **plan.terms})
        queue_plan(plan=plan)
        return plan


def _check_quiet(terms: Terms, do_by: date, at: datetime) -> None:
    if terms.quiet is None:
        return
    first, last = terms.quiet
    tomorrow = today(at) + timedelta(days=1)
    if last < first or (first <= tomorrow and last >= do_by):
        raise QuietDays


def _begin_with(plan: Plan, base: Plan, left: Undone, terms: Terms, at: datetime) -> None:
    """Start from the promises that can still be kept; everything else waits for the solver."""
    rows = base.items.values_list("site_id", "volunteer_id", "distance_km", "companion_id", "companion_km")
    ways: dict[tuple[UUID, UUID | None], float] = {}
    for site, lead, km, along, along_km in rows:
        ways |= {(site, lead): km, (site, along): along_km or 0.0}
    kept = {site: who for site, who in left.open.items() if _can_stay(site, who, terms)}
    PlanItem.objects.bulk_create(
        PlanItem(
            plan=plan,
            site_id=site,
            volunteer_id=lead,
            distance_km=ways.get((site, lead), 0.0),
            companion_id=along,
            companion_km=ways.get((site, along), 0.0) if along else None,
        )
        for site, (lead, along) in kept.items()
    )
    rest = (left.open.keys() | left.others) - kept.keys()
    PlanOmission.objects.bulk_create(
        PlanOmission(plan=plan, site_id=site, reason=OwnReason.NOT_SOLVED) for site in sorted(rest)
    )
    pairs = [[str(site), str(lead), str(along or "")] for site, (lead, along) in left.open.items()]
    PlanSnapshot.objects.create(plan=plan, pairs=pairs, at=at)


def _can_stay(site: UUID, people: tuple[UUID, UUID | None], terms: Terms) -> bool:
    """Return whether a promised visit can still be made: the site is open, and of two who go neither is absent."""
    return str(site) not in terms.closed and not {str(who) for who in people} & terms.absent
