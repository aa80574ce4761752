"""A filled-in XForm as Collect sends it (OpenRosa): XML from strangers, read within limits into plain elements."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

MOST_BYTES: Final = 1024 * 1024
MOST_ELEMENTS: Final = 5000
DEEPEST: Final = 20
LONGEST_NAME: Final = 200


class UnreadableInstance(ValueError):
    """The bytes are no filled-in form; `code` says why: too_large, not_xml, no_form, no_instance_id."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Instance:
    """One filled-in form. `id` is made of `instance_id`; `root` holds the answers, without namespaces."""

    id: UUID
    instance_id: str
    form_id: str
    version: str
    root: Element

    def text(self, name: str) -> str:
        """Return the trimmed text of the first element of that name, wherever it stands; "" without one."""
        return text_of(self.root, name)

    def leaves(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield name and trimmed text of every element without children below the first element called `name`."""
        for group in self.root.iter(name):
            for element in group.iter():
                if len(element) == 0 and element is not group:
                    yield element.tag, (element.text or "").strip()
            return


def read_instance(xml: bytes) -> Instance:
    """Read the XML (UTF-8) of a filled-in form; raises UnreadableInstance.

    Declarations of entities and external references are refused (defusedxml), as are more than 1 MB, 5,000 elements or
    20 levels. An instanceID that is no UUID gives the UUIDv5 of its text, so that it too is one report.
    """
    root = _parsed(xml)
    _check_shape(root)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    form_id = root.get("id", "").strip()
    if not 0 < len(form_id) <= LONGEST_NAME:
        raise UnreadableInstance("no_form")
    instance_id = text_of(root, "instanceID") or (root.get("instanceID") or "").strip()
    if not 0 < len(instance_id) <= LONGEST_NAME:
        raise UnreadableInstance("no_instance_id")
    version = root.get("version", "").strip()[:LONGEST_NAME]
    return Instance(_uuid(instance_id), instance_id, form_id, version, root)


def text_of(element: Element, name: str) -> str:
    """Return the trimmed text of the first element of that name at or below `element`; "" without one."""
    found = next(element.iter(name), None)
    return "" if found is None else (found.text or "").strip()


def _parsed(xml: bytes) -> Element:
    if len(xml) > MOST_BYTES:
        raise UnreadableInstance("too_large")
    try:
        root: Element = fromstring(xml.decode(), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError) as error:
        raise UnreadableInstance("not_xml") from error
    return root


def _check_shape(root: Element) -> None:
    level, count = [root], 0
    for _depth in range(DEEPEST):
        count += len(level)
        level = [child for element in level for child in element]
        if not level:
            break
    if level or count > MOST_ELEMENTS:
        raise UnreadableInstance("too_large")


def _uuid(instance_id: str) -> UUID:
    try:
        return UUID(instance_id.removeprefix("uuid:"))
    except ValueError:
        return uuid5(NAMESPACE_URL, instance_id)
