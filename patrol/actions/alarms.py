"""Somebody on patrol is not back: whoever watches over them is told, once, and later whoever stands above."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from core import audit
from core.errors import NotFound
from patrol.models import LastPosition, Outing, OutingAlarm
from patrol.queries.officers import higher_watchers_of, watchers_of
from patrol.queries.outings import rules_on, visible_outings
from people.actions import notify
from people.models import User


def raise_alarms(*, at: datetime) -> int:
    """Give every alarm that is due, each step once for each expected return; return how many were given. Safe to repeat."""
    first, second = (timedelta(minutes=one) for one in rules_on(timezone.localdate(at)).alarm_minutes)
    return sum(
        _raise(outing_id, step, at) for step, wait in ((1, first), (2, second)) for outing_id in _due(step, at - wait)
    )


def close_outing(*, outing: Outing, by: User, at: datetime) -> Outing:
    """End an outing for somebody who is known to be back; refuses NotFound where it is not in the person's care."""
    if not visible_outings(by).filter(pk=outing.pk).exists():
        raise NotFound
    with transaction.atomic():
        locked = Outing.objects.select_for_update().get(pk=outing.pk)
        if locked.state != Outing.State.OUT:
            return locked
        locked.state, locked.closed_by, locked.changed_at = Outing.State.CLOSED, by, at
        locked.ended_at = max(at, locked.started_at)
        locked.save(update_fields=["state", "closed_by", "changed_at", "ended_at"])
        LastPosition.objects.filter(outing=locked).delete()
        audit.record("close_outing", locked, by=by, at=at)
        return locked


def _due(step: int, before: datetime) -> list[UUID]:
    given = OutingAlarm.objects.filter(outing=OuterRef("pk"), step=step, due_back_at=OuterRef("due_back_at"))
    late = Outing.objects.filter(state=Outing.State.OUT, due_back_at__lte=before)
    late = late.annotate(given=Subquery(given.values("pk")[:1])).filter(given=None)
    return list(late.order_by("due_back_at").values_list("pk", flat=True))


def _raise(outing_id: UUID, step: int, at: datetime) -> bool:
    """Give one alarm; False where the person came back meanwhile, or another worker was faster."""
    with transaction.atomic():
        locked = Outing.objects.select_for_update(of=("self",)).select_related("volunteer")
        outing = locked.filter(pk=outing_id, state=Outing.State.OUT).first()
        if outing is None:
            return False
        told = watchers_of(outing) if step == 1 else higher_watchers_of(outing)
        alarm, is_new = OutingAlarm.objects.get_or_create(
            outing=outing, step=step, due_back_at=outing.due_back_at, defaults={"raised_at": at, "told": len(told)}
        )
        if is_new:
            _tell(outing, step, told, at)
            audit.record("raise_alarm", outing, by=None, at=at, change={"step": step, "told": alarm.told})
        return is_new


def _tell(outing: Outing, step: int, told: list[User], at: datetime) -> None:
    minutes = int((at - outing.due_back_at).total_seconds() // 60)
    params = {"name": outing.volunteer.name, "minutes": minutes}
    kind = "outing_overdue" if step == 1 else "outing_still_overdue"
    notify(users=told, kind=kind, params=params, url=reverse("patrol:outings"), at=at)
    if step == 1:
        url = f"{reverse('patrol:field_app')}#/outing"
        notify(users=[outing.volunteer], kind="outing_not_ended", params={}, url=url, at=at)
