"""The chain of a phone's queue: each entry names the one before by its hash, so that gaps and edits show."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

FIRST_SEQUENCE = 1
GAP, EDITED = "queue_gap", "queue_edited"


@dataclass(frozen=True, slots=True)
class Entry:
    """A report's place in its phone's queue; `previous` is the hash of the entry before, "" for the first."""

    sequence: int
    previous: str
    sha256: str


def entry_sha256(*, sequence: int, report_id: str, content_sha256: str, previous: str) -> str:
    """Return an entry's own hash: SHA-256 of `sequence|report id|content_sha256|previous`, in lower-case hex."""
    return hashlib.sha256(f"{sequence}|{report_id}|{content_sha256}|{previous}".encode()).hexdigest()


def queue_oddities(entry: Entry, twins: int, before: Sequence[Entry]) -> list[str]:
    """Say what is odd about an entry among those of its phone that arrived so far.

    `twins` counts other entries with its number, `before` are those with the number before. Entries come in any order,
    so a gap may close later: whoever adds an entry asks again for the next one.
    """
    if twins:
        return [EDITED]
    if entry.sequence <= FIRST_SEQUENCE and not before:
        return [] if entry.previous == "" else [EDITED]
    if not before:
        return [GAP] if entry.previous else [EDITED]
    return [] if entry.previous in {one.sha256 for one in before} else [EDITED]
