"""The forms Collect may download: their list, what belongs to each, and the files themselves."""

import hashlib
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from django.http import HttpResponse
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import NotFound
from patrol.logic.inspection_form import SITES_FILE
from patrol.openrosa.answering import XML, OpenRosaDoor, xml_file
from patrol.queries.collect import CollectForm, form_named, forms_of, sites_csv
from people.permissions import signed_in

LIST_NAMESPACE = "http://openrosa.org/xforms/xformsList"
MANIFEST_NAMESPACE = "http://openrosa.org/xforms/xformsManifest"


class FormListDoor(OpenRosaDoor):
    """The list of forms."""

    def get(self, request: Request, **address: str) -> Response:
        """List the person's forms with version, hash and where to get them; `?formID=` asks for one."""
        asked = request.query_params.get("formID")
        root = Element("xforms", {"xmlns": LIST_NAMESPACE})
        for form in forms_of(signed_in(request)):
            if asked in (None, "", form.form_id):
                _say(root, form, request, address)
        return Response(root)


class FormDoor(OpenRosaDoor):
    """One form."""

    def get(self, request: Request, form_id: str, **address: str) -> HttpResponse:
        """Send the XForm."""
        return xml_file(form_named(signed_in(request), form_id).xform.encode(), XML)


class ManifestDoor(OpenRosaDoor):
    """What belongs to a form."""

    def get(self, request: Request, form_id: str, **address: str) -> Response:
        """Name the form's files: the list of the person's own sites, with its hash."""
        person = signed_in(request)
        content = sites_csv(person, form_named(person, form_id))
        root = Element("manifest", {"xmlns": MANIFEST_NAMESPACE})
        file = SubElement(root, "mediaFile")
        SubElement(file, "filename").text = SITES_FILE
        SubElement(file, "hash").text = _md5(content)
        SubElement(file, "downloadUrl").text = _url(request, "media", form_id, address, file_name=SITES_FILE)
        return Response(root)


class MediaDoor(OpenRosaDoor):
    """A file of a form."""

    def get(self, request: Request, form_id: str, file_name: str, **address: str) -> HttpResponse:
        """Send the list of the person's own sites."""
        person = signed_in(request)
        form = form_named(person, form_id)
        if file_name != SITES_FILE:
            raise NotFound
        return xml_file(sites_csv(person, form), "text/csv; charset=utf-8")


def _say(root: Element, form: CollectForm, request: Request, address: dict[str, str]) -> None:
    entry = SubElement(root, "xform")
    said = {
        "formID": form.form_id,
        "name": form.title,
        "version": form.version,
        "hash": _md5(form.xform.encode()),
        "downloadUrl": _url(request, "form", form.form_id, address),
        "manifestUrl": _url(request, "manifest", form.form_id, address),
    }
    for name, text in said.items():
        SubElement(entry, name).text = text


def _url(request: Request, name: str, form_id: str, address: dict[str, str], **more: str) -> str:
    """Return the absolute address, under the key by which the list was asked for."""
    prefix = "key_" if "token" in address else ""
    url: Any = reverse(f"openrosa:{prefix}{name}", kwargs={**address, "form_id": form_id, **more})
    return request.build_absolute_uri(url)


def _md5(content: bytes) -> str:
    # The dialect wants this one; it tells versions apart and guards nothing.
    return f"md5:{hashlib.md5(content, usedforsecurity=False).hexdigest()}"
