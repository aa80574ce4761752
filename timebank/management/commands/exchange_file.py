"""Gives and takes exchange files in the entities of MZ/T 061-2015."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.errors import Problem
from people.models import Organisation, User
from timebank.actions.exchange_files import give_exchange_file, take_exchange_file
from timebank.files.exchange import FORMATS


class Command(BaseCommand):
    """`manage.py exchange_file give out.xml --as admin@example.org`, `manage.py exchange_file take in.xml --as …`."""

    help = (
        "Write an exchange file (volunteers, organisations, projects, honours, service times, certificates, exchanges; "
        "mapping in timebank/vocabulary/mzt061.json), or check one that came and print a line for each finding. "
        "Hours are never credited from a file. Ends with 0 when all is well, 1 when the file has findings or is refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which way, which file, as whom."""
        parser.add_argument("direction", choices=("give", "take"), help="give: write FILE; take: check FILE")
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="email", required=True, metavar="EMAIL", help="the administrator who does it")
        parser.add_argument("--organisation", default="", metavar="CODE", help="give: this one and its teams only")
        parser.add_argument("--format", choices=FORMATS, help="give: where the ending does not say it")
        parser.add_argument("--add-organisations", action="store_true", help="take: add those that are not here yet")

    def handle(self, **options: Any) -> None:
        """Give or take."""
        person = User.objects.filter(email=options["email"]).first()
        if person is None:
            raise CommandError(f"There is no account {options['email']}.")
        try:
            self._give(person, options) if options["direction"] == "give" else self._take(person, options)
        except Problem as problem:
            raise CommandError(problem.detail) from problem

    def _give(self, person: User, options: dict[str, Any]) -> None:
        path: Path = options["file"]
        file_format = options["format"] or path.suffix.removeprefix(".")
        if file_format not in FORMATS:
            raise CommandError("Name the format: --format xml or --format json.")
        organisation = None
        if options["organisation"]:
            organisation = Organisation.objects.filter(code=options["organisation"]).first()
            if organisation is None:
                raise CommandError(f"There is no organisation {options['organisation']}.")
        given, content = give_exchange_file(
            organisation=organisation, file_format=file_format, by=person, at=timezone.now()
        )
        path.write_bytes(content)
        for entity, count in given.counts.items():
            self.stdout.write(f"{entity}: {count}")

    def _take(self, person: User, options: dict[str, Any]) -> None:
        path: Path = options["file"]
        taken = take_exchange_file(
            name=path.name,
            content=path.read_bytes(),
            adds_organisations=options["add_organisations"],
            by=person,
            at=timezone.now(),
        )
        for one in taken.findings:
            self.stdout.write(f"{one['entity'] or '-'} {one['row']} {one['field']}: {one['code']}")
        self.stdout.write(f"{sum(taken.counts.values())} rows, {taken.findings_count} findings")
        if taken.organisations_added:
            self.stdout.write(f"{taken.organisations_added} organisations added")
        if taken.findings_count:
            raise CommandError("The file has findings.")
