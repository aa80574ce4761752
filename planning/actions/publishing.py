"""Publishing a plan: all or nothing, once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from core import audit
from patrol.actions.assignments import assign_many
from patrol.errors import AlreadyTaken
from people.models import User
from planning.actions.plans import check_day, locked_plan
from planning.errors import NothingToPublish, SitesTaken
from planning.models import Plan


def publish_plan(*, plan_id: UUID, version: int, by: User, at: datetime) -> Plan:
    """Make every visit of the draft an assignment and tell the volunteers, all or none.

    Of two planners who publish at once one wins; the other waits for the row and is refused Stale. Refuses NotFound,
    NotAllowed, Stale, PlanRunning, PlanNotOpen, DayPassed, NothingToPublish, and SitesTaken where somebody else was
    asked in the meantime.
    """
    with transaction.atomic():
        plan = locked_plan(plan_id=plan_id, version=version, by=by)
        check_day(do_by=plan.do_by, at=at)
        items = plan.items.select_related("site", "volunteer").order_by("site__code")
        pairs = [(item.site, item.volunteer) for item in items]
        if not pairs:
            raise NothingToPublish
        try:
            assign_many(pairs=pairs, do_by=plan.do_by, plan_id=plan.pk, campaign=None, by=by, at=at)
        except AlreadyTaken as taken:
            raise SitesTaken(sites=", ".join(taken.extra["sites"])) from taken
        plan.state = Plan.State.PUBLISHED
        plan.published_at = at
        plan.version += 1
        plan.save(update_fields=["state", "published_at", "version"])
        audit.record("publish_plan", plan, by=by, at=at, change={"visits": len(pairs), "do_by": plan.do_by})
        return plan
