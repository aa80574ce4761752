"""A place in a shift: asked for, given, waited for, given back; and how the waiting list moves up."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core import audit
from core.errors import NotAllowed, NotFound
from people.actions import notify
from people.models import User
from people.queries import managers_of
from service.actions.locking import locked_application, locked_participant, locked_person, locked_shift, moved, saved
from service.errors import LACKS, ActivityNotOpen, ShiftBegan, ShiftFull, ShiftsOverlap
from service.logic.eligibility import lacks
from service.logic.lateness import is_given_back_late
from service.logic.states import OPEN
from service.models import Application, Shift
from service.permissions import can_handle_activity, can_take_part
from service.queries.applications import holds_another, queue_of
from service.queries.matching import asked_by, known_of
from service.queries.policy import service_rules_on
from service.sentences import beginning
from sites.actions import grant_place

PLACE_KNOWN_AFTER = timedelta(days=1)


def apply_to_shift(*, shift: Shift, by: User, at: datetime) -> Application:
    """Ask for a place: given at once where the activity gives them automatically, else the organiser decides; full means waiting.

    Asked again it is the same application. Refuses NotAllowed, ActivityNotOpen, ShiftBegan, ShiftsOverlap, and what the law
    and the organiser ask (`errors.LACKS`).
    """
    if not can_take_part(by):
        raise NotAllowed
    with transaction.atomic():
        shift = _open_shift(shift, at)
        locked_participant(person=by)
        known = Application.objects.filter(shift=shift, volunteer=by).first()
        if known is not None and known.state != "cancelled":
            return known
        refuse_unfit(shift=shift, person=by)
        application = _asked(known, shift, by, at)
        if application.state == "applied":
            _tell_organisers(application, at)
        return application


def take_offered_place(*, shift: Shift, by: User, at: datetime) -> Application:
    """Take a place one was asked to take: no organiser decides any more. Refuses as `apply_to_shift`, and ShiftFull."""
    with transaction.atomic():
        shift = _open_shift(shift, at)
        locked_participant(person=by)
        refuse_unfit(shift=shift, person=by)
        known = Application.objects.filter(shift=shift, volunteer=by).first()
        if shift.places_left < 1:
            raise ShiftFull
        if known is not None:
            application = known if known.state == "accepted" else _accepted(known, by, at)
        else:
            application = _created(shift, by, "accepted", at)
        return application


def accept_application(*, application: Application, by: User, at: datetime) -> Application:
    """Give the place, for who organises; where none is left, the person waits. Refuses NotAllowed, ApplicationOver, ShiftsOverlap."""
    with transaction.atomic():
        application = _handled(application, by)
        locked_person(person=application.volunteer)
        if application.shift.places_left < 1:
            return _waiting(application, by, at)
        return _accepted(application, by, at)


def refuse_application(*, application: Application, why: str, by: User, at: datetime) -> Application:
    """Say no, with a reason; a place that was held goes to the waiting list. Refuses NotAllowed and ApplicationOver."""
    with transaction.atomic():
        application = _handled(application, by)
        ending = {"ended_at": at, "ended_by": by, "why": why[:200]}
        application = moved(application=application, act="refuse", by=by, at=at, **ending)
        tell_person(application=application, kind="activity_refused", at=at, reason=why)
        move_up(shift=application.shift, at=at)
    return application


def cancel_application(*, application: Application, why: str = "", by: User, at: datetime) -> Application:
    """Give one's own place back; less than a day before it is noted as late, unless its time was just moved. The waiting list moves up.

    Given back twice it is the same. Refuses NotAllowed and ApplicationOver.
    """
    if application.volunteer_id != by.pk:
        raise NotAllowed
    with transaction.atomic():
        application = locked_application(application=application)
        if application.state == "cancelled":
            return application
        shift = application.shift
        if at >= shift.starts_at:
            raise ShiftBegan
        is_late = _is_late(application, at)
        ending = {"ended_at": at, "ended_by": by, "why": why[:200], "is_late": is_late}
        application = moved(application=application, act="cancel", by=by, at=at, **ending)
        if is_late:
            _tell_organisers(application, at, kind="activity_given_back")
        move_up(shift=shift, at=at)
    return application


def move_up(*, shift: Shift, at: datetime) -> int:
    """Give free places of a shift to come to who has waited longest; return how many moved up.

    Who is promised elsewhere by now, or may not come any more, keeps waiting and is passed over.
    """
    shift = locked_shift(shift=shift)
    if at >= shift.starts_at or shift.activity.state not in OPEN:
        return 0
    moved_up = 0
    for application in queue_of(shift):
        if shift.places_left <= moved_up:
            break
        person = application.volunteer
        if holds_another(person, shift) or lacks(asked_by(shift.activity), known_of(person, on=_day(shift))):
            continue
        application.shift = shift
        _accepted(application, None, at, kind="activity_moved_up")
        moved_up += 1
    return moved_up


def refuse_unfit(*, shift: Shift, person: User) -> None:
    """Refuse what the law, the organiser or another promise keeps the person from: the gravest by its own class."""
    for code in lacks(asked_by(shift.activity), known_of(person, on=_day(shift))):
        raise LACKS[code]
    if holds_another(person, shift):
        raise ShiftsOverlap


def _open_shift(shift: Shift, at: datetime) -> Shift:
    shift = locked_shift(shift=shift)
    if shift.activity.state == "draft":
        raise NotFound
    if shift.activity.state not in OPEN:
        raise ActivityNotOpen(state=shift.activity.get_state_display())
    if at >= shift.starts_at:
        raise ShiftBegan
    return shift


def _asked(known: Application | None, shift: Shift, by: User, at: datetime) -> Application:
    """Write the application in its first state: a place, the queue, or the organiser's desk."""
    if not _is_automatic(shift):
        act, state = "apply", "applied"
    elif shift.places_left > 0:
        act, state = "accept", "accepted"
    else:
        act, state = "wait", "waiting"
    if known is None:
        return _created(shift, by, state, at)
    known.applied_at, known.is_late, known.ended_at, known.ended_by, known.why = at, False, None, None, ""
    if state == "accepted":
        return _accepted(known, by, at)
    return _waiting(known, by, at) if state == "waiting" else moved(application=known, act=act, by=by, at=at)


def _is_automatic(shift: Shift) -> bool:
    """Who gets a place learns where it is: a hidden place is never given without a person's decision."""
    site = shift.activity.site
    return shift.activity.is_automatic and (site is None or site.shown_as == "exact")


def _created(shift: Shift, by: User, state: str, at: datetime) -> Application:
    application = Application(
        shift=shift, volunteer=by, state=state, applied_at=at, during=(shift.starts_at, shift.ends_at)
    )
    if state == "accepted":
        application.accepted_at = at
    saved(application=application)
    audit.record("apply_to_shift", application, by=by, at=at, change={"state": state})
    if state == "accepted":
        settle_place(application=application, by=by, at=at, kind="activity_accepted")
    elif state == "waiting":
        tell_person(application=application, kind="activity_waiting", at=at)
    return application


def _accepted(application: Application, by: User | None, at: datetime, kind: str = "activity_accepted") -> Application:
    fresh = {"accepted_at": at, "ended_at": None, "ended_by": None, "why": ""}
    application = moved(application=application, act="accept", by=by, at=at, **fresh)
    settle_place(application=application, by=by, at=at, kind=kind)
    return application


def _waiting(application: Application, by: User, at: datetime) -> Application:
    if application.state == "waiting":
        raise ShiftFull
    application = moved(application=application, act="wait", by=by, at=at)
    tell_person(application=application, kind="activity_waiting", at=at)
    return application


def settle_place(*, application: Application, by: User | None, at: datetime, kind: str, **more: str) -> None:
    """Do what follows a place given: the shift may be full, its person may know where it is, and is told."""
    shift = Shift.objects.select_related("activity__site").get(pk=application.shift_id)
    if shift.places_left == 0:
        Shift.objects.filter(pk=shift.pk, filled_at=None).update(filled_at=at)
        Shift.objects.filter(pk=shift.pk).update(next_wave_at=None)
    site = shift.activity.site
    if site is not None and site.shown_as != "exact":
        granting = by or application.volunteer
        until = shift.ends_at + PLACE_KNOWN_AFTER
        grant_place(site=site, user=application.volunteer, until=until, by=granting, at=at)
    tell_person(application=application, kind=kind, at=at, **more)


def _is_late(application: Application, at: datetime) -> bool:
    """Say whether a place that was promised is given back late."""
    if application.state != "accepted" or application.accepted_at is None:
        return False
    shift, hours = application.shift, service_rules_on(timezone.localdate(at)).late_hours
    return is_given_back_late(
        at=at,
        starts_at=shift.starts_at,
        late=timedelta(hours=hours),
        accepted_at=application.accepted_at,
        moved_at=shift.moved_at,
    )


def _handled(application: Application, by: User) -> Application:
    application = locked_application(application=application)
    if not can_handle_activity(by, application.shift.activity):
        raise NotAllowed
    return application


def tell_person(*, application: Application, kind: str, at: datetime, **more: str) -> None:
    """Tell whose place it is what became of it."""
    shift = application.shift
    params = {"activity": shift.activity.title, "starts": beginning(shift), **more}
    notify(users=[application.volunteer], kind=kind, params=params, url=reverse("service:mine"), at=at)


def _tell_organisers(application: Application, at: datetime, kind: str = "activity_applied") -> None:
    activity = application.shift.activity
    told = managers_of(activity.organisation) | User.objects.filter(pk=activity.made_by_id, is_active=True)
    params = {"name": application.volunteer.name, "activity": activity.title, "starts": beginning(application.shift)}
    notify(users=told.distinct(), kind=kind, params=params, url=reverse("service:board", args=[activity.pk]), at=at)


def _day(shift: Shift) -> object:
    return timezone.localdate(shift.starts_at)
