"""An activity from the draft to the end: written, published, called off; its shifts; begun and finished by the clock."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from core import audit
from core.errors import NotAllowed
from people.actions import notify
from people.errors import OrganisationMoved
from people.models import Organisation, Skill, User
from service.actions.applications import move_up
from service.actions.locking import locked_shift, moved_activity
from service.errors import ActivityIncomplete, ActivityNotOpen, QuotaBelowTaken, ShiftBegan
from service.logic.states import ALIVE, OPEN
from service.models import Activity, Application, Offer, Shift
from service.permissions import can_handle_activity
from service.queries.activities import due_to_begin, due_to_finish, has_coming_shift


def keep_activity(
    *,
    activity: Activity | None,
    values: dict[str, Any],
    skills: tuple[Iterable[Skill], Iterable[Skill]],
    by: User,
    at: datetime,
) -> Activity:
    """Write a new activity, or change one that is not over; `skills` are required and wished. Refuses NotAllowed, ActivityNotOpen."""
    with transaction.atomic():
        if activity is None:
            activity = Activity(made_by=by, made_at=at)
        else:
            activity = _locked(activity, by)
            if activity.state not in {"draft", *OPEN}:
                raise ActivityNotOpen(state=activity.get_state_display())
        for name, value in values.items():
            setattr(activity, name, value)
        if not can_handle_activity(by, activity):
            raise NotAllowed
        activity.save()
        activity.skills_required.set(skills[0])
        activity.skills_wished.set(skills[1])
        audit.record("keep_activity", activity, by=by, at=at, change={"title": activity.title})
    return activity


def publish_activity(*, activity: Activity, by: User, at: datetime) -> Activity:
    """Let everybody read of it and apply. Refuses NotAllowed, ActivityIncomplete, ActivityNotOpen and OrganisationMoved."""
    with transaction.atomic():
        activity = _locked(activity, by)
        _refuse_closed(activity)
        if not has_coming_shift(activity, at=at):
            raise ActivityIncomplete
        return moved_activity(activity=activity, act="publish", by=by, at=at, published_at=at)


def cancel_activity(*, activity: Activity, why: str, by: User, at: datetime) -> Activity:
    """Call it off and tell everybody who had asked or promised. Refuses NotAllowed and ActivityNotOpen."""
    with transaction.atomic():
        activity = _locked(activity, by)
        ending = {"ended_at": at, "ended_why": why[:200]}
        activity = moved_activity(activity=activity, act="cancel", by=by, at=at, **ending)
        alive = Application.objects.filter(shift__activity=activity, state__in=("applied", "waiting", "accepted"))
        told = list(User.objects.filter(pk__in=alive.values("volunteer")).order_by("pk"))
        alive.update(state="cancelled", ended_at=at, ended_by=by, why=why[:200])
        Offer.objects.filter(shift__activity=activity, state="open").update(state="closed", ended_at=at)
        Shift.objects.filter(activity=activity).update(next_wave_at=None)
        params = {"activity": activity.title, "why": why}
        notify(users=told, kind="activity_cancelled", params=params, url=reverse("service:mine"), at=at)
    return activity


def add_shift(
    *, activity: Activity, starts_at: datetime, ends_at: datetime, quota: int, by: User, at: datetime
) -> Shift:
    """Add a time with its places. Refuses NotAllowed, ActivityNotOpen, ShiftBegan and OrganisationMoved."""
    with transaction.atomic():
        activity = _locked(activity, by)
        if activity.state == "cancelled":
            raise ActivityNotOpen(state=activity.get_state_display())
        _refuse_closed(activity)
        if starts_at <= at:
            raise ShiftBegan
        shift = Shift.objects.create(activity=activity, starts_at=starts_at, ends_at=ends_at, quota=quota)
        change = {"starts_at": starts_at.isoformat(), "quota": quota}
        audit.record("add_shift", shift, by=by, at=at, change=change)
    return shift


def change_quota(*, shift: Shift, quota: int, by: User, at: datetime) -> Shift:
    """Give a shift more or fewer places; with more, the waiting list moves up. Refuses NotAllowed and QuotaBelowTaken."""
    with transaction.atomic():
        shift = locked_shift(shift=shift)
        if not can_handle_activity(by, shift.activity):
            raise NotAllowed
        if quota < shift.taken:
            raise QuotaBelowTaken(taken=shift.taken)
        change = {"quota": [shift.quota, quota]}
        shift.quota = quota
        shift.save(update_fields=["quota"])
        audit.record("change_quota", shift, by=by, at=at, change=change)
        move_up(shift=shift, at=at)
    return shift


def drop_shift(*, shift: Shift, by: User, at: datetime) -> None:
    """Take a shift away that nobody ever asked for. Refuses NotAllowed and QuotaBelowTaken."""
    with transaction.atomic():
        shift = locked_shift(shift=shift)
        if not can_handle_activity(by, shift.activity):
            raise NotAllowed
        asked = shift.applications.count()
        if asked:
            raise QuotaBelowTaken(taken=asked)
        audit.record("drop_shift", shift, by=by, at=at, change={"starts_at": shift.starts_at.isoformat()})
        shift.delete()


def begin_and_finish(*, at: datetime) -> int:
    """Let begin what begins and finish what is over; return how many activities moved."""
    moved = 0
    for act, due in (("begin", due_to_begin), ("finish", due_to_finish)):
        for activity in due(at).order_by("pk"):
            with transaction.atomic():
                found = (
                    Activity.objects.select_for_update(skip_locked=True)
                    .filter(pk=activity.pk)
                    .filter(state=activity.state)
                )
                if (one := found.first()) is not None:
                    ended = {"ended_at": at} if act == "finish" else {}
                    moved_activity(activity=one, act=act, by=None, at=at, **ended)
                    moved += 1
    return moved


def people_of(*, activity: Activity) -> list[User]:
    """Return whoever asked for a place or holds one."""
    alive = Application.objects.filter(shift__activity=activity, state__in=ALIVE)
    return list(User.objects.filter(pk__in=alive.values("volunteer")).order_by("pk"))


def _refuse_closed(activity: Activity) -> None:
    if activity.organisation.state == Organisation.State.CLOSED:
        raise OrganisationMoved


def _locked(activity: Activity, by: User) -> Activity:
    found = Activity.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=activity.pk)
    if not can_handle_activity(by, found):
        raise NotAllowed
    return found
