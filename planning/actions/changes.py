"""Changes to a draft by hand: a visit moved, locked or removed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from core import audit
from core.errors import NotFound
from people.models import User
from planning.actions.plans import locked_plan
from planning.errors import AlreadyAsked, CannotTake, ChangeNotYours
from planning.logic.desk_changes import is_planners_to_do
from planning.logic.reasons import OwnReason
from planning.models import Plan, PlanChange, PlanItem, PlanOmission
from planning.queries.duties import today
from planning.queries.problems import fits_of, plan_problem
from planning.sentences import misfits_in_words

# The plan's figures are then those before the changes by hand.
CHANGED = "changed"


def move_visit(*, plan_id: UUID, site_id: UUID, volunteer_id: UUID, version: int, by: User, at: datetime) -> Plan:
    """Give a site of the draft, planned or left out, to a volunteer who can take it, and lock the visit.

    Refuses NotFound, NotAllowed, Stale, PlanRunning, PlanNotOpen, AlreadyAsked and CannotTake.
    """
    with transaction.atomic():
        plan = locked_plan(plan_id=plan_id, version=version, by=by)
        item = plan.items.filter(site_id=site_id).first()
        if item is None and not plan.omissions.filter(site_id=site_id).exists():
            raise NotFound
        # A site removed earlier comes back by being given to somebody.
        plan.omissions.filter(site_id=site_id, reason=OwnReason.REMOVED).update(reason=OwnReason.NOT_SOLVED)
        item = item or PlanItem(plan=plan, site_id=site_id)
        before = str(item.volunteer_id or "")
        item.distance_km = _distance_km(plan, site_id, volunteer_id, at)
        item.volunteer_id, item.is_locked = volunteer_id, True
        item.save()
        plan.omissions.filter(site_id=site_id).delete()
        _mark_changed(plan)
        change = {"site": str(site_id), "volunteer": [before, str(volunteer_id)]}
        audit.record("move_visit", plan, by=by, at=at, change=change)
        return plan


def lock_visit(*, plan_id: UUID, site_id: UUID, is_locked: bool, version: int, by: User, at: datetime) -> Plan:
    """Keep a visit when the plan is solved again, or let it go.

    Refuses NotFound, NotAllowed, Stale, PlanRunning and PlanNotOpen.
    """
    with transaction.atomic():
        plan = locked_plan(plan_id=plan_id, version=version, by=by, states=(Plan.State.DRAFT, Plan.State.FAILED))
        item = _item(plan, site_id)
        item.is_locked = is_locked
        item.save(update_fields=["is_locked"])
        plan.version += 1
        plan.save(update_fields=["version"])
        audit.record("lock_visit", plan, by=by, at=at, change={"site": str(site_id), "is_locked": is_locked})
        return plan


def remove_visit(*, plan_id: UUID, site_id: UUID, version: int, by: User, at: datetime) -> Plan:
    """Take a visit out of the draft; the site stays out when the plan is solved again.

    Refuses NotFound, NotAllowed, Stale, PlanRunning and PlanNotOpen.
    """
    with transaction.atomic():
        plan = locked_plan(plan_id=plan_id, version=version, by=by)
        _item(plan, site_id).delete()
        PlanOmission.objects.create(plan=plan, site_id=site_id, reason=OwnReason.REMOVED)
        _mark_changed(plan)
        audit.record("remove_visit", plan, by=by, at=at, change={"site": str(site_id)})
        return plan


def make_change(*, plan_id: UUID, site_id: UUID, version: int, by: User, at: datetime) -> PlanItem | None:
    """Make the change proposed for a site left out, in this plan alone, and give the visit to whoever is asked for more.

    Nobody's own wishes are changed: whoever is asked may say no. Where the site is to count as more urgent, nobody is
    chosen yet (None): the plan is to be solved again. Refuses NotFound, NotAllowed, Stale, PlanRunning, PlanNotOpen,
    ChangeNotYours, AlreadyAsked and CannotTake.
    """
    with transaction.atomic():
        plan = locked_plan(plan_id=plan_id, version=version, by=by)
        omission = plan.omissions.filter(site_id=site_id).first()
        if omission is None:
            raise NotFound
        wanted = omission.params.get("changes", [])
        if not is_planners_to_do(wanted):
            raise ChangeNotYours
        PlanChange.objects.bulk_create(
            PlanChange(
                plan=plan, site_id=site_id, kind=one["kind"], volunteer_id=one["volunteer_id"], amount=one["amount"]
            )
            for one in wanted
        )
        change = {"site": str(site_id), "changes": wanted}
        audit.record("make_change", plan, by=by, at=at, change=change)
        who = next((one["volunteer_id"] for one in wanted if one["volunteer_id"]), None)
        if who is None:
            _mark_changed(plan)
            return None
        move_visit(plan_id=plan_id, site_id=site_id, volunteer_id=UUID(who), version=version, by=by, at=at)
        return _item(plan, site_id)


def _distance_km(plan: Plan, site_id: UUID, volunteer_id: UUID, at: datetime) -> float:
    found = plan_problem(plan, on=today(at))
    if found.left_out.get(str(site_id), ("",))[0] == OwnReason.ALREADY_ASKED:
        raise AlreadyAsked
    planned = [(str(site), str(who)) for site, who in plan.items.values_list("site_id", "volunteer_id")]
    fit = next((one for one in fits_of(found, str(site_id), planned) if one.volunteer_id == str(volunteer_id)), None)
    if fit is None or not fit.is_possible:
        raise CannotTake(reasons=misfits_in_words(fit))
    return fit.distance_km


def _item(plan: Plan, site_id: UUID) -> PlanItem:
    item = plan.items.filter(site_id=site_id).first()
    if item is None:
        raise NotFound
    return item


def _mark_changed(plan: Plan) -> None:
    plan.solver_status = CHANGED
    plan.version += 1
    plan.save(update_fields=["solver_status", "version"])
