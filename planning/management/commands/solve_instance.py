"""Solves published benchmark problems over the same code path as real data."""

import json
import math
import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from planning.logic import instances
from planning.logic.instances.words import Malformed

MOST_BYTES = 100_000_000
ABOUT = """\
Solve a published benchmark problem with the solvers that plan real visits.

One JSON object a line for each problem of the file:
  sense      "max" or "min": whether more or less of the objective is better
  objective  the value of the solution, null where none was found
  bound      what no solution can exceed (max) or fall below (min); null where nothing is proven
  gap        |bound - objective| / |objective|; null without a bound
  seconds    the time it took
  solution   see below; null where none was found

formats:
  gap      OR-Library, generalised assignment, max. solution: the agent of each job, agents counted from 1
  pmed     OR-Library, p-median, min. solution: the chosen vertices, counted from 1
  solomon  Solomon, routing with time windows, min. objective: total distance, each leg cut after one decimal
           (DIMACS). Windows are kept with unrounded lengths. Also "distance" (unrounded) and "vehicles".
  pcvrptw  VRPLIB with prizes, min. objective: legs and prizes left uncollected, in tenths, each leg cut to whole
           tenths, as in the published .sol files. Windows are kept with unrounded lengths.
  top      Chao, team orienteering, max. objective: the score collected. Lengths are never rounded.

Routes are lists of vertices from start to end, both included; vertices are counted from 0 in the order of the file
(0 is the depot or start; for solomon the number of the file)."""


class Command(BaseCommand):
    """`manage.py solve_instance --format gap|pmed|solomon|pcvrptw|top FILE --seconds N --json`."""

    requires_system_checks = ()

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        """Keep the lines of the help as written."""
        return super().create_parser(prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    @property
    def help(self) -> str:  # type: ignore[override]
        """What `--help` says."""
        return ABOUT

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the format, the file and the time."""
        parser.add_argument("file", metavar="FILE", help="the file with the problem or problems")
        parser.add_argument("--format", choices=sorted(instances.FORMATS), required=True, dest="kind")
        parser.add_argument(
            "--seconds", type=_seconds, default=10.0, help="time for the whole file (default: 10)", metavar="N"
        )
        parser.add_argument("--json", action="store_true", dest="is_json", help="one JSON object a line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the whole file first, then solve its problems one after the other, each with its share of the time."""
        ends_at = time.monotonic() + options["seconds"]
        module = instances.module_of(options["kind"])
        problems = _problems(module, Path(options["file"]))
        for number, problem in enumerate(problems, start=1):
            left = max(ends_at - time.monotonic(), 0.0)
            answer = module.solve(problem, seconds=left / (len(problems) + 1 - number))
            told = {"problem": number, **answer.as_dict()}
            self.stdout.write(json.dumps(told) if options["is_json"] else _line(told))
            self.stdout.flush()


def _seconds(word: str) -> float:
    value = float(word)
    if not (math.isfinite(value) and value >= 0):
        raise ValueError(word)
    return value


def _problems(module: instances.Format, path: Path) -> list[Any]:
    try:
        return module.read(_text(path))
    except OSError as trouble:
        raise CommandError(f"{path} cannot be read: {trouble.strerror}.", returncode=2) from None
    except UnicodeDecodeError:
        raise CommandError(f"{path} is not a text file.", returncode=2) from None
    except Malformed as trouble:
        raise CommandError(f"{path} is not of this format: {trouble}", returncode=2) from None


def _text(path: Path) -> str:
    if path.stat().st_size > MOST_BYTES:
        raise Malformed(f"It is larger than {MOST_BYTES // 1_000_000} MB.")
    return path.read_text(encoding="utf-8")


def _line(told: dict[str, object]) -> str:
    return "  ".join(f"{name} {value}" for name, value in told.items() if name != "solution")
