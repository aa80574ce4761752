"""Publishing a plan: all or nothing, once."""

from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from core import audit
from core.errors import NotFound
from patrol.actions.assignments import assign_many
from patrol.actions.promises import end_for_new_plan, keep_in_new_plan
from patrol.errors import AlreadyTaken
from patrol.models import Assignment
from patrol.queries.outings import people_together_on
from people.models import User
from planning.actions.offers import offer_left_out
from planning.actions.plans import check_day, locked_plan
from planning.errors import CompanionMissing, NothingToPublish, SitesSuspended, SitesTaken, WideNotReady
from planning.models import Duty, Plan, PlanItem, WidePlan
from planning.permissions import check_makes_plans
from planning.queries.duties import today
from sites.models import Site


def publish_plan(
    *,
    plan_id: UUID,
    version: int,
    by: User,
    at: datetime,
    accept_hours: int | None = None,
    is_rest_offered: bool = False,
) -> Plan:
    """Make every visit of the draft an assignment and tell the volunteers, all or none.

    With `accept_hours` each says yes within so many hours, or the visit is released. What is left out may be offered to
    whoever lives near. A plan that follows another releases the visits that changed and keeps the others. Of two planners
    who publish at once one wins; the other waits for the row and is refused Stale. Refuses NotFound, NotAllowed, Stale,
    PlanRunning, PlanNotOpen, DayPassed, NothingToPublish, CompanionMissing, SitesSuspended, and SitesTaken where somebody
    else was asked in the meantime.
    """
    with transaction.atomic():
        plan = locked_plan(plan_id=plan_id, version=version, by=by)
        check_day(do_by=plan.do_by, at=at)
        items = list(plan.items.select_related("site", "volunteer", "companion").order_by("site__code"))
        if not items:
            raise NothingToPublish
        _check_company(items, at)
        _check_open(items, at)
        kept = _take_over(plan, items, by, at)
        new = [item for item in items if item.site_id not in kept]
        pairs = [(item.site, item.volunteer) for item in new]
        along = {item.site_id: item.companion for item in new if item.companion}
        until = _accept_by(plan, at, accept_hours)
        try:
            assign_many(pairs=pairs, companions=along, do_by=plan.do_by, plan_id=plan.pk, accept_by=until, by=by, at=at)
        except AlreadyTaken as taken:
            raise SitesTaken(sites=", ".join(taken.extra["sites"])) from taken
        plan.state = Plan.State.PUBLISHED
        plan.published_at = at
        plan.version += 1
        plan.save(update_fields=["state", "published_at", "version"])
        offered = offer_left_out(plan=plan, by=by, at=at) if is_rest_offered else 0
        change = {"visits": len(items), "do_by": plan.do_by}
        extra = {"kept": len(kept)} if plan.follows_id else {}
        extra |= {"offered": offered} if is_rest_offered else {}
        audit.record("publish_plan", plan, by=by, at=at, change=change | extra)
        return plan


def publish_wide_plan(*, wide_id: UUID, by: User, at: datetime, accept_hours: int | None = None) -> int:
    """Publish the drafts of every district, all or none; return how many.

    Refuses NotFound, NotAllowed, WideNotReady, and what `publish_plan` refuses of any of them.
    """
    with transaction.atomic():
        wide = WidePlan.objects.select_for_update().filter(pk=wide_id).first()
        if wide is None:
            raise NotFound
        check_makes_plans(by, wide.area)
        drafts = wide.plans.filter(state=Plan.State.DRAFT, items__isnull=False).distinct().order_by("pk")
        found = list(drafts.values_list("pk", "version"))
        if wide.state != WidePlan.State.DONE or not found:
            raise WideNotReady
        for plan_id, version in found:
            publish_plan(plan_id=plan_id, version=version, by=by, at=at, accept_hours=accept_hours)
        audit.record("publish_wide_plan", wide, by=by, at=at, change={"plans": len(found)})
        return len(found)


def _check_company(items: list[PlanItem], at: datetime) -> None:
    """Refuse a plan made before the policy wanted two at difficult sites."""
    if people_together_on(today(at)) > 1:
        alone = sorted(item.site.code for item in items if item.site.is_difficult and item.companion_id is None)
        if alone:
            raise CompanionMissing(sites=", ".join(alone))


def _check_open(items: list[PlanItem], at: datetime) -> None:
    """Refuse a plan that would send somebody where visits were suspended since."""
    asleep = Duty.objects.filter(site__in=[item.site_id for item in items], suspended_until__gte=today(at))
    if codes := sorted(asleep.values_list("site_code", flat=True)):
        raise SitesSuspended(sites=", ".join(codes))


def _take_over(plan: Plan, items: list[PlanItem], by: User, at: datetime) -> set[UUID]:
    """Release what the plan before asked and this one does not; return the sites whose visits are kept."""
    if plan.follows_id is None:
        return set()
    before = Assignment.objects.filter(plan_id=plan.follows_id, status=Assignment.Status.OPEN)
    # Sites first and in order, as everybody locks them who gives visits away.
    sites = {*before.values_list("site_id", flat=True), *(item.site_id for item in items)}
    list(Site.objects.select_for_update(no_key=True).filter(pk__in=sites).order_by("pk").values_list("pk"))
    wanted = {item.site_id: {who for who in (item.volunteer_id, item.companion_id) if who} for item in items}
    held = list(before.values_list("pk", "site_id", "volunteer_id", "companion_id"))
    same = {pk: site for pk, site, *people in held if wanted.get(site) == set(people) - {None}}
    end_for_new_plan(assignments=[pk for pk, *_rest in held if pk not in same], again=wanted, by=by, at=at)
    keep_in_new_plan(assignments=same, plan_id=plan.pk, do_by=plan.do_by, by=by, at=at)
    return set(same.values())


def _accept_by(plan: Plan, at: datetime, hours: int | None) -> datetime | None:
    if hours is None:
        return None
    end = timezone.make_aware(datetime.combine(plan.do_by + timedelta(days=1), time.min))
    return min(at + timedelta(hours=hours), end)
