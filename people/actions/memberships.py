"""Members: they apply or are invited, serve, pause, leave. The moves stand in `logic.membership` and in the database."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from core import audit
from core.errors import NotAllowed, NotFound
from people.actions.notices import notify
from people.actions.organisations import still_open
from people.errors import MembershipMoves
from people.logic.membership import ACTS, PERSON
from people.models import Membership, Organisation, Role, RoleGrant, User, Volunteer
from people.notices import in_both
from people.permissions import can_manage
from people.queries import managers_of

State = Membership.State
ENDED: Final = (State.REFUSED, State.LEFT)


def apply_to_join(*, organisation: Organisation, words: str, by: User, at: datetime) -> Membership:
    """Ask to join; asked twice it is the same question. Refuses `NotFound` where nobody is taken, `OrganisationMoved` where it closed."""
    if organisation.state != Organisation.State.ACTIVE or not organisation.is_recruiting:
        raise NotFound
    membership, is_new = _begin(organisation, by, State.APPLIED, words, by, at)
    if is_new:
        params = {"name": str(by), **_named(organisation)}
        url = reverse("people:members", args=[organisation.code])
        notify(users=managers_of(organisation), kind="member_applied", params=params, url=url, at=at)
    return membership


def invite(*, organisation: Organisation, person: User, by: User, at: datetime) -> Membership:
    """Invite somebody with an account; who is there already is left as they are. Refuses `NotAllowed`."""
    if not can_manage(by, organisation):
        raise NotAllowed
    membership, is_new = _begin(organisation, person, State.INVITED, "", by, at)
    if is_new:
        notify(
            users=[person],
            kind="member_invited",
            params=_named(organisation),
            url=reverse("people:organisations"),
            at=at,
        )
    return membership


def move_membership(*, membership_id: UUID, act: str, words: str = "", by: User, at: datetime) -> Membership:
    """Do one of `logic.membership.ACTS`: the manager's acts by managers, the person's by themselves.

    Whoever becomes a member becomes a volunteer; nobody decides about themselves. Refuses `NotAllowed` and `MembershipMoves`.
    """
    if act not in ACTS:
        raise MembershipMoves
    start, end, whose = ACTS[act]
    with transaction.atomic():
        # The organisation first, as whoever closes it takes it before its memberships.
        Organisation.objects.select_for_update(no_key=True, of=("self",)).filter(memberships=membership_id).first()
        known = Membership.objects.select_for_update(of=("self",)).select_related("organisation", "user")
        membership = known.filter(pk=membership_id).first()
        if membership is None or not _may(membership, whose, by):
            raise NotAllowed
        if membership.state not in start:
            raise MembershipMoves
        membership.state, membership.words = State(end), words or membership.words
        membership.changed_at, membership.changed_by = at, by
        membership.version += 1
        if end == State.ACTIVE:
            membership.joined_at = membership.joined_at or at
        membership.save()
        _follow(membership, by, at)
        audit.record(f"member_{act}", membership, by=by, at=at, change={"state": end})
        if whose != PERSON:
            params = {**_named(membership.organisation), "state": in_both(membership.get_state_display())}
            notify(
                users=[membership.user], kind="member_moved", params=params, url=reverse("people:organisations"), at=at
            )
        return membership


def _may(membership: Membership, whose: str, by: User) -> bool:
    if whose == PERSON:
        return membership.user_id == by.pk
    return membership.user_id != by.pk and can_manage(by, membership.organisation)


def _begin(
    organisation: Organisation, person: User, state: Membership.State, words: str, by: User, at: datetime
) -> tuple[Membership, bool]:
    with still_open():
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        running = Membership.objects.filter(organisation=organisation, user=person).exclude(state__in=ENDED).first()
        if running is not None:
            return running, False
        made = Membership.objects.create(
            organisation=organisation, user=person, state=state, words=words, began_at=at, changed_at=at, changed_by=by
        )
        audit.record("begin_membership", made, by=by, at=at, change={"state": state})
        return made, True


def _follow(membership: Membership, by: User, at: datetime) -> None:
    """Let profile and role follow: a member is a volunteer of the organisation; who leaves is of none, who is suspended rests."""
    person, organisation = membership.user, membership.organisation
    if membership.state == State.ACTIVE:
        values = {"number": f"V-{person.pk.hex[-10:]}", "joined_on": at.date(), "organisation": organisation}
        profile, is_new = Volunteer.objects.get_or_create(user=person, defaults=values)
        if not is_new:
            profile.organisation = profile.organisation or organisation
            profile.is_active = True
            profile.save(update_fields=["organisation", "is_active"])
        held = {"user": person, "role": Role.VOLUNTEER, "area": "", "organisation": None, "revoked_at": None}
        RoleGrant.objects.get_or_create(**held, defaults={"granted_at": at, "granted_by": by})
        return
    profile_of = Volunteer.objects.filter(user=person, organisation=organisation)
    if membership.state == State.SUSPENDED:
        profile_of.update(is_active=False)
    if membership.state == State.LEFT:
        other = Membership.objects.filter(user=person, state=State.ACTIVE).order_by("joined_at").first()
        profile_of.update(organisation=other.organisation if other else None)
        RoleGrant.objects.filter(user=person, organisation=organisation, revoked_at=None).update(revoked_at=at)


def _named(organisation: Organisation) -> dict[str, list[str]]:
    return {"organisation": [organisation.name_zh, organisation.name_en]}
