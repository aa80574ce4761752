"""Who was there: checked in and out by the code at the place, by position, or by the organiser's list; and the hours of it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from core import audit
from core.errors import NotAllowed
from people.actions import notify
from people.models import User
from service.actions.locking import locked_application, moved, saved
from service.errors import (
    ApplicationOver,
    CheckInCodeOld,
    CheckInElsewhere,
    CheckInNotNow,
    CheckInVague,
    NotCheckedOut,
    NothingInShift,
    SecondPersonNeeded,
)
from service.logic.served_time import served_interval
from service.logic.states import APPLICATION, next_state
from service.logic.turning_code import is_fresh, step_of
from service.models import Application
from service.models.application import Way
from service.permissions import can_handle_activity
from service.queries.applications import code_key
from service.queries.matching import is_at_place
from service.queries.policy import service_rules_on
from timebank.actions import award
from timebank.errors import ServiceOverlaps


def check_by_code(*, application: Application, code: str, by: User, at: datetime) -> Application:
    """Check oneself in, or out, by the code on the organiser's screen. Refuses CheckInCodeOld and as `_present`."""
    rules = service_rules_on(timezone.localdate(at))
    step = step_of(at.timestamp(), seconds=rules.code_seconds)
    if not is_fresh(code_key(), str(application.shift_id), code, step=step):
        raise CheckInCodeOld
    return _present(application, Way.CODE, by, at)


def check_by_fix(
    *, application: Application, lon: float, lat: float, accuracy_m: float, by: User, at: datetime
) -> Application:
    """Check oneself in, or out, by position (WGS-84, accuracy in metres). The position is judged and not kept.

    Refuses CheckInVague, CheckInElsewhere and as `_present`.
    """
    if accuracy_m > service_rules_on(timezone.localdate(at)).coarsest_m:
        raise CheckInVague
    if not is_at_place(application.shift.activity, lon=lon, lat=lat, accuracy_m=accuracy_m):
        raise CheckInElsewhere
    return _present(application, Way.FIX, by, at)


def record_presence(
    *, application: Application, in_at: datetime | None, out_at: datetime | None, by: User, at: datetime
) -> Application:
    """Write down on the list when somebody came and left, where they did not check in or out themselves, or it was wrong.

    None leaves what is known. Refuses NotAllowed, ApplicationOver, NothingInShift and, in the future, CheckInNotNow.
    """
    with transaction.atomic():
        application = _handled(application, by)
        if max(in_at or at, out_at or at) > at:
            raise CheckInNotNow
        if application.state == "served" or (application.state != "checked_in" and in_at is None):
            raise ApplicationOver(state=application.get_state_display())
        if in_at is not None:
            application.in_at, application.in_way, application.in_by = in_at, Way.LIST, by
        if out_at is not None:
            application.out_at, application.out_way, application.out_by = out_at, Way.LIST, by
        _refuse_disorder(application)
        if application.state != "checked_in":
            return moved(application=application, act="check_in", by=by, at=at)
        saved(application=application)
        change = {"in_at": str(application.in_at), "out_at": str(application.out_at)}
        audit.record("record_presence", application, by=by, at=at, change=change)
        return application


def note_no_show(*, application: Application, by: User | None, at: datetime) -> Application:
    """Note that somebody did not come; by nobody, where the clock says so. Refuses NotAllowed, ApplicationOver, CheckInNotNow."""
    with transaction.atomic():
        application = locked_application(application=application) if by is None else _handled(application, by)
        if at < application.shift.starts_at:
            raise CheckInNotNow
        gone = {"in_at": None, "in_way": "", "in_by": None, "out_at": None, "out_way": "", "out_by": None}
        application = moved(application=application, act="miss", by=by, at=at, **gone)
        _tell(application, "activity_missed", at)
    return application


def confirm_service(*, application: Application, by: User, at: datetime) -> Application:
    """Confirm that somebody served, and post the hours between check-in and check-out that lie in the shift.

    Time that was credited before is not credited again: the service stands with no hours and its person is told. What stands
    on a list only is confirmed by somebody else. Refuses NotAllowed, SecondPersonNeeded, NotCheckedOut, NothingInShift.
    """
    with transaction.atomic():
        application = _handled(application, by)
        if next_state(APPLICATION, application.state, "confirm") is None:
            raise ApplicationOver(state=application.get_state_display())
        _refuse_alone(application, by)
        seconds = _credit(application, by, at)
        proof = {"confirmed_at": at, "confirmed_by": by, "seconds": seconds}
        application = moved(application=application, act="confirm", by=by, at=at, **proof)
        kind = "activity_hours_posted" if seconds else "activity_hours_not_posted"
        _tell(application, kind, at, minutes=seconds // 60)
    return application


def _present(application: Application, way: Way, by: User, at: datetime) -> Application:
    """Note the person's own check-in, or check-out where they are in; done twice within a minute it is the same.

    Refuses NotAllowed, CheckInNotNow and ApplicationOver.
    """
    if application.volunteer_id != by.pk:
        raise NotAllowed
    rules = service_rules_on(timezone.localdate(at))
    with transaction.atomic():
        application = locked_application(application=application)
        shift = application.shift
        early, after = timedelta(minutes=rules.early_minutes), timedelta(minutes=rules.after_minutes)
        if not shift.starts_at - early <= at <= shift.ends_at + after:
            raise CheckInNotNow
        if application.state != "checked_in":
            if at > shift.ends_at:
                raise CheckInNotNow
            known = {"in_at": at, "in_way": way, "in_by": by}
            return moved(application=application, act="check_in", by=by, at=at, **known)
        if application.in_at is not None and at - application.in_at < timedelta(minutes=1):
            return application
        # The last one counts: who comes back from a break checks out again.
        application.out_at, application.out_way, application.out_by = at, way, by
        saved(application=application)
        audit.record("check_out_application", application, by=by, at=at, change={"way": way})
        return application


def _refuse_alone(application: Application, by: User) -> None:
    listed = {
        who
        for way, who in ((application.in_way, application.in_by_id), (application.out_way, application.out_by_id))
        if way == Way.LIST
    }
    if by.pk in listed or by.pk == application.volunteer_id:
        raise SecondPersonNeeded


def _refuse_disorder(application: Application) -> None:
    begin, end = application.in_at, application.out_at
    if begin is None or (end is not None and end <= begin):
        raise NothingInShift


def _credit(application: Application, by: User, at: datetime) -> int:
    shift, activity = application.shift, application.shift.activity
    if application.in_at is None or application.out_at is None:
        raise NotCheckedOut
    served = served_interval(
        starts_at=shift.starts_at, ends_at=shift.ends_at, in_at=application.in_at, out_at=application.out_at
    )
    if served is None:
        raise NothingInShift
    with override("zh-hans"):
        organisation = activity.organisation.name
    try:
        with transaction.atomic():
            award(
                volunteer=application.volunteer,
                starts_at=served[0],
                ends_at=served[1],
                source=f"shift:{application.pk}",
                title=(activity.title, ""),
                url=reverse("service:activity", args=[activity.pk]),
                organisation_name=organisation,
                by=by,
                at=at,
            )
    except ServiceOverlaps:
        return 0
    return int((served[1] - served[0]).total_seconds())


def _handled(application: Application, by: User) -> Application:
    application = locked_application(application=application)
    if not can_handle_activity(by, application.shift.activity):
        raise NotAllowed
    return application


def _tell(application: Application, kind: str, at: datetime, **more: int) -> None:
    params = {"activity": application.shift.activity.title, **more}
    notify(users=[application.volunteer], kind=kind, params=params, url=reverse("service:mine"), at=at)
