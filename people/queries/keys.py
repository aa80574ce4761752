"""The keys of what is kept encrypted."""

from django.conf import settings

from people.logic.identity import key_from


def identity_keys() -> list[str]:
    """Return the keys of document numbers and of whom one calls elsewhere, the writing one first."""
    return settings.IDENTITY_KEYS or [key_from(settings.SECRET_KEY)]
