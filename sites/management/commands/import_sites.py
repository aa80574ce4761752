"""Brings a file into the register: checks every row, applies the good ones."""

import json
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.errors import Problem
from core.logic.datum import Datum
from core.logic.projection import is_known
from people.models import User
from sites.actions.imports import (
    CheckResult,
    apply_import,
    check_import,
    choose_reading,
    forget_rows,
    opened_layer,
    take_file,
)
from sites.logic.columns import guess
from sites.models import ImportBatch
from sites.queries.terms import systems
from sites.sentences import FINDINGS

SNIFF: Final = "sniff"


class Command(BaseCommand):
    """`manage.py import_sites FILE [--datum …] [--map COLUMN=FIELD …] [--take all] [--dry-run] [--json]`."""

    # Whoever starts the server has the system checked; half of a short import would go into it.
    requires_system_checks: list[str] = []  # noqa: RUF012 - as Django declares it
    help = (
        "Import a register from GeoJSON, GeoPackage, Shapefile (zipped), KML, KMZ, CSV, XLSX or GPX. Every row is checked; "
        "rows without a finding are applied in one transaction, by their code, so that a second run changes nothing. "
        "Exit codes: 0 done, 1 the file or the import was refused, 2 wrong use."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what to read, and how."""
        parser.add_argument("file", type=Path, help="the file to import")
        parser.add_argument(
            "--datum",
            choices=[SNIFF, *map(str, Datum)],
            default=SNIFF,
            help="datum of the positions; sniff (default): the one in which most rows lie inside the district they state",
        )
        parser.add_argument(
            "--crs", default="", help="system of projected coordinates, as EPSG:4548, where the file has none"
        )
        parser.add_argument(
            "--map", action="append", default=[], metavar="COLUMN=FIELD", help="read this column as this field"
        )
        parser.add_argument("--layer", default="", help="layer of a file with several (default: the first with rows)")
        parser.add_argument("--system", default="", help="whose codes the file writes (mapping rows of that system)")
        parser.add_argument(
            "--take", choices=["good", "all"], default="good", help="only rows without findings, or all"
        )
        parser.add_argument(
            "--by", default="", metavar="EMAIL", help="who imports; their districts only (default: operator)"
        )
        parser.add_argument("--dry-run", action="store_true", help="check, and change nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take, check and apply the file."""
        started = time.monotonic()
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.", returncode=2)
        if options["crs"] and not is_known(options["crs"]):
            raise CommandError(f"“{options['crs']}” names no reference system. Write it as EPSG:4548.", returncode=2)
        if options["system"] and options["system"] not in systems():
            raise CommandError(
                f"There is no system “{options['system']}”. There are: {', '.join(systems())}.", returncode=2
            )
        batch = None
        try:
            batch = self._taken(path, options)
            datum = None if options["datum"] == SNIFF else Datum(options["datum"])
            result = check_import(batch=batch, datum=datum, at=timezone.now(), on_progress=self._progress(options))
            applied = None
            if not options["dry_run"]:
                applied = apply_import(batch=batch, take=options["take"], by=batch.by, at=timezone.now())
        except Problem as problem:
            self._refuse(problem, options)
        finally:
            if batch is not None and options["dry_run"]:
                _forget(batch)
        assert batch is not None  # noqa: S101 - refused otherwise
        self._tell(batch, result, applied, time.monotonic() - started, options)

    def _taken(self, path: Path, options: dict[str, Any]) -> ImportBatch:
        by = _person(options["by"])
        with path.open("rb") as stream:
            batch = take_file(stream=stream, name=path.name, by=by, at=timezone.now())
        columns = batch.columns
        if options["layer"]:
            with opened_layer(batch=batch, layer=options["layer"]) as layer:
                columns = guess(layer.columns)
        for pair in options["map"]:
            column, separator, field = pair.rpartition("=")
            if not separator:
                raise CommandError(f"--map takes COLUMN=FIELD, not “{pair}”.", returncode=2)
            columns = {c: f for c, f in columns.items() if f != field and c != column}
            if field:
                columns[column] = field
        return choose_reading(
            batch=batch,
            columns=columns,
            layer=options["layer"],
            crs=options["crs"],
            system=options["system"],
            by=by,
            at=timezone.now(),
        )

    def _progress(self, options: dict[str, Any]) -> Any:
        def show(done: int, total: int) -> None:
            if not options["json"] and sys.stderr.isatty():
                filled = 40 * done // max(total, 1)
                self.stderr.write(f"\r[{'#' * filled}{'.' * (40 - filled)}] {done} of {total} rows", ending="")

        return show

    def _refuse(self, problem: Problem, options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps({"error": problem.code, "detail": problem.detail}, ensure_ascii=False))
            sys.exit(1)
        raise CommandError(f"{problem.code}: {problem.detail}")

    def _tell(
        self, batch: ImportBatch, result: CheckResult, applied: int | None, seconds: float, options: dict[str, Any]
    ) -> None:
        told = {
            "rows": result.rows,
            "good": result.good,
            "findings": result.findings,
            "outcomes": result.outcomes,
            "datum": {
                "declared": None if options["datum"] == SNIFF else options["datum"],
                "best": str(result.shares.best),
                "used": str(result.datum),
                "share_inside": result.shares.inside,
                "rows_compared": result.shares.rows,
            },
            "columns": batch.columns,
            "applied": applied,
            "seconds": round(seconds, 3),
        }
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        self.stdout.write(f"\n{result.rows} rows, {result.good} without findings, read as {result.datum}")
        for code, count in result.findings.items():
            self.stdout.write(f"  {count:>8}  {code}: {FINDINGS[code][1]}")
        self.stdout.write("nothing was changed (dry run)" if applied is None else f"{applied} sites new or changed")


def _person(email: str) -> User | None:
    if not email:
        return None
    person = User.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        raise CommandError(f"There is no person with the address {email}.", returncode=2)
    return person


def _forget(batch: ImportBatch) -> None:
    forget_rows(batch=batch)
    ImportBatch.objects.filter(pk=batch.pk).update(state=ImportBatch.State.CANCELLED)
