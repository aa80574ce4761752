"""What a citizen says, and what looks odd about it: reasons to hold a report back for a person, never to drop it."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from ipaddress import IPv6Address, ip_address
from typing import Final
from uuid import UUID

MOST_PHOTOS: Final = 4
LONGEST_TEXT: Final = 4000
# Nobody reads the form, writes a sentence and sends it sooner.
SOONEST_S: Final = 4.0
MOST_LINKS: Final = 1
_LINK: Final = re.compile(r"https?://|www\.|<a\s|\[url", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Contact:
    """How somebody may be reached."""

    name: str = ""
    phone: str = ""
    email: str = ""


NOBODY: Final = Contact()


@dataclass(frozen=True, slots=True)
class Told:
    """A citizen's report as it came: degrees WGS-84, metres; `site` and `kind` by code, "" where none was named."""

    id: UUID
    text: str
    kind: str
    longitude: float | None = None
    latitude: float | None = None
    accuracy_m: float | None = None
    site: str = ""
    address: str = ""
    is_urgent: bool = False
    media_url: str = ""
    language: str = "zh-hans"
    contact: Contact = NOBODY


@dataclass(frozen=True, slots=True)
class Signs:
    """What can be told of how a form was filled in; `seconds` since it was opened, None where that is forged or missing."""

    trap: str = ""
    seconds: float | None = None
    is_form: bool = True


def content_sha256(told: Told, photos: Sequence[str]) -> str:
    """Return the hash by which the same report sent twice is known; photos by their SHA-256 in order."""
    said = {**asdict(told), "photos": list(photos)}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()


def hashed(text: str) -> str:
    """Return what is kept of a secret of 256 random bits, or of a salted mark: neither needs a slow hash."""
    return hashlib.sha256(text.encode()).hexdigest()


def oddities_of(told: Told, signs: Signs, *, is_inside: bool, is_repeated: bool) -> list[str]:
    """Return the codes of what looks odd: a trap stepped in, too fast, many links, a text sent before, no district of ours."""
    found = []
    if signs.trap:
        found.append("trap")
    if signs.is_form and signs.seconds is None:
        found.append("no_start")
    elif signs.seconds is not None and signs.seconds < SOONEST_S:
        found.append("too_fast")
    if len(_LINK.findall(told.text)) > MOST_LINKS:
        found.append("links")
    if is_repeated:
        found.append("repeated")
    if not is_inside:
        found.append("outside")
    return found


def network_of(address: str) -> str:
    """Return what of a network address stands for one household: an IPv4 address, or the first half of an IPv6 one."""
    try:
        known = ip_address(address.strip())
    except ValueError:
        return ""
    if isinstance(known, IPv6Address):
        if known.ipv4_mapped is not None:
            return str(known.ipv4_mapped)
        return str(IPv6Address(int(known) >> 64 << 64))
    return str(known)
