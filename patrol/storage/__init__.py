"""Photos on disk: named by SHA-256, written wholly or not at all, stored once."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from django.conf import settings

from core.logic.hashing import CHUNK_BYTES

ORIGINALS, THUMBNAILS, DISPLAYS = "photos", "thumbnails", "displays"
SNIFFED_BYTES: Final = 16
HEIC_BRANDS: Final = (b"heic", b"heix", b"heim", b"heis", b"mif1")


@dataclass(frozen=True, slots=True)
class StoredPhoto:
    """Where the bytes lie, below MEDIA_ROOT, and what their first ones say they are."""

    sha256: str
    file: str
    size: int
    content_type: str


def content_type_of(stream: BinaryIO) -> tuple[str, str] | None:
    """Return (content type, ending) by the first bytes, which the worker looks at closer; None for no photo we take."""
    stream.seek(0)
    head = stream.read(SNIFFED_BYTES)
    stream.seek(0)
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg", "jpg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png", "png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp", "webp"
    return ("image/heic", "heic") if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS else None


def store_photo(stream: BinaryIO, sha256: str, content_type: str, ending: str) -> StoredPhoto:
    """Store the bytes under their SHA-256 and return where; the same bytes are stored once.

    The file is complete and on the disk before it has its name, so that no row can point to half a photo.
    """
    relative = address(ORIGINALS, sha256, ending)
    target = path_of(relative)
    if not target.exists():
        with new_file(target) as path, path.open("wb") as out:
            stream.seek(0)
            _copy(iter(lambda: stream.read(CHUNK_BYTES), b""), out, sha256)
    return StoredPhoto(sha256, relative, target.stat().st_size, content_type)


@contextmanager
def new_file(target: Path) -> Iterator[Path]:
    """Lend a place beside the target to write to, and give it the target's name when the block ends well."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".new-", suffix=target.suffix)
    os.close(handle)
    path = Path(name)
    try:
        yield path
        path.chmod(settings.FILE_UPLOAD_PERMISSIONS or 0o640)
        to_disk(path)
        path.replace(target)
        to_disk(target.parent)
    finally:
        path.unlink(missing_ok=True)


def address(shelf: str, sha256: str, ending: str) -> str:
    """Return the path below MEDIA_ROOT of a photo's file, in folders of at most 256."""
    return f"{shelf}/{sha256[:2]}/{sha256[2:4]}/{sha256}.{ending}"


def path_of(relative: str) -> Path:
    """Return the place on the disk of a path below MEDIA_ROOT."""
    return Path(settings.MEDIA_ROOT) / relative


def _copy(chunks: Iterable[bytes], out: BinaryIO, sha256: str) -> None:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
        out.write(chunk)
    if digest.hexdigest() != sha256:
        raise ValueError("the bytes changed while they were stored")


def to_disk(path: Path) -> None:
    """Return when the file or folder is on the disk itself."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
