"""Filled-in forms of ODK Collect: kept as they came, and filed as reports when all their files are here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Final

from django.db import connection, transaction

from core import audit
from core.errors import Problem
from core.logic.hashing import stream_sha256
from patrol.actions.reports import submit_report
from patrol.errors import InstanceConflict
from patrol.logic.instance import Instance
from patrol.logic.submission import Submission
from patrol.models import CollectFile, CollectInstance, Report
from patrol.storage import content_type_of, path_of, store_photo
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


def file_instance(*, instance: CollectInstance, submission: Submission, by: User, at: datetime) -> Report | None:
    """Make the report of an instance, with the photos that its submission names; once.

    A refusal keeps the instance, marked with its code, and gives None: an officer looks at it.
    """
    stored = {one.sha256: one for one in instance.files.exclude(file="")}
    streams = {n: path_of(stored[one.sha256].file).open("rb") for n, one in enumerate(submission.report.photos)}
    try:
        with transaction.atomic():
            report = submit_report(submission=submission, photos=streams, by=by, at=at)
            CollectInstance.objects.filter(pk=instance.pk, report=None).update(report=report, filed_at=at, refusal="")
            return report
    except Problem as refusal:
        mark_refused(instance=instance, code=refusal.code, extra=refusal.extra, by=by, at=at)
        return None
    finally:
        for stream in streams.values():
            stream.close()


def mark_refused(*, instance: CollectInstance, code: str, extra: Mapping[str, object], by: User, at: datetime) -> None:
    """Note why an instance cannot be a report."""
    with transaction.atomic():
        changed = CollectInstance.objects.filter(pk=instance.pk, report=None).exclude(refusal=code)
        if changed.update(refusal=code, refusal_extra=dict(extra)):
            audit.record("refuse_instance", instance, by=by, at=at, change={"code": code})


def _lock(instance: Instance) -> None:
    # Collect sends again while the first attempt is still being written: the second waits here and finds it.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"instance {instance.id}"])


def _keep_files(kept: CollectInstance, files: Sequence[Arrived], at: datetime) -> None:
    known = set(kept.files.values_list("name", flat=True))
    new = {one.name[:LONGEST_NAME]: one for one in files if one.name[:LONGEST_NAME] not in known}
    CollectFile.objects.bulk_create(_stored(kept, name, one.stream, at) for name, one in new.items())


def _stored(kept: CollectInstance, name: str, stream: BinaryIO, at: datetime) -> CollectFile:
    kind = content_type_of(stream)
    sha256 = stream_sha256(stream)
    row = CollectFile(instance=kept, name=name, sha256=sha256, size=stream.tell(), received_at=at)
    if kind is None:
        row.error = "photo_type_not_allowed"
        return row
    row.file = store_photo(stream, sha256, *kind).file
    row.content_type = kind[0]
    return row
