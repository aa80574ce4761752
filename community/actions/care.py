"""Promises to look after a site, reminders of them, calls of the season, and the link to one's year."""

import secrets
from collections import defaultdict
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from community.errors import AlreadyAdopted
from community.logic.care import NUDGE_AGAIN, ends_quietly, season_year
from community.models import Adoption, SeasonalCall, SeasonTold, YearShare
from community.permissions import can_adopt
from community.queries.care import Promise, running_calls, standing
from core import audit
from core.errors import NotAllowed, NotFound
from people.actions import notify
from people.models import Role, User
from sites.models import Site

TOKEN_BYTES: Final = 24


def adopt_site(*, site: Site, times_a_year: int, is_shown: bool, by: User, at: datetime) -> Adoption:
    """Promise to look at a site so many times a year. Refuses NotAllowed and AlreadyAdopted."""
    if not can_adopt(by, site.district_id):
        raise NotAllowed
    try:
        with transaction.atomic():
            adoption = Adoption.objects.create(
                user=by, site=site, times_a_year=times_a_year, is_shown=is_shown, since=at
            )
            audit.record("adopt_site", adoption, by=by, at=at, change={"times_a_year": times_a_year})
            return adoption
    except IntegrityError:
        raise AlreadyAdopted from None


def change_adoption(*, adoption: Adoption, times_a_year: int, is_shown: bool, by: User, at: datetime) -> None:
    """Change how often, and whether the name is shown. Refuses NotFound."""
    with transaction.atomic():
        row = _own(adoption, by)
        row.times_a_year, row.is_shown = times_a_year, is_shown
        row.save(update_fields=["times_a_year", "is_shown"])
        audit.record("change_adoption", row, by=by, at=at, change={"is_shown": is_shown})


def end_adoption(*, adoption: Adoption, by: User, at: datetime) -> None:
    """End one's promise; nobody asks why. Refuses NotFound."""
    with transaction.atomic():
        row = _own(adoption, by)
        _end(row, Adoption.Ending.TAKEN_BACK, by, at)


def remind_of_promises(*, at: datetime) -> int:
    """Call due promises to mind, one notice a person, at most once a month; end what nobody kept for long. Return how many."""
    today = timezone.localdate(at)
    running = Adoption.objects.filter(ended_at=None, user__is_active=True).select_related("user", "site")
    due: dict[User, list[Promise]] = defaultdict(list)
    for one in standing(running, on=today):
        if ends_quietly(timezone.localdate(one.adoption.since), one.last_on, one.adoption.times_a_year, today):
            _let_go(one.adoption, at)
        elif one.is_due and (one.adoption.nudged_at is None or one.adoption.nudged_at <= at - NUDGE_AGAIN):
            due[one.adoption.user].append(one)
    for person, promises in due.items():
        _remind(person, promises, at)
    return len(due)


def call_season(*, at: datetime) -> int:
    """Send each call whose season has begun to all volunteers, once a season; return how many calls went out."""
    today = timezone.localdate(at)
    return sum(_send(call, season_year(call.first_day, today), at) for call in running_calls(today))


def share_year(*, year: int, shows_name: bool, by: User, at: datetime) -> YearShare:
    """Let whoever holds a new link read the person's year; an earlier link of the same year ends."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        YearShare.objects.filter(user=by, year=year, ended_at=None).update(ended_at=at)
        share = YearShare.objects.create(
            token=secrets.token_urlsafe(TOKEN_BYTES), user=by, year=year, shows_name=shows_name, made_at=at
        )
        audit.record("share_year", by, by=by, at=at, change={"year": year, "shows_name": shows_name})
    return share


def stop_sharing_year(*, year: int, by: User, at: datetime) -> None:
    """End the link at once."""
    with transaction.atomic():
        if YearShare.objects.filter(user=by, year=year, ended_at=None).update(ended_at=at):
            audit.record("stop_sharing_year", by, by=by, at=at, change={"year": year})


def _own(adoption: Adoption, by: User) -> Adoption:
    row = Adoption.objects.select_for_update(of=("self",)).filter(pk=adoption.pk, user=by, ended_at=None).first()
    if row is None:
        raise NotFound
    return row


def _let_go(adoption: Adoption, at: datetime) -> None:
    with transaction.atomic():
        row = Adoption.objects.select_for_update(of=("self",)).get(pk=adoption.pk)
        if row.ended_at is None:
            _end(row, Adoption.Ending.QUIET, None, at)
            params = {"site": _name(adoption.site)}
            url = reverse("community:adoptions")
            notify(users=[adoption.user], kind="adoption_ended", params=params, url=url, at=at)


def _end(row: Adoption, ending: Adoption.Ending, by: User | None, at: datetime) -> None:
    row.ended_at, row.ending, row.is_shown = at, ending, False
    row.save(update_fields=["ended_at", "ending", "is_shown"])
    audit.record("end_adoption", row, by=by, at=at, change={"ending": ending})


def _remind(person: User, promises: list[Promise], at: datetime) -> None:
    first = min(promises, key=lambda one: one.due_on)
    with transaction.atomic():
        Adoption.objects.filter(pk__in=[one.adoption.pk for one in promises]).update(nudged_at=at)
        params = {"site": _name(first.adoption.site), "n": len(promises)}
        notify(users=[person], kind="adoption_due", params=params, url=reverse("community:adoptions"), at=at)


def _send(call: SeasonalCall, year: int, at: datetime) -> bool:
    with transaction.atomic():
        _row, is_new = SeasonTold.objects.get_or_create(call=call, year=year, defaults={"at": at})
        if not is_new:
            return False
        held = {"role_grants__role": Role.VOLUNTEER, "role_grants__revoked_at": None}
        people = User.objects.filter(is_active=True, volunteer__is_active=True, **held).distinct()
        params = {"title": [call.title_zh, call.title_en]}
        notify(users=people, kind="season_call", params=params, url=reverse("community:season"), at=at)
        return True


def _name(site: Site) -> list[str]:
    return [site.name_zh, site.name_en]
