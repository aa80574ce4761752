"""The secret address of a person's calendar of shifts: made, and taken back."""

import secrets
from datetime import datetime

from django.db import transaction

from core import audit
from core.errors import NotAllowed
from people.models import User
from service.models import ServiceCalendarKey
from service.permissions import can_take_part
from service.queries.applications import secret_hash


def make_calendar_key(*, by: User, at: datetime) -> str:
    """Return a new secret, the only time it is told; an earlier address ends. Refuses NotAllowed."""
    if not can_take_part(by):
        raise NotAllowed
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        ServiceCalendarKey.objects.filter(user=by, revoked_at=None).update(revoked_at=at)
        key = ServiceCalendarKey.objects.create(user=by, secret_sha256=secret_hash(secret), made_at=at)
        audit.record("make_service_calendar_key", key, by=by, at=at)
    return secret


def revoke_calendar_key(*, by: User, at: datetime) -> bool:
    """End the address; return False where there was none."""
    with transaction.atomic():
        key = ServiceCalendarKey.objects.select_for_update().filter(user=by, revoked_at=None).first()
        if key is None:
            return False
        key.revoked_at = at
        key.save(update_fields=["revoked_at"])
        audit.record("revoke_service_calendar_key", key, by=by, at=at)
        return True
