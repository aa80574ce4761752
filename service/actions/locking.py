"""Rows locked in one order (shift, person, application; why: `core.personal`), and a state moved by its table: what all acts on places share."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from core import audit
from core.errors import NotAllowed
from people.models import User
from service.errors import ActivityNotOpen, ApplicationOver, ShiftFull, ShiftsOverlap
from service.logic.states import ACTIVITY, APPLICATION, next_state
from service.models import Activity, Application, Shift


def locked_shift(*, shift: Shift) -> Shift:
    """Return the shift with its activity, locked until the transaction ends."""
    return Shift.objects.select_for_update(of=("self",)).select_related("activity__organisation").get(pk=shift.pk)


def locked_person(*, person: User) -> User:
    """Return the person, locked: what one person does at once in several shifts happens one after the other."""
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)


def locked_participant(*, person: User) -> User:
    """Return the person, locked, who asks for a place; refuses NotAllowed to an account that ended while they waited."""
    locked = locked_person(person=person)
    if not locked.is_active:
        raise NotAllowed
    return locked


def locked_application(*, application: Application) -> Application:
    """Return the application with its shift and activity, the shift locked first."""
    locked_shift(shift=application.shift)
    related = ("shift__activity__organisation", "volunteer")
    return Application.objects.select_for_update(of=("self",)).select_related(*related).get(pk=application.pk)


def moved_activity(*, activity: Activity, act: str, by: User | None, at: datetime, **values: Any) -> Activity:
    """Move a locked activity by an act of the table. Refuses ActivityNotOpen."""
    state = next_state(ACTIVITY, activity.state, act)
    if state is None:
        raise ActivityNotOpen(state=activity.get_state_display())
    change = {"state": [activity.state, state]}
    activity.state = state
    for name, value in values.items():
        setattr(activity, name, value)
    activity.save(update_fields=["state", *values])
    audit.record(f"{act}_activity", activity, by=by, at=at, change=change)
    return activity


def moved(*, application: Application, act: str, by: User | None, at: datetime, **values: Any) -> Application:
    """Move a locked application by an act of the table. Refuses ApplicationOver, ShiftFull and ShiftsOverlap."""
    state = next_state(APPLICATION, application.state, act)
    if state is None:
        raise ApplicationOver(state=application.get_state_display())
    change = {"state": [application.state, state]}
    application.state = state
    for name, value in values.items():
        setattr(application, name, value)
    saved(application=application)
    audit.record(f"{act}_application", application, by=by, at=at, change=change)
    return application


def saved(*, application: Application) -> None:
    """Save, and say the database's walls in words: a place too many, a person in two places."""
    walls = {"shift_quota_never_exceeded": ShiftFull, "application_never_in_two_shifts_at_once": ShiftsOverlap}
    try:
        with transaction.atomic():
            application.save()
    except IntegrityError as error:
        refusal = next((kind for wall, kind in walls.items() if wall in str(error)), None)
        if refusal is None:
            raise
        raise refusal from error
