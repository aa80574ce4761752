"""Leaving and coming back: what a phone says of an outing, kept once."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from core import audit
from core.errors import NotAllowed
from patrol.actions.safety import REFUSALS, broken_codes
from patrol.errors.outings import (
    BuddyUnknown,
    OutingConflict,
)
from patrol.logic.outing import OutingSaid
from patrol.models import Campaign, LastPosition, Outing
from patrol.permissions import can_go_out
from patrol.queries.campaigns import campaign_of, running_campaigns
from patrol.queries.officers import watchers_of
from people.actions import notify
from people.models import User, Volunteer
from sites.models import Site
from sites.queries import visible_sites


def keep_outing(*, said: OutingSaid, by: User, at: datetime) -> Outing:
    """Keep what the phone says of an outing: its start, changes, its end. An earlier revision changes nothing.

    Refuses NotAllowed, OutingConflict (another's id, or the same revision with other content) and BuddyUnknown; and a
    start that breaks a rule of safety. A start that is only heard of later is kept, and whoever watches over it is told.
    """
    if not can_go_out(by):
        raise NotAllowed
    with transaction.atomic():
        _lock(said.id)
        known = Outing.objects.select_for_update().filter(pk=said.id).first()
        if known is None:
            return _begin(said, by=by, at=at)
        _refuse_conflict(known, said, by)
        if said.revision > known.revision and not _is_overtaken(known, said):
            _change(known, said, by=by, at=at)
        return known


def _lock(outing_id: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"outing {outing_id}"])


def _refuse_conflict(known: Outing, said: OutingSaid, by: User) -> None:
    is_other = said.revision == known.revision and said.content_sha256 != known.content_sha256
    begins_again = known.state == Outing.State.BACK and said.ended_at is None and said.revision > known.revision
    if known.volunteer_id != by.pk or is_other or begins_again:
        raise OutingConflict


def _is_overtaken(known: Outing, said: OutingSaid) -> bool:
    """Say whether the desk ended the outing while the phone, still out, could not know it."""
    return known.state == Outing.State.CLOSED and said.ended_at is None


def _begin(said: OutingSaid, *, by: User, at: datetime) -> Outing:
    sites = _sites(said, by)
    broken = _broken(said, sites, by, at)
    if broken and said.is_now(at):
        raise REFUSALS[broken[0]](person=by.name)
    outing = Outing(id=UUID(said.id), volunteer=by, received_at=at, **_fields(said, by, at))
    outing.campaign = _campaign(sites, said.started_at)
    outing.irregularities = [*broken, *(["site_unknown"] if len(sites) < len(set(said.sites)) else [])]
    outing.save(force_insert=True)
    outing.sites.set(sites)
    if broken:
        _tell_unsafe(outing, at)
    audit.record("begin_outing", outing, by=by, at=at, change={"sites": [site.code for site in sites]})
    return outing


def _change(outing: Outing, said: OutingSaid, *, by: User, at: datetime) -> None:
    for name, value in _fields(said, by, at).items():
        setattr(outing, name, value)
    sites = _sites(said, by)
    # Who is out already is not refused what they say of it.
    new = [code for code in _broken(said, sites, by, at) if code not in outing.irregularities]
    outing.irregularities = [*outing.irregularities, *new]
    outing.save()
    outing.sites.set(sites)
    if new:
        _tell_unsafe(outing, at)
    if outing.state != Outing.State.OUT:
        LastPosition.objects.filter(outing=outing).delete()
    verb = "end_outing" if outing.state == Outing.State.BACK else "change_outing"
    audit.record(verb, outing, by=by, at=at, change={"revision": said.revision, "state": outing.state})


def _broken(said: OutingSaid, sites: list[Site], by: User, at: datetime) -> list[str]:
    is_difficult = any(site.is_difficult for site in sites)
    has_company = bool(said.buddy or said.companions)
    return broken_codes(person=by, is_difficult=is_difficult, has_company=has_company, at=at)


def _tell_unsafe(outing: Outing, at: datetime) -> None:
    params = {"name": outing.volunteer.name}
    notify(users=watchers_of(outing), kind="outing_unsafe", params=params, url=reverse("patrol:outings"), at=at)


def _fields(said: OutingSaid, by: User, at: datetime) -> dict[str, Any]:
    return {
        "revision": said.revision,
        "content_sha256": said.content_sha256,
        "started_at": said.started_at,
        "expected_return_at": said.expected_return_at,
        "due_back_at": said.due_back_at(at),
        "ended_at": said.ended_at,
        "state": Outing.State.BACK if said.ended_at else Outing.State.OUT,
        "buddy": _buddy(said.buddy, by),
        "companions": list(said.companions),
        "changed_at": at,
    }


def _buddy(number: str, by: User) -> User | None:
    if not number:
        return None
    known = Volunteer.objects.select_related("user").filter(number=number, is_active=True, user__is_active=True)
    buddy = known.exclude(user=by).first()
    if buddy is None:
        raise BuddyUnknown
    return buddy.user


def _sites(said: OutingSaid, by: User) -> list[Site]:
    return list(visible_sites(by).filter(pk__in=said.sites).order_by("code"))


def _campaign(sites: list[Site], started_at: datetime) -> Campaign | None:
    if not sites:
        return None
    return campaign_of(running_campaigns(timezone.localdate(started_at)), sites[0].district_id)
