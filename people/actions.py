"""Writes about people: notices."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from people.models import Notice, User


def notify(*, users: Iterable[User], kind: str, params: Mapping[str, Any], url: str, at: datetime) -> None:
    """Tell the users something, in the inbox of each. `kind` is a sentence of `people.notices`; no places in it."""
    Notice.objects.bulk_create(
        Notice(user=user, kind=kind, params=dict(params), url=url, created_at=at) for user in users
    )


def mark_notices_read(*, by: User, at: datetime) -> int:
    """Mark all of the person's notices as read; return how many were unread."""
    return Notice.objects.filter(user=by, read_at=None).update(read_at=at)
