"""Photos arriving in pieces: one file for each report and photo below MEDIA_ROOT/uploads, which only grows.

On a disk even where photos go to S3-compatible storage, which cannot add to what it holds.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final
from uuid import UUID

from django.conf import settings

from patrol.storage.disk import make_folder, to_disk

PIECES: Final = "uploads"


def held_bytes(report_id: str, sha256: str) -> int:
    """Return how many bytes lie here; a crash may have left more than were acknowledged, a lost disk fewer."""
    path = _path(report_id, sha256)
    return path.stat().st_size if path.is_file() else 0


def add_piece(report_id: str, sha256: str, start: int, piece: BinaryIO) -> int:
    """Put the piece behind the first `start` bytes and return how many there are; it is on the disk then.

    What lies behind `start` already was never acknowledged and is cut off.
    """
    path = _path(report_id, sha256)
    is_new = not path.exists()
    make_folder(path.parent)
    with path.open("wb" if is_new else "r+b") as out:
        out.truncate(start)
        out.seek(start)
        out.write(piece.read())
        end = out.tell()
    path.chmod(settings.FILE_UPLOAD_PERMISSIONS or 0o640)
    to_disk(path)
    if is_new:
        to_disk(path.parent)
    return end


@contextmanager
def pieces_together(report_id: str, sha256: str) -> Iterator[BinaryIO]:
    """Open all pieces as one stream."""
    with _path(report_id, sha256).open("rb") as stream:
        yield stream


def drop_pieces(report_id: str, sha256: str) -> None:
    """Forget the pieces of a photo."""
    path = _path(report_id, sha256)
    path.unlink(missing_ok=True)
    if path.parent.is_dir() and not any(path.parent.iterdir()):
        path.parent.rmdir()


def old_pieces(before: datetime) -> list[tuple[UUID, str]]:
    """Return report and photo of the pieces on the disk that were last written before."""
    files = (Path(settings.MEDIA_ROOT) / PIECES).glob("*/*")
    old = sorted(path for path in files if path.is_file() and path.stat().st_mtime < before.timestamp())
    return [(UUID(path.parent.name), path.name) for path in old]


def _path(report_id: str, sha256: str) -> Path:
    return Path(settings.MEDIA_ROOT) / PIECES / report_id / sha256
