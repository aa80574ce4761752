"""Limits of an upload, kept while it streams in: nothing too large is ever held, in memory or on disk."""

from typing import Any, Final

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest
from rest_framework.request import Request

from core.errors import Problem
from patrol.errors import PhotoTooLarge, RequestTooLarge, TooManyPhotos
from patrol.logic.submission import MOST_PHOTOS

MEGABYTE: Final = 1024 * 1024


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


def limit_upload(request: Request, most_files: int = MOST_PHOTOS) -> PhotoLimits:
    """Refuse a request that announces too much, and put the limits before the handlers that store."""
    announced = int(request.headers.get("Content-Length") or 0)
    if announced > settings.UPLOAD_LIMIT_MB * MEGABYTE:
        raise RequestTooLarge(limit_mb=settings.UPLOAD_LIMIT_MB)
    limits = PhotoLimits(most_files=most_files)
    request.upload_handlers.insert(0, limits)
    return limits


def position_of(name: str) -> int | None:
    """Return the position in the name of a part, `photo_3`; None for any other name."""
    number = name.removeprefix("photo_")
    return int(number) if name != number and number.isascii() and number.isdigit() and len(number) < 4 else None
