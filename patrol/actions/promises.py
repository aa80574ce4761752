"""Saying yes or no to a visit, and visits whose time is over."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from core import audit
from core.errors import NotAllowed, NotFound
from patrol.actions.assignments import end_assignment, tell_ended, tell_other, tell_place
from patrol.errors import AssignmentNotOpen, DeclineReasonMissing
from patrol.models import Assignment
from patrol.queries.assignments import people_of
from people.actions import notify
from people.models import User
from people.notices import in_both

# A phone without a network may send its report a day late.
GRACE_DAYS: Final = 1
AT_ONCE: Final = 200
End = Assignment.End


def accept_assignment(*, assignment_id: UUID, by: User, at: datetime) -> Assignment:
    """Let the volunteer say yes, for a companion as well; saying it twice changes nothing.

    Refuses NotFound, NotAllowed and AssignmentNotOpen.
    """
    with transaction.atomic():
        one = _own(assignment_id, by)
        if one.volunteer_id != by.pk:
            raise NotAllowed
        if one.accepted_at is None:
            one.accepted_at = at
            one.save(update_fields=["accepted_at"])
            audit.record("accept_assignment", one, by=by, at=at, change={"site": one.site.code})
        return one


def decline_assignment(*, assignment_id: UUID, words: str, by: User, at: datetime) -> Assignment:
    """Let the volunteer or the companion say no, with a reason for whoever sent them; the other of the two is told.

    Refuses NotFound, NotAllowed, AssignmentNotOpen and DeclineReasonMissing.
    """
    if not words.strip():
        raise DeclineReasonMissing
    with transaction.atomic():
        one = _own(assignment_id, by)
        end_assignment(assignment=one, why=End.DECLINED, by=by, at=at, words=words.strip()[:300])
        tell_other(assignment=one, by=by, at=at)
        _tell_sender(one, words.strip(), at, name=by.name)
        return one


def release_late(*, at: datetime) -> int:
    """Release planned visits nobody said yes to in time, and those not made by their day; tell both sides; return how many.

    At most 200 at once: the next run takes the others. Another run at the same time takes other rows.
    """
    last_day = timezone.localdate(at) - timedelta(days=GRACE_DAYS)
    not_accepted = Q(accept_by__lt=at, accepted_at=None)
    with transaction.atomic():
        late = _locked(Assignment.objects.filter(not_accepted | Q(do_by__lt=last_day), plan_id__isnull=False))
        for one in late[:AT_ONCE]:
            why = End.NOT_DONE if one.do_by < last_day else End.NOT_ACCEPTED
            end_assignment(assignment=one, why=why, by=None, at=at)
            tell_ended(assignment=one, users=people_of(one), why=in_both(why.label), at=at)
            _tell_sender(one, in_both(why.label), at)
        return min(len(late), AT_ONCE)


def end_for_new_plan(
    *, assignments: Iterable[UUID], by: User, at: datetime, again: Mapping[UUID, Collection[UUID]] | None = None
) -> None:
    """Release open visits that a new plan gives to others or leaves out, and tell who goes there no more.

    `again` names by site who will be sent there anew: they hear of that alone.
    """
    staying = again or {}
    for one in _locked(Assignment.objects.filter(pk__in=list(assignments)), skip=False):
        end_assignment(assignment=one, why=End.REPLANNED, by=by, at=at)
        gone = [person for person in people_of(one) if person.pk not in staying.get(one.site_id, ())]
        tell_ended(assignment=one, users=gone, why=in_both(End.REPLANNED.label), at=at)


def call_off_visits(*, assignments: Iterable[UUID], words: str, by: User, at: datetime) -> int:
    """Release open visits because nobody shall go there for a while, and tell all who were to go why; return how many."""
    with transaction.atomic():
        found = _locked(Assignment.objects.filter(pk__in=list(assignments)), skip=False)
        for one in found:
            end_assignment(assignment=one, why=End.CALLED_OFF, by=by, at=at, words=words)
            tell_ended(assignment=one, users=people_of(one), why=[words, words], at=at)
        return len(found)


def put_off_visits(*, assignments: Iterable[UUID], again_on: date, words: str, by: User, at: datetime) -> int:
    """Ask all who are to make open visits to wait until a day, and say why; the visits stay theirs. Return how many."""
    with transaction.atomic():
        found = _locked(Assignment.objects.filter(pk__in=list(assignments)), skip=False)
        for one in found:
            params = {"site": _names(one), "day": again_on.isoformat(), "why": words}
            notify(users=people_of(one), kind="visit_put_off", params=params, url=reverse("patrol:mine"), at=at)
            audit.record("put_off_visit", one, by=by, at=at, change={"site": one.site.code, "again_on": again_on})
        return len(found)


def keep_in_new_plan(*, assignments: Iterable[UUID], plan_id: UUID, do_by: date, by: User, at: datetime) -> None:
    """Take promised visits over into a new plan; whose day moves is told."""
    for one in _locked(Assignment.objects.filter(pk__in=list(assignments)), skip=False):
        change: dict[str, Any] = {"plan": [str(one.plan_id), str(plan_id)], "do_by": [one.do_by, do_by]}
        is_moved = one.do_by != do_by
        one.plan_id, one.do_by = plan_id, do_by
        one.save(update_fields=["plan_id", "do_by"])
        audit.record("keep_assignment", one, by=by, at=at, change=change)
        if is_moved:
            tell_place(assignment=one, by=by, at=at)
            params = {"site": _names(one), "do_by": do_by.isoformat()}
            notify(users=people_of(one), kind="visit_moved", params=params, url=reverse("patrol:mine"), at=at)


def _locked(found: "QuerySet[Assignment]", *, skip: bool = True) -> list[Assignment]:
    opened = found.filter(status=Assignment.Status.OPEN).select_related("site", "volunteer", "companion", "made_by")
    return list(
        opened.select_for_update(of=("self",), skip_locked=skip).order_by("pk")[: AT_ONCE + 1 if skip else None]
    )


def _own(assignment_id: UUID, by: User) -> Assignment:
    known = Assignment.objects.select_for_update(of=("self",))
    known = known.select_related("site", "volunteer", "companion", "made_by")
    one = known.filter(pk=assignment_id).first()
    if one is None:
        raise NotFound
    if by.pk not in (one.volunteer_id, one.companion_id):
        raise NotAllowed
    if one.status != Assignment.Status.OPEN:
        raise AssignmentNotOpen
    return one


def _tell_sender(one: Assignment, why: str | list[str], at: datetime, *, name: str = "") -> None:
    if one.made_by_id == one.volunteer_id:
        return
    params = {"name": name or one.volunteer.name, "site": _names(one), "why": why}
    notify(users=[one.made_by], kind="plan_visit_lost", params=params, url="", at=at)


def _names(one: Assignment) -> list[str]:
    return [one.site.name_zh, one.site.name_en]
