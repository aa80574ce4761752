"""The form of a report with its photos, read in one pass: text into memory within its limit, photos onto the disk."""

from collections.abc import Iterator, Mapping
from typing import IO, Any

from django.conf import settings
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.http import parse_header_parameters
from multipart import MultipartError, MultipartSegment, PushMultipartParser
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser, DataAndFiles

from core.errors import Problem
from patrol.api.uploads import MEGABYTE, position_of
from patrol.errors import PhotoTooLarge, ReportTooLarge, TooManyPhotos
from patrol.logic.submission import MOST_PHOTOS, REPORT_BYTES
from patrol.storage.arriving import CHUNK_BYTES, ArrivedFile, Arriving

MOST_PARTS = 2 * MOST_PHOTOS + 10


class PartsParser(BaseParser):
    """Reads `multipart/form-data`: never more of it in memory than a chunk and the text."""

    media_type = "multipart/form-data"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> "DataAndFiles[Any, Any]":
        """Return text and files; raises TooManyPhotos, PhotoTooLarge, ReportTooLarge, and ParseError for what is no form.

        Once something is refused the rest is read past, not kept: breaking off would look to the client like a lost
        connection.
        """
        boundary = parse_header_parameters(media_type or "")[1].get("boundary", "")
        parts = _Parts()
        try:
            with PushMultipartParser(boundary, max_segment_count=MOST_PARTS) as parser:
                while not parser.closed:
                    for event in parser.parse(stream.read(CHUNK_BYTES)):
                        parts.take(event)
            return parts.done()
        except MultipartError as error:
            parts.let_go()
            raise ParseError(str(error)) from None
        except BaseException:
            parts.let_go()
            raise


class _Parts:
    """What came of a form so far."""

    def __init__(self) -> None:
        self.data = QueryDict(mutable=True)
        self.files: MultiValueDict[str, ArrivedFile] = MultiValueDict()
        self.refusal: Problem | None = None
        self.segment: MultipartSegment | None = None
        self.text = bytearray()
        self.text_bytes = 0
        self.arriving: Arriving | None = None

    def take(self, event: "MultipartSegment | bytes | bytearray | None") -> None:
        """Go on by the beginning, some bytes or the end of a part."""
        if isinstance(event, MultipartSegment):
            self._begin(event)
        elif event is None:
            self._end()
        elif self.segment is not None and self.segment.filename is None:
            self._text(event)
        else:
            self._bytes(event)

    def done(self) -> "DataAndFiles[Any, Any]":
        """Return all that came, or raise what was refused."""
        if self.refusal is not None:
            raise self.refusal
        return DataAndFiles(self.data, self.files)

    def let_go(self) -> None:
        """Close the files: they have no names yet and are gone then."""
        if self.arriving is not None:
            self.arriving.close()
        for file in _all(self.files):
            file.close()

    def _begin(self, segment: MultipartSegment) -> None:
        self.segment, self.text = segment, bytearray()
        if segment.filename is None:
            return
        if len(self.files) >= MOST_PHOTOS:
            self._refuse(TooManyPhotos(limit=MOST_PHOTOS))
        if self.refusal is None:
            self.arriving = Arriving(segment.filename, segment.content_type or "")

    def _text(self, some: bytes | bytearray) -> None:
        self.text_bytes += len(some)
        if self.text_bytes > REPORT_BYTES:
            self._refuse(ReportTooLarge(limit_mb=REPORT_BYTES // MEGABYTE))
        else:
            self.text += some

    def _bytes(self, some: bytes | bytearray) -> None:
        if self.arriving is None or self.segment is None:
            return
        if self.arriving.size + len(some) > settings.PHOTO_LIMIT_MB * MEGABYTE:
            self._refuse(PhotoTooLarge(limit_mb=settings.PHOTO_LIMIT_MB, position=position_of(self.segment.name)))
        else:
            self.arriving.write(some)

    def _end(self) -> None:
        if self.segment is None:
            return
        if self.segment.filename is None:
            self.data.appendlist(self.segment.name, self.text.decode(errors="replace"))
        elif self.arriving is not None:
            self.files.appendlist(self.segment.name, self.arriving.done())
            self.arriving = None
        self.segment = None

    def _refuse(self, problem: Problem) -> None:
        self.refusal = self.refusal or problem
        if self.arriving is not None:
            self.arriving.close()
            self.arriving = None


def _all(files: "MultiValueDict[str, ArrivedFile]") -> Iterator[ArrivedFile]:
    for _, found in files.lists():
        yield from found
