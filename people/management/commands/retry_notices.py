"""Shows what could not be sent, and sends it again: for whoever has the machine and not the page."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.errors import Problem
from people.actions.deliveries import retry_failed
from people.models import Delivery, User
from people.queries.deliveries import unsent


class Command(BaseCommand):
    """`manage.py retry_notices [--by administrator@example.org]`."""

    help = "List the messages that failed, with reasons; with --by, let them all wait again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who decided it."""
        parser.add_argument("--by", default="", metavar="EMAIL", help="the administrator who sends them again")

    def handle(self, *args: Any, **options: Any) -> None:
        """List, and send again where somebody answers for it."""
        failed = list(unsent(Delivery.State.FAILED))
        for row in failed:
            self.stdout.write(
                f"{row.pk} {row.notice.kind} {row.channel} {row.reason} {row.answer} {row.ended_at:%F %R}"
            )
        self.stdout.write(f"{len(failed)} failed")
        if options["by"] and failed:
            self.stdout.write(f"{_retry(failed, options['by'])} wait again")


def _retry(failed: list[Delivery], email: str) -> int:
    by = User.objects.filter(email__iexact=email).first()
    if by is None:
        raise CommandError(f"Nobody signs in as {email}.")
    try:
        return retry_failed(deliveries=failed, by=by, at=timezone.now())
    except Problem as refusal:
        raise CommandError(refusal.detail) from None
