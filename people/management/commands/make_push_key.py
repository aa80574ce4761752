"""Makes the key with which notices for browsers are signed (VAPID)."""

import base64
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """`manage.py make_push_key >> .env`."""

    help = "Print a new PUSH_PRIVATE_KEY. Made once and kept: with another key every device has to be asked again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the line for the environment, and nothing else."""
        number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
        key = base64.urlsafe_b64encode(number.to_bytes(32, "big")).rstrip(b"=").decode()
        self.stdout.write(f"PUSH_PRIVATE_KEY={key}")
