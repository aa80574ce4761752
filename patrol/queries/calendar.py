"""Whose calendar an address opens."""

import hashlib

from patrol.models import CalendarKey
from patrol.permissions import can_go_out
from people.models import User


def calendar_key_of(person: User) -> CalendarKey | None:
    """Return the person's running address, or none."""
    return CalendarKey.objects.filter(user=person, revoked_at=None).first()


def person_of_secret(secret: str) -> User | None:
    """Return whose visits the secret opens: none for a revoked one, or a person who no longer goes out."""
    known = CalendarKey.objects.select_related("user").filter(secret_sha256=secret_hash(secret), revoked_at=None)
    key = known.first()
    return key.user if key is not None and can_go_out(key.user) else None


def secret_hash(secret: str) -> str:
    """Return what is kept of a secret: it is long and random, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()
