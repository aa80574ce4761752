"""A report on its way in: what it says, the content that makes a repeat recognisable, and how it came."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from core.logic.hashing import canonical_sha256
from patrol.logic.report import SubmittedReport

MOST_PHOTOS: Final = 20
MOST_FINDINGS: Final = 20
NOTE_CHARACTERS: Final = 4000
ANSWERS: Final = ("yes", "no", "unsure")
# What a phone sends of a photo at a time: lost at worst on a bad line, 256 KiB.
CHUNK_BYTES: Final = 262_144
# The JSON of a report; a hundred times what a long one needs.
REPORT_BYTES: Final = 1024 * 1024
# An officer sees a report whose photos did not come within this time (docs/api-report.md promises it).
PHOTOS_WITHIN_DAYS: Final = 14


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """Where a report stood in its phone's queue; `previous` is the hash of the entry before, "" for the first."""

    device: str
    sequence: int
    previous: str


@dataclass(frozen=True, slots=True)
class Submission:
    """One attempt to send a report. `payload` is its JSON as it came; `sent_at` is the phone's clock at this attempt."""

    report: SubmittedReport
    payload: Mapping[str, Any]
    assignment: str | None = None
    channel: str = "web"
    sent_at: datetime | None = None
    queue: QueuePlace | None = None

    @property
    def content_sha256(self) -> str:
        """The fingerprint of the content: the JSON, which names every photo by its own; the attempt is no part of it."""
        return canonical_sha256(dict(self.payload))

    def clock_offset_s(self, received_at: datetime) -> float | None:
        """Say how many seconds the server's clock is ahead of the phone's, the way of the request included."""
        return None if self.sent_at is None else (received_at - self.sent_at).total_seconds()
