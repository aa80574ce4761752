"""Reminding a case's handler before its time runs out, and telling who stands above when it has; each step given once."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from core import audit
from patrol.actions.case_lines import moment
from patrol.logic.case_policy import CaseRules
from patrol.models import Case, CaseAlarm, CaseEntry
from patrol.queries.case_likeness import case_rules_on
from patrol.queries.officers import officers_of, superiors_of
from people.actions import notify
from people.models import User
from people.notices import in_both

REMIND, ESCALATE = 1, 2
# A database that was away for a week must not stop the worker with ten thousand notices at once.
MOST: Final = 500


def raise_case_alarms(*, at: datetime) -> int:
    """Give every reminder and escalation that is due, each once for a state and its time; return how many. Safe to repeat."""
    rules = case_rules_on(timezone.localdate(at))
    return sum(_raise(key, step, rules, at) for step in (REMIND, ESCALATE) for key in _due(step, rules, at))


def _due(step: int, rules: CaseRules, at: datetime) -> list[UUID]:
    given = CaseAlarm.objects.filter(case=OuterRef("pk"), step=step, state=OuterRef("state"), due_at=OuterRef("due_at"))
    late = Q(pk__in=[])
    for priority in Case.Priority.values:
        late |= Q(priority=priority, due_at__lte=_before(step, priority, rules, at))
    cases = Case.objects.filter(late, ~Exists(given), closed_at=None)
    return list(cases.order_by("due_at").values_list("pk", flat=True)[:MOST])


def _before(step: int, priority: str, rules: CaseRules, at: datetime) -> datetime:
    if step == REMIND:
        return at + timedelta(hours=rules.remind[priority])
    return at - timedelta(hours=rules.escalate[priority])


def _raise(key: UUID, step: int, rules: CaseRules, at: datetime) -> bool:
    """Give one step; False where the case went on meanwhile, or another worker was faster."""
    with transaction.atomic():
        locked = Case.objects.select_for_update(of=("self",)).select_related("site", "handler")
        case = locked.filter(pk=key, closed_at=None).first()
        if case is None or case.due_at is None or case.due_at > _before(step, case.priority, rules, at):
            return False
        told = _told(case, step)
        alarm, is_new = CaseAlarm.objects.get_or_create(
            case=case,
            step=step,
            state=case.state,
            due_at=case.due_at,
            defaults={"raised_at": at, "told": len(told)},
        )
        if is_new:
            _tell(case, step, told, at)
            audit.record("raise_case_alarm", case, by=None, at=at, change={"step": step, "told": alarm.told})
        return is_new


def _told(case: Case, step: int) -> list[User]:
    area = case.site.district_id
    if step == ESCALATE:
        return superiors_of(area, but=case.handler)
    return [case.handler] if case.handler is not None and case.handler.is_active else list(officers_of(area))


def _tell(case: Case, step: int, told: list[User], at: datetime) -> None:
    assert case.due_at is not None  # noqa: S101 - looked at above
    params = {
        "number": case.number,
        "site": [case.site.name_zh, case.site.name_en],
        "due": moment(at=case.due_at),
        "state": in_both(Case.State(case.state).label),
        "handler": str(case.handler) if case.handler else "—",
    }
    kind = "case_due" if step == REMIND else "case_overdue"
    notify(users=told, kind=kind, params=params, url=reverse("patrol:case", args=[case.pk]), at=at)
    extra = {"step": step, "told": [str(one) for one in told], "due": moment(at=case.due_at)}
    CaseEntry.objects.create(case=case, kind=CaseEntry.Kind.ALARM, at=at, by=None, state=case.state, extra=extra)
