"""Says what photo files are and what their cameras wrote: place, time, direction, size, hashes."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from core.logic.hashing import stream_sha256
from patrol.logic.photo import MAX_BYTES
from patrol.logic.photo_facts import PhotoFacts, UnreadablePhoto
from patrol.logic.photo_line import photo_line
from patrol.logic.photo_readers import inspect_many


class Command(BaseCommand):
    """`manage.py inspect_photo FILE… [--json]`."""

    help = (
        "Say what photo files are: place and time by the camera, direction, upright size, SHA-256 and perceptual hash. "
        "Each file is read in a process of its own with 5 s and 512 MB. With --json one object a line, in the order "
        "given: file, ok, error, lat, lon, taken_at, direction_deg, width, height, sha256, phash. A file that cannot be "
        "read has a line too, with its reason in `error`: missing, not_a_file, not_readable, empty, too_many_bytes, "
        "format_not_taken, two_formats_at_once, damaged, too_many_pixels, too_much_memory, too_slow, reader_stopped. "
        "Ends with 0 when every file has its line, 2 when the command is misspelt."
    )
    # Needs no database, and says nothing about one.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which files, and for whom the answer is."""
        parser.add_argument("files", nargs="+", metavar="FILE", help="a photo: JPEG, PNG, WebP or HEIC")
        parser.add_argument("--json", action="store_true", dest="is_json", help="one JSON object a line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer file by file, as the readers get done."""
        files: list[str] = options["files"]
        for file, answer in zip(files, inspect_many([Path(file) for file in files]), strict=True):
            line = photo_line(file, answer, _sha256(Path(file), answer))
            self.stdout.write(json.dumps(line) if options["is_json"] else _words(line))
            self.stdout.flush()


def _sha256(path: Path, answer: PhotoFacts | UnreadablePhoto) -> str | None:
    """Return the hash of the bytes, also of what is no photo, as long as it is a file of a size that a photo has."""
    if isinstance(answer, PhotoFacts):
        return answer.sha256
    try:
        if not path.is_file() or path.stat().st_size > MAX_BYTES:
            return None
        with path.open("rb") as stream:
            return stream_sha256(stream)
    except (OSError, ValueError):
        return None


def _words(line: dict[str, Any]) -> str:
    name = line["file"].encode(errors="backslashreplace").decode()
    if not line["ok"]:
        return f"{name}: not read ({line['error']})"
    said = [f"{line['width']} × {line['height']}", line["taken_at"] or "no time"]
    said.append("no place" if line["lat"] is None else f"{line['lat']:.6f}, {line['lon']:.6f}")
    if line["direction_deg"] is not None:
        said.append(f"{line['direction_deg']:.0f}°")
    return f"{name}: {' · '.join(said)}"
