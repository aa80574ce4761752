"""Tells how many metres of a line recorded tracks prove to have been seen."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from planning.files.lines import UnreadableLine, read_line
from planning.files.tracks import UnreadableTrack, read_gpx
from planning.logic.cover import Cover, cover_line
from planning.logic.cover.policy import SWATH_M


class Command(BaseCommand):
    """`manage.py cover_line LINE.geojson TRACK.gpx … [--swath-m 30] [--untimed] [--json]`; needs no database."""

    help = (
        "Say how many metres of a line (GeoJSON) were seen by those who recorded the tracks (GPX), how many nobody can tell, "
        "and why fixes were thrown out. Exit codes: 0 done, 2 a file or an option cannot be used."
    )
    requires_system_checks: list[str] = []  # noqa: RUF012 - as Django declares it

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the line, the tracks, and how far one sees."""
        parser.add_argument("line", type=Path, help="GeoJSON with a LineString or MultiLineString, degrees WGS-84")
        parser.add_argument("tracks", type=Path, nargs="+", help="GPX files")
        parser.add_argument(
            "--swath-m",
            type=float,
            default=SWATH_M,
            metavar="METRES",
            help=f"how far to either side of a walker something counts as seen, at most 200 (default: {SWATH_M:.0f})",
        )
        parser.add_argument(
            "--untimed", action="store_true", help="take tracks without times too; they may be planned, not walked"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, measure, print."""
        try:
            line = read_line(options["line"])
            tracks = [one for path in options["tracks"] for one in read_gpx(path)]
            found = cover_line(line, tracks, swath_m=options["swath_m"], takes_untimed=options["untimed"])
        except (UnreadableLine, UnreadableTrack, ValueError) as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(json.dumps(as_object(found)) if options["json"] else as_text(found))


def as_object(found: Cover) -> dict[str, Any]:
    """Return what is printed as JSON: metres to the centimetre."""
    return {
        "length_m": round(found.length_m, 2),
        "covered_m": round(found.covered_m, 2),
        "unknown_m": round(found.unknown_m, 2),
        "stretches": [[round(one, 2), round(other, 2)] for one, other in found.stretches],
        "unknown": [[round(one, 2), round(other, 2)] for one, other in found.unknown],
        "rejected": found.rejected,
    }


def as_text(found: Cover) -> str:
    """Return what is printed for people."""
    share = found.covered_m / found.length_m
    lines = [
        f"{found.covered_m:.0f} of {found.length_m:.0f} m seen ({share:.1%}), {found.unknown_m:.0f} m not known",
        *(f"  seen      {one:10.1f} – {other:10.1f} m" for one, other in found.stretches),
        *(f"  not known {one:10.1f} – {other:10.1f} m" for one, other in found.unknown),
        *(f"  fixes thrown out: {count} {reason}" for reason, count in found.rejected.items()),
    ]
    return "\n".join(lines)
