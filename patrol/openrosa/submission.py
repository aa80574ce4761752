"""Filled-in forms come in: told how much at once, kept with their files in any number of requests, filed as reports."""

import hashlib
from datetime import datetime
from typing import Any, BinaryIO, Final, cast

from django.conf import settings
from django.utils import timezone
from django.utils.http import parse_http_date_safe
from django.utils.translation import gettext as _
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from patrol.actions.instances import Arrived, Filing, file_instance, keep_instance
from patrol.api.uploads import MEGABYTE, limit_upload
from patrol.errors import InstanceUnreadable
from patrol.logic.instance import MOST_BYTES, Instance, UnreadableInstance, read_instance
from patrol.models import CollectInstance
from patrol.openrosa.answering import OpenRosaDoor, message
from patrol.serializers.openrosa import reading_of
from people.permissions import signed_in

XML_PART: Final = "xml_submission_file"
# Django takes no more of a request; Collect sends the rest in another.
MOST_FILES: Final = 40
CREATED, ACCEPTED = 201, 202


class SubmissionDoor(OpenRosaDoor):
    """Where filled-in forms go."""

    parser_classes = (MultiPartParser,)

    def head(self, request: Request, **address: str) -> Response:
        """Tell how many bytes one request may hold; Collect divides a larger submission by it."""
        limit = settings.UPLOAD_LIMIT_MB * MEGABYTE
        where = request.build_absolute_uri(request.path)
        return Response(status=204, headers={"X-OpenRosa-Accept-Content-Length": str(limit), "Location": where})

    def post(self, request: Request, **address: str) -> Response:
        """Keep the form and its files: 201 when it is a report, 202 while files are missing or an officer must look."""
        person, at = signed_in(request), timezone.now()
        limits = limit_upload(request, most_files=MOST_FILES)
        files = _files(request)
        if limits.refusal is not None:
            raise limits.refusal
        xml = _xml(files.pop(XML_PART, None))
        instance = _read(xml)
        kept = keep_instance(
            instance=instance,
            xml=xml.decode(errors="replace"),
            xml_sha256=hashlib.sha256(xml).hexdigest(),
            files=[Arrived(name, stream) for name, stream in files.items()],
            by=person,
            at=at,
        )
        filing = file_instance(instance=kept, reading=reading_of(instance, _sent_at(request)), by=person, at=at)
        return Response(_said(kept, filing), status=CREATED if filing is Filing.FILED else ACCEPTED)


def _files(request: Request) -> dict[str, BinaryIO]:
    """Return the parts of the request by name: Collect names each file part as the form names the file.

    A part `*isIncomplete*` says that more will come; the form itself says which, so it is not needed.
    """
    return {name: cast("BinaryIO", file) for name, file in request.FILES.items()}


def _xml(file: Any) -> bytes:
    if file is None:
        raise InstanceUnreadable(reason="no_form")
    xml: bytes = file.read(MOST_BYTES + 1)
    return xml


def _read(xml: bytes) -> Instance:
    try:
        return read_instance(xml)
    except UnreadableInstance as error:
        raise InstanceUnreadable(reason=error.code) from error


def _sent_at(request: Request) -> datetime | None:
    """Return the phone's clock at this attempt, if it told it."""
    seconds = parse_http_date_safe(request.headers.get("Date", ""))
    return None if seconds is None else datetime.fromtimestamp(seconds, tz=timezone.get_current_timezone())


def _said(kept: CollectInstance, filing: Filing) -> Any:
    sentences = {
        Filing.FILED: _("The report arrived whole. Number {number}."),
        Filing.WAITS: _("The form is kept; photos are still missing. Leave Collect open to send them."),
        Filing.REFUSED: _("The form is kept, and an officer will look at it. There is nothing to send again."),
    }
    return message(sentences[filing].format(number=str(kept.pk)[-12:]), nature=f"submit_{filing.value}")
