"""Fills the register with synthetic sites, to see how maps and lists behave with many; and takes them away again."""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from core.sql import Statements
from planning.actions.grid import refresh_grid
from sites.models import District

SQL = Statements(Path(__file__).resolve().parents[2] / "sql")
BATCH = 10_000
MOST = 1_000_000


class Command(BaseCommand):
    """`manage.py load_scale_sites --count 100000` and `--remove`."""

    help = "Fill the register with synthetic sites in all districts (codes SCALE-…), or remove them. Never on a real register."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many, or away with them."""
        parser.add_argument("--count", type=int, default=100_000, help="how many sites to make (default: 100000)")
        parser.add_argument("--remove", action="store_true", help="remove the synthetic sites instead")

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove what an earlier run left, then fill anew unless only removal was asked for."""
        at = timezone.now()
        if not options["remove"]:
            _refuse(options["count"])
        with transaction.atomic():
            gone = _remove()
            if gone or options["remove"]:
                self.stdout.write(f"removed {gone} synthetic sites")
            if not options["remove"]:
                self._fill(options["count"], at)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE sites_site, planning_duty")
        cells = refresh_grid(at=at)
        self.stdout.write(f"grid of low zooms: {cells} cells")

    def _fill(self, count: int, at: datetime) -> None:
        SQL.run("scale_make", {"count": count})
        for after in range(0, count, BATCH):
            upto = min(after + BATCH, count)
            batch = {"after": after, "upto": upto, "at": at, "on": timezone.localdate(at)}
            SQL.run("scale_insert", batch)
            SQL.run("scale_visit", batch)
            self.stdout.write(f"\r{upto} of {count} sites", ending="" if upto < count else "\n")
            self.stdout.flush()
        SQL.run("scale_forget")


def _refuse(count: int) -> None:
    if not settings.INSECURE_LOCAL:
        raise CommandError(
            "Synthetic sites are for demo and test machines (INSECURE_LOCAL=1), never for a real register."
        )
    if not 1 <= count <= MOST:
        raise CommandError(f"--count must lie between 1 and {MOST}.")
    if not District.objects.exists():
        raise CommandError("There are no districts to put sites into. Run: manage.py seed_demo")


def _remove() -> int:
    try:
        gone = SQL.run("scale_remove")
        with connection.cursor() as cursor:
            # Speak up here, not at the end of the transaction.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError:
        raise CommandError(
            "Synthetic sites have assignments, reports or plans by now, which nobody may delete. Nothing was changed."
        ) from None
    return gone
