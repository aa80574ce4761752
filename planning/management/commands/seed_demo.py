"""Fills the database with the demo: a city, its people, and a year of invented patrols; safe to run again."""

import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone

import community.demo
import patrol.demo
import people.demo
import people.demo.messages
import people.demo.organisations
import planning.demo
import service.demo
import service.demo.year
import sites.demo
import sites.demo.arriving
import timebank.demo.certificates
import timebank.demo.exchange
import timebank.demo.rewards
from planning.actions.grid import refresh_grid
from planning.actions.reach import refresh_reach
from planning.demo import routes, statements, walks

BAR_WIDTH = 28


class Command(BaseCommand):
    """`manage.py seed_demo`."""

    help = "Add the demo, as far as it is not there yet: districts, sites, people, a year of reports, cases, a plan."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer a small demo for tests."""
        parser.add_argument("--small", action="store_true", help="two visits a site and few photos, for tests")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load each app's part in the order of the street; say what is there and how long it took."""
        self.is_quiet = options["verbosity"] == 0
        at = timezone.now()
        is_new = not patrol.demo.is_loaded()
        size = patrol.demo.Size(visits_a_site=2, sites_with_photos=6) if options["small"] else patrol.demo.Size()
        self._step("Vocabularies", self._vocabularies)
        try:
            self._step("Register", lambda: sites.demo.load(at=at))
        except sites.demo.OutlinesMissing as missing:
            raise CommandError(str(missing)) from None
        self._step("People", lambda: people.demo.load(at=at))
        self._step("Organisations", lambda: people.demo.organisations.load(at=at))
        self._step("A register arriving", lambda: sites.demo.arriving.load(at=at))
        self._step("Field work", lambda: self._field_work(at, size))
        self._step("Certificates", lambda: timebank.demo.certificates.load(at=at))
        self._step("Rewards", lambda: timebank.demo.rewards.load(at=at))
        self._step("Exchange", lambda: timebank.demo.exchange.load(at=at))
        self._step("A year of activities", lambda: service.demo.year.load(at=at))
        self._step("Activities", lambda: service.demo.load(at=at))
        self._step("Community", lambda: community.demo.load(at=at))
        self._step("Plan", lambda: planning.demo.load(at=at))
        self._step("Walks along walls", lambda: walks.load(at=at))
        self._step("Statements", lambda: statements.load(at=at))
        self._step("Routes and service points", lambda: routes.load(at=at))
        self._step("A year of indicators", self._indicators)
        if is_new:
            self._step("Messages", lambda: people.demo.messages.load(at=at))
            self._step("Map grid and statistics", lambda: self._finish(at))

    def _step(self, name: str, work: Callable[[], str]) -> None:
        started = time.monotonic()
        found = work()
        if not self.is_quiet:
            self.stdout.write(f"{self._start_of_line()}  {name}: {found} ({time.monotonic() - started:.1f} s)")

    def _vocabularies(self) -> str:
        call_command("seed_vocabulary", verbosity=0)
        return "up to date"

    def _indicators(self) -> str:
        # By name: that app stands further down the street.
        call_command("snapshot_indicators", year=True, verbosity=0)
        return "counted"

    def _field_work(self, at: Any, size: patrol.demo.Size) -> str:
        if not patrol.demo.is_loaded():
            wanted = planning.demo.wanted_standing(patrol.demo.certain_visits(), patrol.demo.open_hazards())
            patrol.demo.load(wanted, at=at, size=size, bar=self._bar)
            # A year was written at once: without its statistics a statement can take minutes instead of a moment.
            _take_statistics()
        return patrol.demo.summary()

    def _finish(self, at: Any) -> str:
        cells = refresh_grid(at=at)
        refresh_reach()
        _take_statistics()
        return f"{cells} cells"

    def _bar(self, done: int, total: int) -> None:
        if self.is_quiet or not self.stdout.isatty():
            return
        filled = BAR_WIDTH * done // max(total, 1)
        bar = "█" * filled + "░" * (BAR_WIDTH - filled)
        self.stdout.write(f"\r  Drawing photos {bar} {done}/{total}", ending="")
        self.stdout.flush()

    def _start_of_line(self) -> str:
        return "\r\x1b[K" if self.stdout.isatty() else ""


def _take_statistics() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
