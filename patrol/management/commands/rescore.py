"""Judges scored reports again, after a policy of the evidence changed; every old score is kept."""

import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.errors import Problem
from patrol.actions.rescoring import rescore_piece, start_rescoring, stop_rescoring
from patrol.models import Rescoring


class Command(BaseCommand):
    """`manage.py rescore [--policy YYYY-MM-DD] [--since YYYY-MM-DD] [--stop]`."""

    help = (
        "Compute the evidence of all scored reports again: by the policy of the day each came, or by the one named. "
        "Old computations stay, decisions are not touched. Interrupted, it goes on where it was when it is called "
        "again; the worker goes on too. Ends with 0 when done, 1 when refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """By which policy, from which day."""
        parser.add_argument("--policy", type=date.fromisoformat, help="the first day of the policy to judge by")
        parser.add_argument("--since", type=date.fromisoformat, help="only reports that came on this day or later")
        parser.add_argument("--stop", action="store_true", help="end the run that is under way")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take up the run under way, or begin one, and go through it."""
        run = Rescoring.objects.filter(state=Rescoring.State.RUNNING).first()
        if options["stop"]:
            self._stop(run)
            return
        if run is None:
            try:
                run = start_rescoring(policy_from=options["policy"], since=options["since"], by=None, at=timezone.now())
            except Problem as problem:
                raise CommandError(str(problem.detail)) from problem
        else:
            self._refuse_other(run, options)
            self.stdout.write(f"Going on after {run.done:,} of {run.total:,}.")
        self._go_through(run)

    def _go_through(self, run: Rescoring) -> None:
        began, at_start = time.monotonic(), run.done
        while run.state == Rescoring.State.RUNNING:
            run = rescore_piece(run=run, at=timezone.now())
            rate = (run.done - at_start) / max(time.monotonic() - began, 1e-6)
            self.stdout.write(f"{run.done:,} of {run.total:,} · {run.changed:,} changed · {rate:.0f} a second")
            self.stdout.flush()
        self.stdout.write(f"Reports judged again: {run.done:,}, changed: {run.changed:,} ({run.state}).")

    def _stop(self, run: Rescoring | None) -> None:
        if run is None:
            raise CommandError("No reports are being judged again.")
        stopped = stop_rescoring(run=run, by=None, at=timezone.now())
        self.stdout.write(f"Stopped after {stopped.done:,} of {stopped.total:,}.")

    def _refuse_other(self, run: Rescoring, options: dict[str, Any]) -> None:
        for name, under_way in (("policy", run.policy_from), ("since", run.since)):
            if options[name] is not None and options[name] != under_way:
                raise CommandError(f"Another run is under way ({name}: {under_way}). End it with --stop first.")
