"""Addresses in messages: of pages, and of the one tap that stops mail without signing in."""

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

SALT = "people.stop_mail"


def absolute(path: str) -> str:
    """Return the address of a page of ours, as a mail needs it."""
    return f"{settings.PUBLIC_URL}{path}"


def stop_token(person: UUID, subject: str) -> str:
    """Return what stops mail on a subject ("" for all of it); it holds no secret and opens nothing else."""
    return signing.dumps([person.hex, subject], salt=SALT)


def read_stop_token(token: str) -> tuple[UUID, str] | None:
    """Return (person, subject), or None for what we did not sign. It never expires: mails are kept for years."""
    try:
        person, subject = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return UUID(person), subject


def stop_url(person: UUID, subject: str) -> str:
    """Return the address that a mail's button and its List-Unsubscribe lead to."""
    return absolute(reverse("people:stop_mail", args=[stop_token(person, subject)]))
