"""A report on its way in: what it says, the content that makes a repeat recognisable, and how it came."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from core.logic.hashing import canonical_sha256
from patrol.logic.report import Fix, SubmittedReport

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
# A clock that shows another year was never set: from the first, before the second.
OUR_YEARS: Final = (2000, 2100)
# What a phone's clock may be ahead: it may stand in another time zone.
AHEAD: Final = timedelta(days=1)
CLOCK_ODD: Final = "clock_odd"


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
    # What was odd about the way it came; and whether a report that lacks something is kept with that irregularity.
    irregularities: tuple[str, ...] = ()
    is_kept_incomplete: bool = False
    queue: QueuePlace | None = None

    @property
    def content_sha256(self) -> str:
        """The fingerprint of the content: the JSON, which names every photo by its own; the attempt is no part of it."""
        return canonical_sha256(dict(self.payload))

    def clock_offset_s(self, received_at: datetime) -> float | None:
        """Say how many seconds the server's clock is ahead of the phone's, the way of the request included."""
        return None if self.sent_at is None else (received_at - self.sent_at).total_seconds()


def is_of_our_days(moment: datetime) -> bool:
    """Say whether a clock that shows this moment can have been set at all."""
    return OUR_YEARS[0] <= moment.year < OUR_YEARS[1]


def in_our_days(submission: Submission, received_at: datetime) -> Submission:
    """Give the report times that can be worked with where its phone's clock was of another age, and note `clock_odd`.

    The attempt's own clock says how far it was off; where that says nothing, the visit is taken to be of the moment of its
    arrival here, and other times as unknown. The payload keeps what the phone said.
    """
    said = submission.report
    fixes = [said.fix, *(one.fix for one in said.photos)]
    moments = [said.arrived_at, said.finished_at, *(one.taken_at for one in said.photos)]
    moments += [fix.taken_at for fix in fixes if fix]
    clock = _Clock(submission.sent_at, received_at)
    if not any(clock.is_odd(one) for one in moments if one is not None):
        return submission
    finished_at = clock.right(said.finished_at) or received_at
    arrived_at = min(clock.right(said.arrived_at) or finished_at, finished_at)
    photos = tuple(replace(one, taken_at=clock.right(one.taken_at), fix=_fix_at(one.fix, clock)) for one in said.photos)
    report = replace(said, arrived_at=arrived_at, finished_at=finished_at, photos=photos, fix=_fix_at(said.fix, clock))
    return replace(submission, report=report, irregularities=(*submission.irregularities, CLOCK_ODD))


@dataclass(frozen=True, slots=True)
class _Clock:
    """A phone's clock: what it showed when the server's showed `received_at`."""

    shown: datetime | None
    received_at: datetime

    def is_odd(self, moment: datetime) -> bool:
        """Say whether the moment is of another age, or has not come yet."""
        return not is_of_our_days(moment) or moment - self.received_at > AHEAD

    def right(self, moment: datetime | None) -> datetime | None:
        """Return the moment as it is, or set right if it is of another age; None where nothing is known of it."""
        if moment is None or not self.is_odd(moment):
            return moment
        if self.shown is None or not self.is_odd(self.shown):
            return None
        try:
            right = moment + (self.received_at - self.shown)
        except OverflowError:
            return None
        return None if self.is_odd(right) else right


def _fix_at(fix: Fix | None, clock: _Clock) -> Fix | None:
    return None if fix is None else replace(fix, taken_at=clock.right(fix.taken_at))
