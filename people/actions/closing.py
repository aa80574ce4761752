"""The end of an organisation, and its return: what is under way is handed over or ended first, what was served stays."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.urls import reverse

from core import audit
from core.errors import NotAllowed
from core.running import hand_over_all
from people.actions.notices import notify
from people.errors import OrganisationMoved, OrganisationStillRuns
from people.models import Membership, Organisation, Role, RoleGrant, User, Volunteer
from people.permissions import can_manage, can_place
from people.queries.standing import closing_of

State = Organisation.State
OPEN = ("invited", "applied")
INSIDE = ("active", "suspended")


def close_organisation(*, organisation: Organisation, why: str, by: User, at: datetime) -> Organisation:
    """Close it: memberships end with this day, wishes are answered with no, its managers' office ends; hours and certificates stay.

    Refuses `NotAllowed`, `OrganisationMoved`, and `OrganisationStillRuns` while anything of it is under way.
    """
    with transaction.atomic():
        closed = _locked(organisation, by, State.ACTIVE)
        if not closing_of(closed, at=at).is_possible:
            raise OrganisationStillRuns
        told = _people_of(closed)
        change = {"members": _end_memberships(closed, by, at), "managers": _end_offices(closed, at), "why": why}
        closed.state, closed.closed_at, closed.closed_by, closed.closed_why = State.CLOSED, at, by, why
        closed.save()
        audit.record("close_organisation", closed, by=by, at=at, change=change)
        params = {"organisation": [closed.name_zh, closed.name_en], "why": why}
        url = reverse("people:organisation", args=[closed.code])
        people = User.objects.filter(pk__in=told, is_active=True).exclude(pk=by.pk)
        notify(users=people, kind="organisation_closed", params=params, url=url, at=at)
        return closed


def reopen_organisation(*, organisation: Organisation, invites: bool, by: User, at: datetime) -> Organisation:
    """Open it again: who managed it at the end manages it, and where `invites`, who was a member then is invited.

    Refuses `NotAllowed` and `OrganisationMoved`; below a closed one it stays closed.
    """
    with transaction.atomic():
        opened = _locked(organisation, by, State.CLOSED)
        ended_at = opened.closed_at
        if ended_at is None or (opened.parent is not None and opened.parent.state != State.ACTIVE):
            raise OrganisationMoved
        opened.state, opened.closed_at, opened.closed_by, opened.closed_why = State.ACTIVE, None, None, ""
        opened.save()
        managers = _give_offices_back(opened, ended_at, by, at)
        invited = _invite_back(opened, ended_at, by, at) if invites else []
        change = {"managers": len(managers), "invited": len(invited)}
        audit.record("reopen_organisation", opened, by=by, at=at, change=change)
        params = {"organisation": [opened.name_zh, opened.name_en]}
        url = reverse("people:organisation", args=[opened.code])
        others = User.objects.filter(pk__in=managers, is_active=True).exclude(pk=by.pk)
        notify(users=others, kind="organisation_reopened", params=params, url=url, at=at)
        asked = User.objects.filter(pk__in=invited)
        notify(users=asked, kind="member_invited", params=params, url=reverse("people:organisations"), at=at)
        return opened


def hand_over_running(*, organisation: Organisation, to: Organisation, by: User, at: datetime) -> int:
    """Give all that is under way to another organisation, which the person manages too; return how many. Refuses `NotAllowed`."""
    if not can_manage(by, to) or to.pk == organisation.pk or not can_place(by, organisation):
        raise NotAllowed
    with transaction.atomic():
        # The organisations are not locked: activities come first, and the wall asks each whether its new one is open.
        if Organisation.objects.filter(pk__in=(organisation.pk, to.pk)).exclude(state=State.ACTIVE).exists():
            raise OrganisationMoved
        moved = hand_over_all(organisation=organisation, to=to, by=by, at=at)
        if moved:
            audit.record("hand_over_running", organisation, by=by, at=at, change={"to": str(to.pk), "n": moved})
        return moved


def _locked(organisation: Organisation, by: User, state: str) -> Organisation:
    if not can_place(by, organisation):
        raise NotAllowed
    known = Organisation.objects.select_for_update(of=("self",)).select_related("parent")
    found = known.get(pk=organisation.pk)
    if found.state != state:
        raise OrganisationMoved
    return found


def _people_of(organisation: Organisation) -> set[UUID]:
    members = organisation.memberships.filter(state__in=(*OPEN, *INSIDE)).values_list("user", flat=True)
    return {*members, *_offices(organisation).values_list("user", flat=True)}


def _offices(organisation: Organisation) -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(role=Role.MANAGER, organisation=organisation, revoked_at=None)


def _end_memberships(organisation: Organisation, by: User, at: datetime) -> int:
    running = organisation.memberships
    changed = {"changed_at": at, "changed_by": by, "version": F("version") + 1}
    # The rows first and in one order, as `move_membership` takes them after the organisation.
    list(running.filter(state__in=(*OPEN, *INSIDE)).order_by("pk").select_for_update())
    running.filter(state__in=OPEN).update(state="refused", **changed)
    ended: int = running.filter(state__in=INSIDE).update(state="left", **changed)
    other = Membership.objects.filter(user=OuterRef("user"), state="active").order_by("joined_at")
    Volunteer.objects.filter(organisation=organisation).update(organisation=Subquery(other.values("organisation")[:1]))
    return ended


def _end_offices(organisation: Organisation, at: datetime) -> int:
    return int(_offices(organisation).update(revoked_at=at))


def _give_offices_back(organisation: Organisation, ended_at: datetime, by: User, at: datetime) -> list[UUID]:
    """Grant again what ended with the closing, to accounts that still are."""
    ended = RoleGrant.objects.filter(role=Role.MANAGER, organisation=organisation, revoked_at=ended_at)
    given = [
        RoleGrant(user=one.user, role=one.role, area=one.area, organisation=organisation, granted_at=at, granted_by=by)
        for one in ended.filter(user__is_active=True).select_related("user")
    ]
    return [one.user_id for one in RoleGrant.objects.bulk_create(given)]


def _invite_back(organisation: Organisation, ended_at: datetime, by: User, at: datetime) -> list[UUID]:
    """Invite whose membership ended with the closing."""
    ended = organisation.memberships.filter(state="left", changed_at=ended_at, user__is_active=True)
    begun = [
        Membership(organisation=organisation, user_id=user, state="invited", began_at=at, changed_at=at, changed_by=by)
        for user in ended.order_by("pk").values_list("user", flat=True)
    ]
    return [one.user_id for one in Membership.objects.bulk_create(begun)]
