"""Suspends the visits of a whole area and lifts such a suspension; whoever was to go there is told."""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from core import audit
from core.jobs import later
from patrol.actions.promises import call_off_visits, put_off_visits
from people.models import User
from planning.actions.obligations import check_days
from planning.errors import AreaSuspended, SuspensionOver
from planning.models import AreaSuspension, Duty
from planning.permissions import check_suspends_area
from planning.queries.area_suspensions import open_visits
from planning.queries.duties import in_areas, of_areas
from planning.queries.obligations import last_day
from sites.models import District

# People told in one transaction.
AT_ONCE: Final = 200
# Duties that follow while somebody waits; more are carried over by a worker, city by city.
MOST_WHILE_WAITING: Final = 20_000
CITY_DIGITS: Final = 4


def suspend_area(
    *, area: str, level: str = "", from_on: date, to_on: date, reason: str, by: User, at: datetime
) -> AreaSuspension:
    """Suspend the visits of an area (the beginning of division codes; of one level, if given) from one day to another, both included.

    The duties follow in the same transaction, those of a large area soon after (`follow_suspension`). Visits that somebody was to make within these days are called off soon after,
    and whoever may go later is told to wait. Refuses NotAllowed, SuspensionReasonMissing, SuspensionDays and AreaSuspended.
    """
    check_suspends_area(by, area)
    check_days(from_on=from_on, to_on=to_on, reason=reason, at=at)
    with transaction.atomic():
        _one_at_a_time()
        same = AreaSuspension.objects.filter(area=area, level=level, to_on__gte=from_on, from_on__lte=to_on)
        if held := [last_day(one) for one in same if last_day(one) >= from_on]:
            raise AreaSuspended(until=max(held).isoformat())
        made = AreaSuspension.objects.create(
            area=area,
            level=level,
            from_on=from_on,
            to_on=to_on,
            reason=reason.strip(),
            by=by,
            at=at,
            is_followed=(is_followed := _is_small(area)),
        )
        change = {"area": area, "level": level, "from": from_on.isoformat(), "to": to_on.isoformat()}
        audit.record("suspend_area", made, by=by, at=at, change=change | {"reason": made.reason})
        if not is_followed:
            _follow_later(made)
        later("planning.tell_suspended", lock=f"suspended-{made.pk}", suspension_id=str(made.pk))
    return made


def lift_area_suspension(*, suspension_id: UUID, by: User, at: datetime) -> AreaSuspension:
    """End a suspension today, or before it begins; it stays on record and the duties follow. Refuses NotAllowed and SuspensionOver."""
    with transaction.atomic():
        _one_at_a_time()
        locked = AreaSuspension.objects.select_for_update().get(pk=suspension_id)
        check_suspends_area(by, locked.area)
        day = max(timezone.localdate(at), locked.from_on)
        if locked.lifted_on is not None or locked.to_on < day:
            raise SuspensionOver
        locked.lifted_on, locked.lifted_by = day, by
        locked.is_followed = locked.is_followed and _is_small(locked.area)
        locked.save(update_fields=["lifted_on", "lifted_by", "is_followed"])
        if not locked.is_followed:
            _follow_later(locked)
        audit.record("lift_area_suspension", locked, by=by, at=at, change={"area": locked.area})
    return locked


def follow_suspension(*, suspension_id: UUID) -> int:
    """Carry a suspension of a large area, made or lifted, over into its duties; return the number of cities.

    Each city commits alone, and doing one again changes nothing.
    """
    one = AreaSuspension.objects.get(pk=suspension_id)
    codes = District.objects.filter(in_areas([one.area], "code")).values_list("code", flat=True)
    cities = sorted({max(code[:CITY_DIGITS], one.area, key=len) for code in codes})
    for city in cities:
        with transaction.atomic(), connection.cursor() as cursor:
            _one_at_a_time()
            cursor.execute("SELECT planning_follow_suspension(%s, %s)", [one.pk, city])
    # Lifted while it was carried over, it has a job of its own.
    AreaSuspension.objects.filter(pk=one.pk, lifted_on=one.lifted_on).update(is_followed=True)
    return len(cities)


def tell_suspended(*, suspension_id: UUID, at: datetime) -> int:
    """Call off the visits within a suspension's days, and ask whoever may go later to wait; return how many visits.

    Each part commits alone, so a worker that ends loses no more than one; a visit is called off once. Does nothing for a
    suspension lifted meanwhile.
    """
    one = AreaSuspension.objects.select_related("by").get(pk=suspension_id)
    if one.lifted_on is not None:
        return 0
    told = 0
    visits = open_visits(one).order_by("pk")
    again = one.to_on + timedelta(days=1)
    keys = list(visits.filter(do_by__lte=one.to_on).values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        told += call_off_visits(assignments=keys[start : start + AT_ONCE], words=one.reason, by=one.by, at=at)
    keys = list(visits.filter(do_by__gt=one.to_on).values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        part = keys[start : start + AT_ONCE]
        told += put_off_visits(assignments=part, again_on=again, words=one.reason, by=one.by, at=at)
    return told


def _is_small(area: str) -> bool:
    return Duty.objects.filter(of_areas([area]), is_active=True)[: MOST_WHILE_WAITING + 1].count() <= MOST_WHILE_WAITING


def _follow_later(one: AreaSuspension) -> None:
    later("planning.follow_suspension", lock=f"follow-{one.pk}", suspension_id=str(one.pk))


def _one_at_a_time() -> None:
    """Let one suspension of areas after the other change duties, whichever areas they are: no two wait for each other's rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('planning.suspend_area'))")
