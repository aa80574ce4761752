"""Files a phone's queue that is too large for the browser."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.errors import Problem
from patrol.actions.queue_files import REFUSED, file_queue
from patrol.serializers.submitted import read_entry
from people.models import User


class Command(BaseCommand):
    """`manage.py file_queue heritage-queue.zip --by li@example.org`."""

    help = "File the reports of a queue file for their volunteer, as the officer given; twice is once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which file, and who answers for it."""
        parser.add_argument("path", type=Path, help="the file that the phone made")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="the officer who files it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say a line for each entry; ends with 1 where one was refused."""
        officer = User.objects.filter(email__iexact=options["by"]).first()
        if officer is None:
            raise CommandError(f"Nobody signs in as {options['by']}.")
        try:
            with options["path"].open("rb") as stream:
                _, filed = file_queue(stream=stream, read=read_entry, by=officer, at=timezone.now())
        except OSError as error:
            raise CommandError(str(error)) from None
        except Problem as problem:
            raise CommandError(problem.detail) from None
        for one in filed:
            what = (
                one.problem.detail if one.problem else f"{one.report} · {one.photos_held} of {one.photos_named} photos"
            )
            self.stdout.write(f"{one.sequence}\t{one.outcome}\t{what}")
        if any(one.outcome == REFUSED for one in filed):
            raise CommandError("Some entries were refused.")
