"""Filled-in forms as Collect 2024 and later sends them: the XML, the parts of the request, its headers."""

import base64
import hashlib
from typing import Any
from uuid import UUID
from xml.sax.saxutils import escape

from django.test import Client

from patrol.actions.collect_tokens import make_token
from patrol.queries.form import core_questions
from people.models import User
from sites.models import Site
from tests.factories import make, sent

AGENT = "org.odk.collect.android/v2024.3.2 Dalvik/2.1.0 (Linux; U; Android 14; Pixel 7 Build/UQ1A.240205.004)"
HEADERS = {
    "HTTP_X_OPENROSA_VERSION": "1.0",
    "HTTP_DATE": "Mon, 01 Jun 2026 04:00:00 GMT",
    "HTTP_USER_AGENT": AGENT,
    "HTTP_ACCEPT_ENCODING": "gzip",
}
BOUNDARY = "b9f8a1c2-7b1f-4b50-9f0e-5b9f8a1c2d3e"
FINDING = {"hp_kind": "crack", "hp_severity": "3", "hp_finding_note": "北墙裂缝"}


def xml(
    place: Site | str,
    instance_id: str,
    photos: dict[str, str],
    *,
    findings: tuple[dict[str, str], ...] = (),
    campaign: dict[str, str] | None = None,
    version: str = "abc",
    form_id: str = "heritage-inspection",
    **fields: str,
) -> str:
    """Write a filled-in form; `photos` give the file names of `far`, `near`; `fields` replace answers by name."""
    said = {
        "hp_arrived_at": "2026-06-01T11:00:00.000+08:00",
        "hp_finished_at": "2026-06-01T11:40:00.000+08:00",
        "hp_site": str(place.pk) if isinstance(place, Site) else place,
        "hp_category": "0300",
        "hp_assignment": "",
        "hp_fix": "39.9407 116.3894 44.5 8.0",
        "hp_photo_far": photos.get("far", ""),
        "hp_photo_near": photos.get("near", ""),
        "hp_condition": "good",
        **fields,
    }
    core = core_questions(place) if isinstance(place, Site) else []
    answers = _tags({f"hp_answer_{code}": "no" for code in core})
    repeats = "".join(f"<hp_finding>{_tags(one)}</hp_finding>" for one in findings)
    extra = "" if campaign is None else f"<hp_campaign>{_tags(campaign)}</hp_campaign>"
    return (
        f'<?xml version="1.0" ?><data id="{form_id}" version="{version}" xmlns:h="http://www.w3.org/1999/xhtml" '
        f'xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms">{_tags(said)}'
        f"<hp_checklist>{answers}</hp_checklist>{repeats}<hp_note>{escape(fields.get('note', ''))}</hp_note>{extra}"
        f"<orx:meta><orx:instanceID>{instance_id}</orx:instanceID></orx:meta></data>"
    )


def form(number: int = 1) -> tuple[str, dict[str, bytes]]:
    """Give an instanceID and two pictures by the names Collect gives them."""
    return f"uuid:{make.uuid(number)}", {"1717214400001.jpg": sent.jpeg(1), "1717214400002.jpg": sent.jpeg(2)}


def names(files: dict[str, bytes]) -> dict[str, str]:
    """Say which of the pictures is which."""
    far, near = files
    return {"far": far, "near": near}


def body(document: str | bytes, files: dict[str, bytes]) -> bytes:
    """Write the parts of a request exactly as Collect's OkHttp does: name and file name are the name in the form."""
    text = document.encode() if isinstance(document, str) else document
    parts = [("xml_submission_file", "2026-06-01_11-40-00.xml", "text/xml", text)]
    parts += [(name, name, "image/jpeg", content) for name, content in files.items()]
    out = b""
    for name, file_name, kind, content in parts:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
        out += f"{head}Content-Type: {kind}\r\nContent-Length: {len(content)}\r\n\r\n".encode() + content + b"\r\n"
    return out + f"--{BOUNDARY}--\r\n".encode()


def post(url: str, document: str | bytes, files: dict[str, bytes], **headers: str) -> Any:
    """Send a request as Collect does, without cookies."""
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    return Client().post(url, body(document, files), content_type=kind, **HEADERS, **headers)  # type: ignore[arg-type]


def key(person: User) -> str:
    """Return the address of a phone with a key of the person."""
    _token, text = make_token(label="Pixel", by=person, at=make.NOW)
    return f"/odk/key/{text}/"


def basic(person: User, password: str = make.PASSWORD) -> str:
    """Return the header by which Collect gives address and password."""
    return "Basic " + base64.b64encode(f"{person.email}:{password}".encode()).decode()


def report_id(instance_id: str) -> UUID:
    """Return the id of the report."""
    return UUID(instance_id.removeprefix("uuid:"))


def sha256(content: bytes) -> str:
    """Hash the bytes."""
    return hashlib.sha256(content).hexdigest()


def _tags(said: dict[str, str]) -> str:
    return "".join(f"<{name}>{escape(text)}</{name}>" for name, text in said.items())
