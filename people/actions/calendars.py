"""The one secret under which calendar apps read a person's calendars: made, and taken back."""

import secrets
from datetime import datetime

from django.db import transaction

from core import audit
from core.calendars import feeds_for
from core.errors import NotAllowed
from people.models import CalendarKey, User
from people.queries.calendars import secret_hash


def make_calendar_key(*, by: User, at: datetime) -> str:
    """Return a new secret, the only time it is told; the addresses under the earlier one end. Refuses NotAllowed."""
    if not feeds_for(by):
        raise NotAllowed
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        CalendarKey.objects.filter(user=by, revoked_at=None).update(revoked_at=at)
        key = CalendarKey.objects.create(user=by, secret_sha256=secret_hash(secret), made_at=at)
        audit.record("make_calendar_key", key, by=by, at=at)
    return secret


def revoke_calendar_key(*, by: User, at: datetime) -> bool:
    """End the addresses; return False where there were none."""
    with transaction.atomic():
        key = CalendarKey.objects.select_for_update().filter(user=by, revoked_at=None).first()
        if key is None:
            return False
        key.revoked_at = at
        key.save(update_fields=["revoked_at"])
        audit.record("revoke_calendar_key", key, by=by, at=at)
        return True
