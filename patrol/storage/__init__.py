"""Photos in storage: named by SHA-256, written wholly or not at all, stored once; on disk or in S3-compatible storage.

Which one says `PHOTO_STORAGE_URL` (`settings.STORAGES["photos"]`).
"""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from core.logic.hashing import stream_sha256
from patrol.storage.arriving import ArrivedFile
from patrol.storage.disk import DurableFiles

ORIGINALS, THUMBNAILS, DISPLAYS, DOCUMENTS = "photos", "thumbnails", "displays", "documents"
SNIFFED_BYTES: Final = 16
HEIC_BRANDS: Final = (b"heic", b"heix", b"heim", b"heis", b"mif1")


@dataclass(frozen=True, slots=True)
class StoredPhoto:
    """Under which name the bytes are stored, and what their first ones say they are."""

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
    """Store bytes whose SHA-256 was looked at, and return under which name; the same bytes are stored once.

    They are safe when this returns, so that no row can point to half a photo.
    """
    name = address(ORIGINALS, sha256, ending)
    size = stream.seek(0, 2)
    stream.seek(0)
    _shelf().save(name, File(stream))
    return StoredPhoto(sha256, name, size, content_type)


def store_photos(streams: Mapping[str, BinaryIO]) -> list[StoredPhoto]:
    """Store photos, streams of a known type by the SHA-256 that was looked at; they are safe when this returns."""
    names = {sha256: address(ORIGINALS, sha256, _type_of(stream)[1]) for sha256, stream in streams.items()}
    arrived = {names[one]: stream for one, stream in streams.items() if isinstance(stream, ArrivedFile)}
    shelf = _shelf()
    kept = shelf.keep_arrived(arrived) if arrived and isinstance(shelf, DurableFiles) else set()
    return [
        StoredPhoto(sha256, names[sha256], stream.size, _type_of(stream)[0])
        if isinstance(stream, ArrivedFile) and names[sha256] in kept and stream.size is not None
        else store_photo(stream, sha256, *_type_of(stream))
        for sha256, stream in sorted(streams.items())
    ]


def sha256_of(stream: BinaryIO) -> str:
    """Return the SHA-256 of a stream's bytes; of a file that was hashed while it came it is known."""
    return stream.sha256 if isinstance(stream, ArrivedFile) else stream_sha256(stream)


def _type_of(stream: BinaryIO) -> tuple[str, str]:
    kind = content_type_of(stream)
    if kind is None:
        raise ValueError("no photo that we take")
    return kind


def store_document(content: bytes, sha256: str, ending: str) -> str:
    """Store a document, whose SHA-256 was looked at, beside the photos; return its name."""
    name = address(DOCUMENTS, sha256, ending)
    _shelf().save(name, ContentFile(content))
    return name


@contextmanager
def new_file(name: str) -> Iterator[Path]:
    """Lend a place on the disk to write to, and store what was written there when the block ends well."""
    with tempfile.TemporaryDirectory(prefix="photo-") as folder:
        path = Path(folder) / f"new{Path(name).suffix}"
        yield path
        with path.open("rb") as stream:
            _shelf().save(name, File(stream))


@contextmanager
def on_disk(name: str) -> Iterator[Path]:
    """Lend a stored file as one on the disk, to be read; FileNotFoundError where it is gone."""
    try:
        path = Path(_shelf().path(name))
    except NotImplementedError:
        with tempfile.NamedTemporaryFile(prefix="photo-", suffix=Path(name).suffix) as copy, stored(name) as stream:
            shutil.copyfileobj(stream, copy)
            copy.flush()
            yield Path(copy.name)
        return
    if not path.is_file():
        raise FileNotFoundError(name)
    yield path


def stored(name: str) -> "File[Any]":
    """Open a stored file; FileNotFoundError where it is gone."""
    return _shelf().open(name)


def is_stored(name: str) -> bool:
    """Say whether there is a file under the name."""
    return _shelf().exists(name)


def address(shelf: str, sha256: str, ending: str) -> str:
    """Return the name of a photo's file, in one of 256 folders: they are soon all there, for a new one waits for the disk."""
    return f"{shelf}/{sha256[:2]}/{sha256}.{ending}"


def _shelf() -> Storage:
    return storages["photos"]
