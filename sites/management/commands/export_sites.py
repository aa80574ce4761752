"""Writes the register, as the public or a person may know it, into one file of any size."""

import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q, QuerySet
from django.utils import timezone

from people.models import User
from people.permissions import Person
from sites.actions.exports import record_export
from sites.files.writing import FORMATS
from sites.models import Category, Level, Site
from sites.queries import named, visible_sites
from sites.queries.exported_files import export_file

FILTERS = ("district", "level", "category", "q")


class Command(BaseCommand):
    """`manage.py export_sites register.gpkg --as officer@example.org --district 1101`."""

    help = (
        "Write the sites of the register into a file: GeoJSON, CSV, GPX, GeoPackage, KML or XLSX. "
        "Without --as it holds what the public may know, so hidden places stay hidden. "
        "Ends with 0 when the file is written, 1 when it is refused, 2 when the command is misspelt."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, as whom, which sites."""
        parser.add_argument("file", type=Path, help="the file to write; its ending says the format")
        parser.add_argument("--format", choices=FORMATS, help="the format, where the ending does not say it")
        parser.add_argument("--as", dest="email", metavar="EMAIL", help="who the file is for (default: the public)")
        parser.add_argument("--district", default="", metavar="PREFIX", help="a division code or its beginning")
        parser.add_argument("--level", default="", help="the code of a protection level: national, county, …")
        parser.add_argument("--category", default="", help="the code of a category; its sub-types come along")
        parser.add_argument("--q", default="", metavar="WORDS", help="a part of the name, or the code")
        parser.add_argument("--overwrite", action="store_true", help="replace the file if it is there")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse first; the file has its name only once it is whole."""
        target: Path = options["file"]
        format_name = _format(target, options["format"])
        if target.exists() and not options["overwrite"]:
            raise CommandError(f"{target} is there already. Say --overwrite to replace it.")
        if not target.parent.is_dir():
            raise CommandError(f"There is no folder {target.parent}.")
        viewer = _viewer(options["email"])
        filters = {name: options[name] for name in FILTERS if options[name]}
        sites = _narrowed(visible_sites(viewer), filters).order_by("code")
        count = sites.count()
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".export-") as folder:
            path = Path(folder) / f"sites.{format_name}"
            export_file(path, format_name, sites, viewer, Progress(count, self.stderr))
            if viewer.is_authenticated:
                record_export(by=viewer, at=timezone.now(), format_name=format_name, filters=filters, count=count)
            path.replace(target)
        size_mb = target.stat().st_size / 1_000_000
        whom = viewer.email if viewer.is_authenticated else "the public"
        self.stdout.write(f"{target}: {count} sites as {whom} may know them, {size_mb:.1f} MB")


class Progress:
    """A line on the terminal that says how far the work is; nothing where nobody looks."""

    def __init__(self, total: int, out: Any) -> None:
        self.total, self.done, self.shown, self.out = total, 0, -1, out

    def __call__(self, count: int) -> None:
        """Count on, and show each new percent."""
        self.done += count
        percent = 100 * self.done // max(self.total, 1)
        if percent != self.shown and sys.stderr.isatty():
            self.shown = percent
            self.out.write(f"\r{self.done:,} of {self.total:,} ({percent} %)", ending="\n" if percent >= 100 else "")


def _format(target: Path, said: str | None) -> str:
    name = said or target.suffix.removeprefix(".").lower()
    if name not in FORMATS:
        raise CommandError(f"The ending of {target} says no format. Use one of {', '.join(FORMATS)}, or say --format.")
    return name


def _viewer(email: str | None) -> Person:
    if not email:
        return AnonymousUser()
    person = User.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        raise CommandError(f"Nobody signs in as {email}.")
    return person


def _narrowed(sites: QuerySet[Site], filters: dict[str, str]) -> QuerySet[Site]:
    """Return the sites asked for; a code that does not exist is refused rather than answered with an empty file."""
    for name, model in (("level", Level), ("category", Category)):
        if name in filters and not model._default_manager.filter(pk=filters[name]).exists():
            raise CommandError(f"There is no {name} {filters[name]}.")
    if "district" in filters:
        sites = sites.filter(district__code__startswith=filters["district"])
    if "level" in filters:
        sites = sites.filter(level_id=filters["level"])
    if "category" in filters:
        sites = sites.filter(Q(category_id=filters["category"]) | Q(category__parent_id=filters["category"]))
    return sites.filter(named(filters["q"])) if "q" in filters else sites
