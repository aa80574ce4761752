"""Filled-in forms of ODK Collect: kept as they came, and filed as reports when all their files are here."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, BinaryIO, Final, Protocol

from django.db import connection, transaction

from core import audit
from core.errors import Problem
from core.logic.hashing import stream_sha256
from patrol.actions.reports import submit_report
from patrol.errors import InstanceConflict
from patrol.logic.instance import Instance
from patrol.logic.submission import Submission
from patrol.models import CollectFile, CollectInstance
from patrol.storage import content_type_of, store_photo, stored
from people.models import User

LONGEST_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file of a request: its name in the form, and its bytes."""

    name: str
    stream: BinaryIO


def keep_instance(
    *, instance: Instance, xml: str, xml_sha256: str, files: Sequence[Arrived], by: User, at: datetime
) -> CollectInstance:
    """Keep a filled-in form and the files that came with it; the same again adds only the files that are new.

    Refuses InstanceConflict: the same instanceID with other XML, or from somebody else.
    """
    with transaction.atomic():
        _lock(instance)
        kept = CollectInstance.objects.filter(pk=instance.id).first()
        if kept is None:
            kept = CollectInstance.objects.create(
                id=instance.id,
                instance_id=instance.instance_id,
                volunteer=by,
                form_id=instance.form_id,
                form_version=instance.version,
                xml=xml,
                xml_sha256=xml_sha256,
                received_at=at,
            )
            audit.record("keep_instance", kept, by=by, at=at, change={"form": instance.form_id, "xml": xml_sha256})
        elif (kept.xml_sha256, kept.volunteer_id) != (xml_sha256, by.pk):
            raise InstanceConflict
        _keep_files(kept, files, at)
        return kept


class Reading(Protocol):
    """How an instance is read: the names of the files it asks for, and its submission, given their SHA-256 by name."""

    @property
    def files(self) -> Collection[str]:
        """Return the names of the files the form names."""

    def submission(self, hashes: Mapping[str, str], lost: Collection[str]) -> Submission:
        """Return the submission with the usable files; `lost` are those that never came. May raise a Problem."""


class Filing(Enum):
    """What became of a form: a report; files are awaited; it cannot be a report and an officer looks."""

    FILED = "success"
    WAITS = "partial"
    REFUSED = "kept"


def file_instance(
    *, instance: CollectInstance, reading: Reading, by: User, at: datetime, is_overdue: bool = False
) -> Filing:
    """Make the report of an instance when all its files are here, or were awaited long enough; once.

    A refusal does not drop the instance: it is marked with the code, and an officer looks at it.
    """
    if instance.report_id is not None:
        return Filing.FILED
    here = {one.name: one for one in instance.files.all()}
    lost = set(reading.files) - set(here)
    if lost and not is_overdue:
        return Filing.WAITS
    try:
        submission = reading.submission({name: one.sha256 for name, one in here.items() if one.file}, lost)
        _file(instance, submission, {one.sha256: one.file for one in here.values() if one.file}, by, at)
    except Problem as refusal:
        _mark_refused(instance, refusal, by, at)
        return Filing.REFUSED
    return Filing.FILED


def _file(instance: CollectInstance, submission: Submission, names: Mapping[str, str], by: User, at: datetime) -> None:
    with ExitStack() as open_files, transaction.atomic():
        streams: dict[int, Any] = {
            position: open_files.enter_context(stored(names[one.sha256]))
            for position, one in enumerate(submission.report.photos)
        }
        report = submit_report(submission=submission, photos=streams, by=by, at=at)
        changed = CollectInstance.objects.filter(pk=instance.pk, report=None)
        changed.update(report=report, filed_at=at, refusal="", refusal_extra={})


def _mark_refused(instance: CollectInstance, refusal: Problem, by: User, at: datetime) -> None:
    with transaction.atomic():
        changed = CollectInstance.objects.filter(pk=instance.pk, report=None).exclude(refusal=refusal.code)
        if changed.update(refusal=refusal.code, refusal_extra=refusal.extra):
            audit.record("refuse_instance", instance, by=by, at=at, change={"code": refusal.code})


def _lock(instance: Instance) -> None:
    # Collect sends again while the first attempt is still being written: the second waits here and finds it.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"instance {instance.id}"])


def _keep_files(kept: CollectInstance, files: Sequence[Arrived], at: datetime) -> None:
    known = set(kept.files.values_list("name", flat=True))
    new = {one.name[:LONGEST_NAME]: one for one in files if one.name[:LONGEST_NAME] not in known}
    CollectFile.objects.bulk_create(_kept_file(kept, name, one.stream, at) for name, one in new.items())


def _kept_file(kept: CollectInstance, name: str, stream: BinaryIO, at: datetime) -> CollectFile:
    kind = content_type_of(stream)
    sha256 = stream_sha256(stream)
    row = CollectFile(instance=kept, name=name, sha256=sha256, size=stream.tell(), received_at=at)
    if kind is None:
        row.error = "photo_type_not_allowed"
        return row
    row.file = store_photo(stream, sha256, *kind).file
    row.content_type = kind[0]
    return row
