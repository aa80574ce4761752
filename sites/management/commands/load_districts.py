"""Loads outlines of administrative divisions."""

import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError

from core.logic.datum import Datum
from sites.actions.districts import keep_divisions, outlines_of
from sites.files.reading import Layer, open_layer
from sites.files.unpack import Refused, unpack
from sites.models import District
from sites.sentences import refusal_sentence

CODES: Final = ("code", "adcode", "gb", "区划代码", "行政区划代码", "代码")
NAMES: Final = ("name_zh", "name", "名称", "xzqmc")


class Command(BaseCommand):
    """`manage.py load_districts FILE… [--datum gcj02]`."""

    help = (
        "Insert or update outlines of divisions, province to village, by their code (GB/T 2260) from any file GDAL reads. "
        "Larger divisions go first. A second run changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which files, and how they are read."""
        parser.add_argument("files", nargs="+", type=Path, help="files with outlines")
        parser.add_argument(
            "--code-field", default="", help=f"column with the code (default: one of {', '.join(CODES)})"
        )
        parser.add_argument(
            "--name-field", default="", help=f"column with the name (default: one of {', '.join(NAMES)})"
        )
        parser.add_argument(
            "--datum", choices=[*map(str, Datum)], default="wgs84", help="datum of the outlines (default: wgs84)"
        )
        parser.add_argument(
            "--kind", choices=District.Kind.values, default="", help="kind of all of them (default: by the code)"
        )
        parser.add_argument("--source", default="", help="where the outlines come from (default: the file's name)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load file by file, each in one transaction."""
        for path in options["files"]:
            if not path.is_file():
                raise CommandError(f"There is no file {path}.", returncode=2)
            try:
                self._load(path, options)
            except Refused as refused:
                raise CommandError(f"{path.name}: {refusal_sentence(refused.reason, refused.detail)}") from refused

    def _load(self, path: Path, options: dict[str, Any]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            layer = open_layer(unpack(path, Path(folder)))
            code, name = _column(layer, options["code_field"], CODES), _column(layer, options["name_field"], NAMES)
            outlines, wrong = outlines_of(
                layer=layer, code=code, name=name, datum=Datum(options["datum"]), kind=options["kind"]
            )
        loaded = keep_divisions(outlines=outlines, source=options["source"] or path.name)
        self.stdout.write(f"{path.name}: {loaded.new} new, {loaded.changed} changed, {loaded.same} as they were")
        for title, codes in (
            ("mended, for they crossed themselves", loaded.mended),
            ("in no known division", loaded.orphans),
            ("left out, for their code is none", wrong),
        ):
            if codes:
                self.stdout.write(f"  {len(codes)} {title}: {', '.join(codes[:10])}{' …' if len(codes) > 10 else ''}")


def _column(layer: Layer, asked: str, aliases: tuple[str, ...]) -> str:
    wanted = (asked,) if asked else aliases
    found = next((column for alias in wanted for column in layer.columns if column.lower() == alias.lower()), None)
    if found is None:
        raise CommandError(
            f"{layer.path.name} has none of the columns {', '.join(wanted)}; it has {', '.join(layer.columns)}."
        )
    return found
