"""Writes about people: notices and their own corrections."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from core import audit
from core.errors import NotAllowed
from people.models import Notice, User


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
        person.name, person.phone = name, phone
        person.save(update_fields=["name", "phone"])
        audit.record("change_profile", person, by=by, at=at, change=change)
        return person
