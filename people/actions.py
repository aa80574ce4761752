"""Writes about people: notices, their own corrections, their roles."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from core import audit
from core.errors import NotAllowed
from people.errors import AreaUnknown
from people.models import Notice, Role, RoleGrant, User, Volunteer
from people.permissions import has_right

# GB/T 2260: province 2, city 4, county 6; then township 9 and village 12 digits.
AREA: Final = re.compile(r"(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})?", re.ASCII)


def notify(*, users: Iterable[User], kind: str, params: Mapping[str, Any], url: str, at: datetime) -> None:
    """Tell the users something, in the inbox of each. `kind` is a sentence of `people.notices`; no places in it."""
    Notice.objects.bulk_create(
        Notice(user=user, kind=kind, params=dict(params), url=url, created_at=at) for user in users
    )


def mark_notices_read(*, by: User, at: datetime) -> int:
    """Mark all of the person's notices as read; return how many were unread."""
    return Notice.objects.filter(user=by, read_at=None).update(read_at=at)


def change_profile(*, user: User, name: str, phone: str, by: User, at: datetime) -> User:
    """Correct a person's name and phone; only they themselves may. Refuses `NotAllowed`."""
    if user.pk != by.pk:
        raise NotAllowed
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=user.pk)
        change = {"name": [person.name, name], "has_phone": bool(phone)}
        person.is_phone_verified = person.is_phone_verified and person.phone == phone
        person.name, person.phone = name, phone
        person.save(update_fields=["name", "phone", "is_phone_verified"])
        audit.record("change_profile", person, by=by, at=at, change=change)
        return person


def grant_role(*, user: User, role: Role, area: str, by: User | None, at: datetime) -> bool:
    """Give a person a role in an area (a division code's prefix, "" everywhere); return False where it is held already.

    `by` is None for the operator at the machine. A volunteer gets a profile. Refuses `NotAllowed` and `AreaUnknown`.
    """
    _check_grant(by, area)
    with transaction.atomic():
        person = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if role == Role.VOLUNTEER:
            profile = {"number": f"V-{person.pk.hex[-10:]}", "joined_on": at.date()}
            Volunteer.objects.get_or_create(user=person, defaults=profile)
        grant, is_new = RoleGrant.objects.get_or_create(
            user=person, role=role, area=area, revoked_at=None, defaults={"granted_at": at, "granted_by": by}
        )
        if is_new:
            audit.record("grant_role", grant, by=by, at=at, change={"user": person.email, "role": role, "area": area})
        return is_new


def revoke_role(*, user: User, role: Role, area: str, by: User | None, at: datetime) -> bool:
    """Take a role in an area back; return False where it was not held. Refuses `NotAllowed` and `AreaUnknown`."""
    _check_grant(by, area)
    with transaction.atomic():
        held = RoleGrant.objects.select_for_update().filter(user=user, role=role, area=area, revoked_at=None).first()
        if held is None:
            return False
        held.revoked_at = at
        held.save(update_fields=["revoked_at"])
        audit.record("revoke_role", held, by=by, at=at, change={"user": user.email, "role": role, "area": area})
        return True


def _check_grant(by: User | None, area: str) -> None:
    if by is not None and not has_right(by, "grant_roles", area=area):
        raise NotAllowed
    if not AREA.fullmatch(area):
        raise AreaUnknown
