"""Counts the indicators for a day that is over, or counts them again and compares."""

from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils import timezone

from core.errors import Problem
from indicators.actions import take_snapshots
from indicators.logic.catalogue import BY_CODE
from indicators.logic.months import year_of_nights
from indicators.models import Snapshot
from indicators.queries.facts import counts, definition, fingerprint


class Command(BaseCommand):
    """`manage.py snapshot_indicators`."""

    help = "Count the indicators as they were known when a day was over (yesterday, without one); --check counts again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a day."""
        parser.add_argument("--date", type=date.fromisoformat, help="the day, as 2026-06-30")
        parser.add_argument("--year", action="store_true", help="also the ends of the thirteen months before the day")
        parser.add_argument("--check", action="store_true", help="count again and compare with what was kept")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take the snapshots and say which, or say which differ."""
        on = options["date"] or timezone.localdate() - timedelta(days=1)
        if options["check"]:
            self._check(on)
            return
        for day in year_of_nights(on) if options["year"] else [on]:
            self._take(day, is_quiet=options["verbosity"] == 0)

    def _take(self, on: date, *, is_quiet: bool) -> None:
        try:
            taken = take_snapshots(on=on, by=None, at=timezone.now())
        except Problem as problem:
            raise CommandError(problem.detail) from None
        if is_quiet:
            return
        for one in taken:
            self.stdout.write(f"{one.on} {one.indicator} {one.sha256[:16]}")
        if not taken:
            self.stdout.write(f"{on}: every indicator was counted already")

    def _check(self, on: date) -> None:
        kept = [one for one in Snapshot.objects.filter(on=on).order_by("indicator") if one.indicator in BY_CODE]
        if not kept:
            raise CommandError(f"There is no snapshot of {on}.")
        results = [(one, self._verdict(one)) for one in kept]
        for one, verdict in results:
            self.stdout.write(f"{one.on} {one.indicator} {verdict}")
        if any(verdict == "differs" for _one, verdict in results):
            raise CommandError(
                "What is not versioned (profiles, homes, quotas) or was recorded with an earlier time changed since."
            )

    def _verdict(self, kept: Snapshot) -> str:
        indicator = BY_CODE[kept.indicator]
        if kept.definition != definition(indicator):
            return "was counted by an earlier definition"
        if indicator.is_ahead:
            return "cannot be counted again"
        return "same" if kept.sha256 == fingerprint(counts(indicator, kept.on)) else "differs"
