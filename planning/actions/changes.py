"""Changes to a draft by hand: a visit moved, locked or removed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from core import audit
from core.errors import NotFound
from people.models import User
from planning.actions.plans import locked_plan
from planning.errors import AlreadyAsked, CannotTake, ChangeNotYours, CompanionMissing
from planning.logic.assign import Fit
from planning.logic.crews import companion_for
from planning.logic.desk_changes import is_planners_to_do
from planning.logic.reasons import OwnReason
from planning.models import Plan, PlanChange, PlanItem, PlanOmission
from planning.queries.duties import today
from planning.queries.problems import fits_of, people_at, plan_problem, planned_pairs
from planning.sentences import misfits_in_words

# The plan's figures are then those before the changes by hand.
CHANGED = "changed"


def move_visit(
    *,
    plan_id: UUID,
    site_id: UUID,
    volunteer_id: UUID,
    version: int,
    by: User,
    at: datetime,
    companion_id: UUID | None = None,
) -> Plan:
    """Give a site of the draft, planned or left out, to a volunteer who can take it, and lock the visit.

    Where two go together and nobody else is named, whoever goes along already stays if they can, else the one who led
    until now, else the nearest who can. Refuses NotFound, NotAllowed, Stale, PlanRunning, PlanNotOpen, AlreadyAsked,
    CannotTake, and CompanionMissing where nobody can go along.
    """
    with transaction.atomic():
        plan = locked_plan(plan_id=plan_id, version=version, by=by)
        item = plan.items.filter(site_id=site_id).first()
        if item is None and not plan.omissions.filter(site_id=site_id).exists():
            raise NotFound
        # A site removed earlier comes back by being given to somebody.
        plan.omissions.filter(site_id=site_id, reason=OwnReason.REMOVED).update(reason=OwnReason.NOT_SOLVED)
        item = item or PlanItem(plan=plan, site_id=site_id)
        before = _names(item)
        _give(item, volunteer_id, companion_id, at)
        item.save()
        plan.omissions.filter(site_id=site_id).delete()
        _mark_changed(plan)
        change = {"site": str(site_id)} | {
            role: [was, now]
            for (role, was), now in zip(before.items(), _names(item).values(), strict=True)
            if was != now
        }
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
    ChangeNotYours, and what `move_visit` does.
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
        people = list(dict.fromkeys(UUID(one["volunteer_id"]) for one in wanted if one["volunteer_id"]))
        if not people:
            _mark_changed(plan)
            return None
        move_visit(
            plan_id=plan_id,
            site_id=site_id,
            volunteer_id=people[0],
            companion_id=people[1] if len(people) > 1 else None,
            version=version,
            by=by,
            at=at,
        )
        return _item(plan, site_id)


def _give(item: PlanItem, volunteer_id: UUID, companion_id: UUID | None, at: datetime) -> None:
    """Write who goes there into the item, locked."""
    found = plan_problem(item.plan, on=today(at))
    site_id = str(item.site_id)
    if found.left_out.get(site_id, ("",))[0] == OwnReason.ALREADY_ASKED:
        raise AlreadyAsked
    fits = fits_of(found, site_id, planned_pairs(item.plan))
    lead = _able(fits, volunteer_id)
    along = None
    if people_at(found, site_id) > 1:
        if companion_id not in (None, volunteer_id):
            _able(fits, companion_id)
        wished = [str(one) for one in (companion_id, item.companion_id, item.volunteer_id) if one]
        along = companion_for(fits, lead.volunteer_id, wished)
        if along is None:
            raise CompanionMissing(sites=item.site.code)
    item.volunteer_id, item.distance_km, item.is_locked = volunteer_id, lead.distance_km, True
    item.companion_id = UUID(along.volunteer_id) if along else None
    item.companion_km = along.distance_km if along else None


def _able(fits: list[Fit], who: UUID | None) -> Fit:
    fit = next((one for one in fits if one.volunteer_id == str(who)), None)
    if fit is None or not fit.is_possible:
        raise CannotTake(reasons=misfits_in_words(fit))
    return fit


def _names(item: PlanItem) -> dict[str, str]:
    return {"volunteer": str(item.volunteer_id or ""), "companion": str(item.companion_id or "")}


def _item(plan: Plan, site_id: UUID) -> PlanItem:
    item = plan.items.filter(site_id=site_id).first()
    if item is None:
        raise NotFound
    return item


def _mark_changed(plan: Plan) -> None:
    plan.solver_status = CHANGED
    plan.version += 1
    plan.save(update_fields=["solver_status", "version"])
