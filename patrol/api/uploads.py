"""Limits of an upload, kept while it streams in: nothing too large is ever held, in memory or on disk."""

import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Any, BinaryIO, Final, cast

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from core.errors import Problem
from core.logic.hashing import CHUNK_BYTES
from patrol.actions.arrivals import Piece
from patrol.errors import (
    ChunkRangeWrong,
    PhotoTooLarge,
    ReportTooLarge,
    ReportUnreadable,
    RequestTooLarge,
    TooManyPhotos,
)
from patrol.logic.submission import MOST_PHOTOS, REPORT_BYTES
from patrol.serializers.submitted import json_object

MEGABYTE: Final = 1024 * 1024
RANGE: Final = re.compile(r"bytes (\d{1,12})-(\d{1,12})/(\d{1,12})")


class ReportParser(BaseParser):
    """Reads the JSON of a report, strictly and never more of it than a report may hold."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return the object; raises ReportTooLarge and ReportUnreadable."""
        body = stream.read(REPORT_BYTES + 1)
        if len(body) > REPORT_BYTES:
            raise ReportTooLarge(limit_mb=REPORT_BYTES // MEGABYTE)
        try:
            return json_object(body.decode())
        except UnicodeDecodeError:
            raise ReportUnreadable(errors=[{"path": "report", "code": "invalid"}]) from None


class BytesParser(BaseParser):
    """Leaves raw bytes where they are, for the door to read within its limits."""

    media_type = "application/octet-stream"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """Return the stream itself."""
        return stream


class PhotoLimits(FileUploadHandler):
    """Passes chunks on to the next handler until a limit is met; from there on files are read past, not kept.

    Reading past lets the client hear the refusal; breaking off would look to it like a lost connection.
    """

    def __init__(self, request: HttpRequest | None = None, most_files: int = MOST_PHOTOS) -> None:
        super().__init__(request)
        self.most_files = most_files
        self.refusal: Problem | None = None
        self.files = 0
        self.bytes_of_file = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Count the files."""
        super().new_file(*args, **kwargs)
        self.files += 1
        self.bytes_of_file = 0
        if self.files > self.most_files:
            self.refusal = self.refusal or TooManyPhotos(limit=self.most_files)
        if self.refusal is not None:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Count the bytes of the file."""
        self.bytes_of_file += len(raw_data)
        if self.bytes_of_file > settings.PHOTO_LIMIT_MB * MEGABYTE:
            self.refusal = PhotoTooLarge(limit_mb=settings.PHOTO_LIMIT_MB, position=position_of(self.field_name or ""))
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""


def refuse_announced(request: Request) -> None:
    """Refuse a request that announces more than one may hold."""
    announced = int(request.headers.get("Content-Length") or 0)
    if announced > settings.UPLOAD_LIMIT_MB * MEGABYTE:
        raise RequestTooLarge(limit_mb=settings.UPLOAD_LIMIT_MB)


def limit_upload(request: Request, most_files: int = MOST_PHOTOS) -> PhotoLimits:
    """Refuse a request that announces too much, and put the limits before the handlers that store."""
    refuse_announced(request)
    limits = PhotoLimits(most_files=most_files)
    request.upload_handlers.insert(0, limits)
    return limits


@contextmanager
def read_piece(request: Request) -> Iterator[Piece]:
    """Read the piece of a photo, into memory up to a megabyte and above that to disk; refuses before it reads.

    Without `Content-Range` the body is the whole photo. Raises PhotoTooLarge and ChunkRangeWrong.
    """
    length = int(request.headers.get("Content-Length") or 0)
    start, end, total = _range(request.headers.get("Content-Range"), length)
    if total > settings.PHOTO_LIMIT_MB * MEGABYTE:
        raise PhotoTooLarge(limit_mb=settings.PHOTO_LIMIT_MB)
    if end - start != length or not start < end <= total:
        raise ChunkRangeWrong
    stream = cast("IO[bytes]", request.data)
    with tempfile.SpooledTemporaryFile(MEGABYTE) as body:
        held = 0
        while held < length and (some := stream.read(min(CHUNK_BYTES, length - held))):
            held += body.write(some)
        body.seek(0)
        if held != length:
            raise ChunkRangeWrong
        yield Piece(start, end, total, cast("BinaryIO", body))


def _range(said: str | None, length: int) -> tuple[int, int, int]:
    """Return start, end (not included) and total of `bytes first-last/total`."""
    if said is None:
        return 0, length, length
    found = RANGE.fullmatch(said.strip())
    if found is None:
        raise ChunkRangeWrong
    first, last, total = map(int, found.groups())
    return first, last + 1, total


def position_of(name: str) -> int | None:
    """Return the position in the name of a part, `photo_3`; None for any other name."""
    number = name.removeprefix("photo_")
    return int(number) if name != number and number.isascii() and number.isdigit() and len(number) < 4 else None
