"""Encrypting anew what is kept encrypted, after a key was put first in `IDENTITY_KEYS`."""

from collections.abc import Callable
from typing import Final

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.db import transaction

from people.logic import identity
from people.models import IdentityCheck
from people.queries.keys import identity_keys

# Under which name the secret of a second step is kept.
SECRET_OF: Final = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}


# What other apps keep encrypted with the same keys, by app; registered in their `AppConfig.ready`.
_ROTATIONS: Final[dict[str, Callable[[], int]]] = {}


def register_rotation(*, app: str, rotate: Callable[[], int]) -> None:
    """Let an app encrypt its own anew whenever the keys are rotated; said again it is the newer word."""
    _ROTATIONS[app] = rotate


def rotate_identity_keys() -> int:
    """Encrypt every kept number, and what other apps keep so, with the first key; return how many."""
    with transaction.atomic():
        kept = list(IdentityCheck.objects.select_for_update().exclude(number_encrypted=""))
        for check in kept:
            check.number_encrypted = identity.rotated(check.number_encrypted, identity_keys())
        IdentityCheck.objects.bulk_update(kept, ["number_encrypted"])
        return len(kept) + _rotate_second_steps() + sum(rotate() for rotate in _ROTATIONS.values())


def _rotate_second_steps() -> int:
    steps = list(Authenticator.objects.select_for_update().filter(type__in=SECRET_OF))
    adapter = get_adapter()
    for step in steps:
        secret = SECRET_OF[step.type]
        if secret in step.data:
            step.data[secret] = adapter.encrypt(adapter.decrypt(step.data[secret]))
    Authenticator.objects.bulk_update(steps, ["data"])
    return len(steps)
