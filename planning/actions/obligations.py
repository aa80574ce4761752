"""Suspends the duty of a site and lifts a suspension; takes the duties over into a new day."""

from datetime import date, datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from core import audit
from people.models import User
from planning.errors import SuspensionDays, SuspensionOver, SuspensionOverlaps, SuspensionReasonMissing
from planning.models import DutyDay, Suspension
from planning.permissions import check_suspends
from planning.queries.obligations import last_day, rules_valid_on
from sites.models import Site

# Who needs longer says so again after a year.
LONGEST: Final = timedelta(days=366)


def suspend_duty(*, site: Site, from_on: date, to_on: date, reason: str, by: User, at: datetime) -> Suspension:
    """Suspend the visits to a site from one day to another, both included; its duty follows in the same transaction.

    Refuses NotAllowed, SuspensionReasonMissing, SuspensionDays (backwards, in the past, over a year) and SuspensionOverlaps.
    """
    check_suspends(by, site.district_id)
    check_days(from_on=from_on, to_on=to_on, reason=reason, at=at)
    with transaction.atomic():
        # The site's row stands for its suspensions.
        Site.objects.select_for_update().get(pk=site.pk)
        held = [
            one for one in site.suspensions.filter(to_on__gte=from_on, from_on__lte=to_on) if last_day(one) >= from_on
        ]
        if held:
            raise SuspensionOverlaps(until=max(map(last_day, held)).isoformat())
        made = Suspension.objects.create(site=site, from_on=from_on, to_on=to_on, reason=reason.strip(), by=by, at=at)
        change = {"from": from_on.isoformat(), "to": to_on.isoformat(), "reason": made.reason}
        audit.record("suspend_duty", site, by=by, at=at, change=change)
    return made


def check_days(*, from_on: date, to_on: date, reason: str, at: datetime) -> None:
    """Refuse SuspensionReasonMissing without a word, SuspensionDays for days backwards, in the past, or over a year."""
    if not reason.strip():
        raise SuspensionReasonMissing
    if not timezone.localdate(at) <= from_on <= to_on <= from_on + LONGEST:
        raise SuspensionDays


def lift_suspension(*, suspension: Suspension, by: User, at: datetime) -> Suspension:
    """End a suspension today, or before it begins; it stays on record. Refuses NotAllowed and SuspensionOver."""
    check_suspends(by, suspension.site.district_id)
    with transaction.atomic():
        locked = Suspension.objects.select_for_update(of=("self",)).select_related("site").get(pk=suspension.pk)
        day = max(timezone.localdate(at), locked.from_on)
        if locked.lifted_on is not None or locked.to_on < day:
            raise SuspensionOver
        locked.lifted_on, locked.lifted_by = day, by
        locked.save(update_fields=["lifted_on", "lifted_by"])
        audit.record("lift_suspension", locked.site, by=by, at=at, change={"from": locked.from_on.isoformat()})
    return locked


def renew_duties(*, at: datetime) -> bool:
    """Take the duties over into the day: rules that begin or end, seasons, suspensions. Say whether it was done now.

    Every site is looked at only where a rule changed; else those with a suspension that began or ended.
    """
    day = timezone.localdate(at)
    with transaction.atomic():
        last = DutyDay.objects.order_by("-day").select_for_update().first()
        if last is not None and last.day >= day:
            return False
        DutyDay.objects.create(day=day, renewed_at=at)
        is_changed = last is None or rules_valid_on(last.day) != rules_valid_on(day)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT planning_refresh_duty(NULL)" if is_changed else "SELECT planning_renew_suspensions()"
            )
    return True
