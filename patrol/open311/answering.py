"""How Open311 is answered: the same data as XML or as JSON, by the ending of the address; refusals in the asked format."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, tostring

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.errors import Problem
from core.problem import api_exception_handler
from patrol.actions.hotlines import hotline_of_key
from patrol.errors.public import HotlineKeyWrong
from patrol.models import Hotline

# What one of a list is called: GeoReport v2 names every element.
ONE_OF: Final = {
    "endpoints": "endpoint",
    "formats": "format",
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "errors": "error",
}


@dataclass(frozen=True)
class Document:
    """A document: what its XML is called, and what it says; JSON has no name for the whole."""

    root: str
    content: Mapping[str, Any] | Sequence[Mapping[str, Any]]


class XmlRenderer(BaseRenderer):
    """Writes a document as XML."""

    media_type = "text/xml"
    format = "xml"
    charset = "utf-8"

    def render(self, data: Any, media_type: str | None = None, context: Any = None) -> bytes:
        """Return the document."""
        return xml_of(data) if isinstance(data, Document) else b""


class JsonRenderer(JSONRenderer):
    """Writes a document as JSON."""

    charset = "utf-8"

    def render(self, data: Any, media_type: str | None = None, context: Any = None) -> bytes:
        """Return the document."""
        said = data.content if isinstance(data, Document) else data
        written: bytes = super().render(said, media_type, context)
        return written


class Open311Door(APIView):
    """A door of the dialect: its callers carry their key in the request, and no session counts."""

    # A standard with a description of its own: no part of the API's.
    schema = None

    authentication_classes = ()
    permission_classes = (AllowAny,)
    parser_classes = (FormParser, MultiPartParser)
    renderer_classes = (XmlRenderer, JsonRenderer)

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[Any, str]:  # noqa: FBT001, FBT002 - the framework's signature
        """Answer in the format the address ends with, whatever the caller says it accepts."""
        chosen = JsonRenderer() if self.kwargs.get("ending") == "json" else XmlRenderer()
        return chosen, chosen.media_type

    def get_exception_handler(self) -> Callable[..., Response | None]:
        """Write refusals as the standard does."""
        return refuse


def refuse(error: Exception, context: Any) -> Response | None:
    """Write a refusal as a list of errors with HTTP's code and a sentence; unexpected errors stay unexpected."""
    answer = api_exception_handler(error, context)
    if answer is None:
        return None
    body: Any = answer.data
    sentence = error.detail if isinstance(error, Problem) else str(body.get("title", ""))
    if isinstance(error, exceptions.Throttled):
        sentence = _("Too many questions. Wait a minute.")
    answer.data = Document("errors", [{"code": answer.status_code, "description": sentence}])
    answer.content_type = None
    return answer


def caller_of(request: Request, *, is_needed: bool) -> Hotline | None:
    """Return whose key came with the request; without one None, unless it is needed. Refuses HotlineKeyWrong."""
    key = str(request.POST.get("api_key") or request.query_params.get("api_key") or "")
    hotline = hotline_of_key(key=key, at=timezone.now())
    if hotline is None and (key or is_needed):
        raise HotlineKeyWrong
    return hotline


def xml_of(document: Document) -> bytes:
    """Write the document as XML."""
    root = Element(document.root)
    _add(root, document.root, document.content)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _add(parent: Element, name: str, value: Any) -> None:
    """Put a value into its element: members of a mapping by name, of a list by what one of it is called."""
    if isinstance(value, Mapping):
        for key, below in value.items():
            _add(SubElement(parent, key), key, below)
    elif isinstance(value, list | tuple):
        for one in value:
            _add(SubElement(parent, ONE_OF[name]), ONE_OF[name], one)
    elif value is not None:
        parent.text = str(value).lower() if isinstance(value, bool) else _clean(str(value))


def _clean(text: str) -> str:
    """Drop the characters XML cannot hold."""
    return "".join(
        one for one in text if one in "\t\n\r" or " " <= one <= "\ud7ff" or "\ue000" <= one <= "�" or one > "\uffff"
    )
