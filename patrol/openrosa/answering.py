"""How OpenRosa is answered: XML documents, version headers, and refusals of the same catalogue as everywhere."""

from collections.abc import Callable
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.errors import Problem
from core.problem import api_exception_handler
from patrol.openrosa.sign_in import BasicSignIn, KeySignIn

VERSION_HEADERS: Final = {"X-OpenRosa-Version": "1.0"}
XML: Final = "text/xml; charset=utf-8"


class XmlRenderer(BaseRenderer):
    """Writes an element, or XML that is written already."""

    media_type = "text/xml"
    format = "xml"
    charset = "utf-8"

    def render(self, data: Any, media_type: str | None = None, context: Any = None) -> bytes:
        """Return the document."""
        return data if isinstance(data, bytes) else document(data) if isinstance(data, Element) else b""


class OpenRosaDoor(APIView):
    """A door of the dialect: asks for a key in the address or a password, answers XML, whatever the phone accepts."""

    # A dialect of XML with a description of its own: no part of the API's.
    schema = None

    authentication_classes = (KeySignIn, BasicSignIn)
    permission_classes = (IsAuthenticated,)
    renderer_classes = (XmlRenderer,)

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[Any, str]:  # noqa: FBT001, FBT002 - the framework's signature
        """Answer XML without asking: phones send all sorts of Accept."""
        return XmlRenderer(), XmlRenderer.media_type

    def get_exception_handler(self) -> Callable[..., Response | None]:
        """Write refusals as OpenRosa does."""
        return refuse

    @property
    def default_response_headers(self) -> dict[str, str]:
        """Name the version of the dialect in every answer; nothing of it is kept on the way."""
        return {**super().default_response_headers, **VERSION_HEADERS, "Cache-Control": "private, no-store"}


def refuse(error: Exception, context: Any) -> Response | None:
    """Write a refusal as an OpenRosa message with its sentence and its code; unexpected errors stay unexpected."""
    answer = api_exception_handler(error, context)
    if answer is None:
        return None
    body: Any = answer.data
    sentence = str(body.get("title", ""))
    if isinstance(error, Problem):
        sentence = error.detail
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        sentence = _("Collect is not signed in here. Scan a new code from your account page on the website.")
    answer.data = message(sentence, nature="error", code=str(body["code"]))
    answer.content_type = XML
    return answer


def message(sentence: str, *, nature: str, code: str = "") -> Element:
    """Return the document that Collect shows to its person."""
    root = Element("OpenRosaResponse", {"xmlns": "http://openrosa.org/http/response"})
    SubElement(root, "message", {"nature": nature}).text = sentence
    if code:
        SubElement(root, "code").text = code
    return root


def document(root: Element) -> bytes:
    """Write an element as a whole document."""
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def xml_file(content: bytes, content_type: str) -> HttpResponse:
    """Return bytes as they are, with the headers of the dialect."""
    return HttpResponse(
        content, content_type=content_type, headers={**VERSION_HEADERS, "Cache-Control": "private, no-store"}
    )
