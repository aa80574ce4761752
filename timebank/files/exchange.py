"""The exchange file as XML and as JSON: written from rows, read from strangers without following or expanding anything."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from timebank.logic.exchange_file import MOST_ROWS, Entity, Finding, Rows, Scheme, scheme_of

MAPPING: Final = Path(__file__).resolve().parent.parent / "vocabulary" / "mzt061.json"
MOST_BYTES: Final = 20 * 1024 * 1024
FORMATS: Final = ("xml", "json")
# XML 1.0 has no way to write these.
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class UnreadableFile(ValueError):
    """The file is no exchange file of this mapping; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Content:
    """A file taken apart: who sent it, rows by our names, and what could not be placed at all."""

    sender: str
    rows: Rows
    strange: list[Finding]


@cache
def scheme() -> Scheme:
    """Return the mapping in force."""
    return scheme_of(json.loads(MAPPING.read_text(encoding="utf-8")))


def write(rows: Rows, file_format: str, *, sender: str, at: datetime) -> bytes:
    """Return the file of the rows; values are texts already."""
    head = {"standard": scheme().standard, "mapping": scheme().version, "sender": sender, "createdAt": at.isoformat()}
    return _json(rows, head) if file_format == "json" else _xml(rows, head)


def read(content: bytes) -> Content:
    """Take a file apart, XML or JSON by its first letter; raises UnreadableFile."""
    if len(content) > MOST_BYTES:
        raise UnreadableFile("too_large")
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return _from_json(content) if start == b"{" else _from_xml(content)


def _xml(rows: Rows, head: Mapping[str, str]) -> bytes:
    root = Element(scheme().root, {"xmlns": scheme().namespace, **head})
    for entity in scheme().entities:
        for row in rows.get(entity.name, ()):
            element = SubElement(root, entity.element)
            for field in entity.fields:
                if value := row.get(field.name, ""):
                    SubElement(element, field.element).text = _UNWRITABLE.sub("", value)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _json(rows: Rows, head: Mapping[str, str]) -> bytes:
    told: dict[str, Any] = dict(head)
    for entity in scheme().entities:
        elements = {field.name: field.element for field in entity.fields}
        found = rows.get(entity.name, ())
        told[entity.element] = [{elements[name]: value for name, value in row.items() if value} for row in found]
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _from_xml(content: bytes) -> Content:
    try:
        root = fromstring(content, forbid_dtd=True)
    except (DefusedXmlException, ParseError, ValueError, LookupError):
        raise UnreadableFile("no_xml") from None
    if _name(root.tag) != scheme().root or root.get("mapping") != scheme().version:
        raise UnreadableFile("other_mapping")
    rows = [(_name(child.tag), {_name(it.tag): (it.text or "").strip() for it in child}) for child in root]
    return _placed(str(root.get("sender") or ""), rows)


def _from_json(content: bytes) -> Content:
    try:
        told = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise UnreadableFile("no_json") from None
    if not isinstance(told, dict) or told.get("mapping") != scheme().version:
        raise UnreadableFile("other_mapping")
    rows = [
        (name, {str(key): _text(value) for key, value in row.items()} if isinstance(row, dict) else {})
        for name, found in told.items()
        if isinstance(found, list)
        for row in found
    ]
    return _placed(_text(told.get("sender")), rows)


def _placed(sender: str, told: list[tuple[str, dict[str, str]]]) -> Content:
    if len(told) > MOST_ROWS:
        raise UnreadableFile("too_many_rows")
    by_element = {entity.element: entity for entity in scheme().entities}
    content = Content(sender[:120], {entity.name: [] for entity in scheme().entities}, [])
    for place, (element, values) in enumerate(told, start=1):
        entity = by_element.get(element)
        if entity is None:
            content.strange.append(Finding("", place, element[:64], "unknown_entity"))
        else:
            content.rows[entity.name].append(_named(entity, values))
    return content


def _named(entity: Entity, values: Mapping[str, str]) -> dict[str, str]:
    names = {field.element: field.name for field in entity.fields}
    return {names.get(element, element[:64]): value for element, value in values.items()}


def _name(tag: Any) -> str:
    return str(tag).rpartition("}")[2]


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()
