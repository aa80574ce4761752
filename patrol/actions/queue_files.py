"""Filing the reports of a queue file for their volunteer: each through the one path, so that twice is once."""

import json
import zipfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, BinaryIO, cast
from uuid import UUID

from core import audit
from core.errors import NotAllowed, Problem
from core.logic.hashing import stream_sha256
from patrol.actions.reports import submit_report
from patrol.errors import QueueFileHostile, QueueFileUnreadable, QueuePersonUnknown, ReportUnreadable
from patrol.logic.queue_file import QueueFile, QueueFileError, opened_queue_file
from patrol.logic.submission import Submission
from patrol.models import Report, Review
from patrol.permissions import can_review_reports
from patrol.storage import content_type_of
from people.models import User

Reader = Callable[[UUID, str], Submission]
FILED, KNOWN, WAITING, REFUSED = "filed", "known", "waiting", "refused"


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of an entry: `filed`, `known` (it was here), `waiting` (for photos), or `refused` with the problem."""

    sequence: str
    outcome: str
    report: Report | None = None
    photos_named: int = 0
    photos_held: int = 0
    problem: Problem | None = None


def file_queue(*, stream: BinaryIO, read: Reader, by: User, at: datetime) -> tuple[User, list[Filed]]:
    """File each report of a queue file for its volunteer; returns whose they are and what became of each entry.

    `read` reads an entry (report id, its JSON) into a Submission, as strictly as the door does. Photos that are damaged or are
    not those named are left out, and the report waits for them. Refuses NotAllowed, QueueFileUnreadable,
    QueueFileHostile and QueuePersonUnknown; what one entry lacks refuses that entry alone.
    """
    if not can_review_reports(by):
        raise NotAllowed
    try:
        with opened_queue_file(stream) as file:
            volunteer = _person(file.person)
            filed = [_file(file, entry, read, volunteer, by, at) for entry in file.entries]
    except QueueFileError as error:
        raise (QueueFileHostile if error.code == "hostile" else QueueFileUnreadable) from None
    counts = {outcome: sum(one.outcome == outcome for one in filed) for outcome in (FILED, KNOWN, WAITING, REFUSED)}
    audit.record("file_queue", volunteer, by=by, at=at, change=counts)
    return volunteer, filed


def _person(said: str) -> User:
    try:
        found = User.objects.filter(pk=UUID(said)).first()
    except ValueError:
        found = None
    if found is None:
        raise QueuePersonUnknown
    return found


def _file(file: QueueFile, entry: Any, read: Reader, volunteer: User, by: User, at: datetime) -> Filed:
    sequence = _sequence(entry)
    try:
        submission = replace(_submission(entry, read), channel="file")
        with ExitStack() as stack:
            photos = _usable(file, submission, stack)
            report = submit_report(
                submission=submission, photos=photos, by=by, at=at, volunteer=volunteer, photos_follow=True
            )
    except Problem as problem:
        return Filed(sequence, REFUSED, problem=problem)
    outcome = FILED if report.received_at == at else KNOWN
    if report.review.photos != Review.Photos.COMPLETE:
        outcome = WAITING
    return Filed(sequence, outcome, report, len(submission.report.photos), len(photos))


def _submission(entry: Any, read: Reader) -> Submission:
    try:
        report_id = UUID(str(entry["id"]))
        text = json.dumps(entry, ensure_ascii=False)
    except (KeyError, TypeError, ValueError, RecursionError):
        raise ReportUnreadable(errors=[{"path": "id", "code": "invalid"}]) from None
    return read(report_id, text)


def _usable(file: QueueFile, submission: Submission, stack: ExitStack) -> dict[int, BinaryIO]:
    found: dict[int, BinaryIO] = {}
    for position, photo in enumerate(submission.report.photos):
        if photo.sha256 in file.photos:
            stream = cast("BinaryIO", stack.enter_context(file.photo(photo.sha256)))
            if _is_photo(stream, photo.sha256):
                found[position] = stream
    return found


def _is_photo(stream: BinaryIO, sha256: str) -> bool:
    try:
        return content_type_of(stream) is not None and stream_sha256(stream) == sha256
    except (zipfile.BadZipFile, OSError, EOFError):
        return False


def _sequence(entry: Any) -> str:
    queue = entry.get("queue") if isinstance(entry, dict) else None
    return str(queue.get("sequence", "")) if isinstance(queue, dict) else ""
