"""Encrypts document numbers, contacts and secrets of signing in anew after a key was put first in `IDENTITY_KEYS`."""

from typing import Any

from django.core.management.base import BaseCommand

from people.actions.keys import rotate_identity_keys


class Command(BaseCommand):
    """`manage.py rotate_identity_keys`."""

    help = "Encrypt all that is kept encrypted with the first key of IDENTITY_KEYS; afterwards the older keys may go."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say how many."""
        count = rotate_identity_keys()
        if options["verbosity"]:
            self.stdout.write(f"{count} secrets encrypted with the first key.")
