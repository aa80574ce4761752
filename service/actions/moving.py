"""A shift put to another time: whoever asked or promised is told, and who cannot come then has their place given back."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit
from core.errors import NotAllowed
from people.models import User
from service.actions.applications import move_up, settle_place, tell_person
from service.actions.locking import locked_application, locked_person, locked_shift, moved
from service.errors import ActivityNotOpen, ShiftAttended, ShiftBegan, ShiftsOverlap
from service.logic.eligibility import lacks
from service.logic.states import OPEN
from service.models import Application, Shift
from service.permissions import can_handle_activity
from service.queries.applications import holds_another
from service.queries.matching import asked_by, known_of
from service.sentences import beginning


def move_shift(*, shift: Shift, starts_at: datetime, ends_at: datetime, by: User, at: datetime) -> int:
    """Put a shift to another time while nobody has checked in; return how many places had to be given back.

    Given back, as nobody's fault, are places of people who are promised elsewhere then, or may not take part on that day.
    The same time again changes nothing. Refuses NotAllowed, ActivityNotOpen, ShiftAttended, ShiftBegan and ShiftsOverlap.
    """
    with transaction.atomic():
        shift = locked_shift(shift=shift)
        _refuse_fixed(shift, starts_at, by, at)
        if (shift.starts_at, shift.ends_at) == (starts_at, ends_at):
            return 0
        was, change = beginning(shift), {"starts_at": [shift.starts_at.isoformat(), starts_at.isoformat()]}
        shift.starts_at, shift.ends_at, shift.moved_at = starts_at, ends_at, at
        given_back = sum(_cannot_come(one, shift, was, at) for one in _promised(shift))
        _saved(shift)
        audit.record("move_shift", shift, by=by, at=at, change={**change, "ends_at": ends_at.isoformat()})
        _tell_all(shift, was, by, at)
        move_up(shift=shift, at=at)
    return given_back


def _refuse_fixed(shift: Shift, starts_at: datetime, by: User, at: datetime) -> None:
    if not can_handle_activity(by, shift.activity):
        raise NotAllowed
    if shift.activity.state not in {"draft", *OPEN}:
        raise ActivityNotOpen(state=shift.activity.get_state_display())
    if shift.applications.filter(state__in=("checked_in", "served", "no_show")).exists():
        raise ShiftAttended
    if starts_at <= at:
        raise ShiftBegan


def _promised(shift: Shift) -> list[Application]:
    """Return who has a place, in one order for whoever locks several people."""
    found = shift.applications.filter(state="accepted").select_related("volunteer", "shift")
    return list(found.order_by("volunteer_id"))


def _cannot_come(application: Application, shift: Shift, was: str, at: datetime) -> bool:
    """Give the place back where the new time does not go; `shift` is as it will be."""
    person = locked_person(person=application.volunteer)
    day: date = timezone.localdate(shift.starts_at)
    if not holds_another(person, shift) and not lacks(asked_by(shift.activity), known_of(person, on=day)):
        return False
    application = moved(
        application=locked_application(application=application), act="cancel", by=None, at=at, ended_at=at
    )
    application.shift = shift
    tell_person(application=application, kind="activity_moved_away", at=at, was=was)
    return True


def _saved(shift: Shift) -> None:
    """Save the times; the database sets everybody's, and keeps them from being in two places."""
    try:
        with transaction.atomic():
            shift.save(update_fields=["starts_at", "ends_at", "moved_at"])
    except IntegrityError as error:
        if "application_never_in_two_shifts_at_once" not in str(error):
            raise
        raise ShiftsOverlap from error


def _tell_all(shift: Shift, was: str, by: User, at: datetime) -> None:
    alive = shift.applications.filter(state__in=("applied", "waiting", "accepted")).select_related("volunteer")
    for application in alive.order_by("applied_at", "pk"):
        application.shift = shift
        if application.state == "accepted":
            settle_place(application=application, by=by, at=at, kind="activity_moved", was=was)
        else:
            tell_person(application=application, kind="activity_moved", at=at, was=was)
    # Who was reminded of the old time is reminded of the new one.
    alive.update(reminded_at=None)
