"""Who handles a case, and how long it may wait."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.urls import reverse

from patrol.actions.case_lines import lock_case, moment, set_times, write_line
from patrol.errors import StepNotPossible
from patrol.errors.cases import HandlerUnfit
from patrol.models import Case, CaseEntry
from patrol.permissions import can_handle_cases
from people.actions import notify
from people.models import User

# An order and a re-inspection have the day that was agreed on.
AGREED: Final = (Case.State.ORDERED, Case.State.REINSPECTION)


def assign_case(*, case: Case, handler: User, version: int, by: User, at: datetime) -> Case:
    """Give an open case to a handler, or take it over (`handler` is `by`); a new handler is told, whoever had it too.

    Refuses as `lock_case`, `HandlerUnfit`, and `StepNotPossible` for an ended case. The same handler again changes nothing.
    """
    with transaction.atomic():
        case = lock_case(case=case, version=version, by=by)
        if case.closed_at is not None:
            raise StepNotPossible
        if not handler.is_active or not can_handle_cases(handler, case.site.district_id):
            raise HandlerUnfit(person=str(handler))
        before = case.handler
        if before == handler:
            return case
        case.handler = handler
        extra = {"from": str(before) if before else "", "to": str(handler)}
        write_line(case=case, kind=CaseEntry.Kind.HANDLER, by=by, at=at, extra=extra)
        _tell(case, [one for one in (before, handler) if one is not None and one.pk != by.pk], at)
        return case


def set_urgency(*, case: Case, urgency: int, note: str, version: int, by: User, at: datetime) -> Case:
    """Say how long an open case may wait: its priority and the time of its state follow from the policy.

    Refuses as `lock_case`, and `StepNotPossible` for an ended case or an unknown urgency.
    """
    with transaction.atomic():
        case = lock_case(case=case, version=version, by=by)
        if case.closed_at is not None or urgency not in Case.Urgency.values:
            raise StepNotPossible
        extra: dict[str, object] = {"from": case.urgency, "to": urgency}
        case.urgency = urgency
        due_at = case.due_at
        set_times(case=case)
        if case.state in AGREED:
            case.due_at = due_at
        extra["priority"] = case.priority
        write_line(case=case, kind=CaseEntry.Kind.URGENCY, by=by, at=at, note=note, extra=extra)
        return case


def _tell(case: Case, people: list[User], at: datetime) -> None:
    due = moment(at=case.due_at) if case.due_at else "—"
    params = {"number": case.number, "site": [case.site.name_zh, case.site.name_en], "due": due}
    told = [one for one in people if one.pk == case.handler_id]
    notify(users=told, kind="case_assigned", params=params, url=reverse("patrol:case", args=[case.pk]), at=at)
    params |= {"handler": str(case.handler)}
    lost = [one for one in people if one.pk != case.handler_id]
    notify(users=lost, kind="case_taken_over", params=params, url=reverse("patrol:case", args=[case.pk]), at=at)
