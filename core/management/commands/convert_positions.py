"""Converts coordinate pairs between datums, line by line."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

import numpy as np
from django.core.management.base import BaseCommand, CommandError

from core.logic.datum import Datum, convert_many
from core.logic.position_text import UnreadablePosition, parse_position
from core.logic.projection import is_known, to_degrees

BATCH: Final = 50_000
DECIMALS: Final = 10


class Command(BaseCommand):
    """`manage.py convert_positions --from bd09 --to wgs84 < pairs > pairs`."""

    help = (
        "Read `lon,lat` lines on standard input and write them in another datum on standard output, one for one. "
        "Degrees may be decimal or in minutes and seconds. A line that is no pair gives an empty line, a message on "
        "standard error, and exit code 1 at the end. An empty line stays empty."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """From where, to where."""
        names = [str(datum) for datum in Datum]
        parser.add_argument("--from", dest="source", choices=names, default="wgs84", help="datum read (default: wgs84)")
        parser.add_argument(
            "--to", dest="target", choices=names, default="wgs84", help="datum written (default: wgs84)"
        )
        parser.add_argument(
            "--from-crs", default="", help="read eastings,northings of this system instead, as EPSG:4548"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Convert batch by batch, so that any number of lines passes."""
        if options["from_crs"] and not is_known(options["from_crs"]):
            raise CommandError(
                f"“{options['from_crs']}” names no reference system. Write it as EPSG:4548.", returncode=2
            )
        bad = 0
        try:
            for first, lines in _batches(sys.stdin):
                pairs, wrong = _read(lines, is_projected=bool(options["from_crs"]))
                for row in wrong:
                    self.stderr.write(f"line {first + row}: “{lines[row].strip()[:80]}” is no pair of coordinates")
                bad += len(wrong)
                self._write(pairs, options)
        except BrokenPipeError:
            # Whoever reads us has seen enough.
            sys.stderr.close()
            sys.exit(0)
        if bad:
            sys.exit(1)

    def _write(self, pairs: np.ndarray[Any, Any], options: dict[str, Any]) -> None:
        x, y = pairs[:, 0], pairs[:, 1]
        if options["from_crs"]:
            x, y = to_degrees(x, y, options["from_crs"])
        x, y = convert_many(x, y, Datum(options["source"]), Datum(options["target"]))
        lines = (
            f"{a:.{DECIMALS}f},{b:.{DECIMALS}f}" if np.isfinite(a) else ""
            for a, b in zip(x.tolist(), y.tolist(), strict=True)
        )
        self.stdout.write("\n".join(lines))


def _batches(stream: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    lines, first = iter(stream), 1
    while part := list(islice(lines, BATCH)):
        yield first, part
        first += len(part)


def _read(lines: list[str], *, is_projected: bool) -> tuple[np.ndarray[Any, Any], list[int]]:
    """Return pairs, shape (n, 2), NaN for empty and bad lines, and which lines are bad."""
    pairs = np.full((len(lines), 2), np.nan)
    wrong: list[int] = []
    for row, line in enumerate(lines):
        text = line.strip().lstrip("\ufeff")
        if not text:
            continue
        try:
            pairs[row] = _numbers(text) if is_projected else _pair(text)
        except ValueError:
            wrong.append(row)
    return pairs, wrong


def _pair(text: str) -> tuple[float, float]:
    try:
        x, y = map(float, text.split(","))
    except ValueError:
        return parse_position(text)
    if not (abs(x) <= 180 and abs(y) <= 90):
        raise UnreadablePosition(text)
    return x, y


def _numbers(text: str) -> tuple[float, float]:
    x, y = map(float, text.replace(";", ",").replace("\t", ",").split(","))
    return x, y
