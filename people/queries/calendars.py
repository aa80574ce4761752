"""Whose calendars a secret address opens."""

import hashlib

from people.models import CalendarKey, User


def calendar_key_of(person: User) -> CalendarKey | None:
    """Return the person's running key, or none."""
    return CalendarKey.objects.filter(user=person, revoked_at=None).first()


def person_of_calendar(secret: str) -> User | None:
    """Return whose calendars the secret opens: none for a key that ended. Who may have the calendar, its app says."""
    known = CalendarKey.objects.select_related("user").filter(secret_sha256=secret_hash(secret), revoked_at=None)
    key = known.first()
    return key.user if key is not None else None


def secret_hash(secret: str) -> str:
    """Return what is kept of a secret: it is long and random, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()
