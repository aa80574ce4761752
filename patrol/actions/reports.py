"""Receiving reports: the one path of phone, web page and any other client."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import connection, transaction
from django.urls import reverse

from core import audit
from core.errors import NotFound
from core.jobs import later
from core.logic.hashing import stream_sha256
from patrol.actions.irregularities import Standing, standing_of
from patrol.errors import (
    PhotoHashMismatch,
    PhotoMissing,
    PhotoTypeNotAllowed,
    PhotoUnexpected,
    ReportConflict,
    ReportIncomplete,
)
from patrol.logic.report import Fix, SubmittedReport, missing_parts
from patrol.logic.submission import Submission
from patrol.models import Assignment, Finding, Photo, PhotoFile, Report, Review
from patrol.queries.form import core_questions
from patrol.queries.officers import officers_of
from patrol.sentences import missing_sentence
from patrol.storage import StoredPhoto, content_type_of, store_photo
from people.actions import notify
from people.models import User
from sites.models import Site
from sites.queries import visible_sites

Files = Mapping[int, BinaryIO]


def submit_report(*, submission: Submission, photos: Files, by: User, at: datetime) -> Report:
    """Keep a report and its photos (binary streams by position), once per id; the same content again returns the first.

    A report that is odd is kept with its irregularities. Refuses ReportConflict (same id, other content or sender),
    NotFound (site), ReportIncomplete, and PhotoMissing, PhotoUnexpected, PhotoTypeNotAllowed, PhotoHashMismatch.
    """
    if (known := _known(submission, by)) is not None:
        return known
    site = visible_sites(by).filter(pk=submission.report.site).first()
    if site is None:
        raise NotFound
    odd = _incomplete(submission, site)
    _refuse_photos(submission, photos)
    stored = [_store(photos[position], photo.sha256) for position, photo in enumerate(submission.report.photos)]
    with transaction.atomic():
        # Fifty attempts at once wait here for the first, and then find it.
        _lock(submission.report.id)
        if (known := _known(submission, by)) is not None:
            return known
        return _keep(replace(submission, irregularities=(*submission.irregularities, *odd)), stored, site, by, at)


def _known(submission: Submission, by: User) -> Report | None:
    report = Report.objects.filter(pk=submission.report.id).first()
    if report is not None and (report.content_sha256, report.volunteer_id) != (submission.content_sha256, by.pk):
        raise ReportConflict
    return report


def _incomplete(submission: Submission, site: Site) -> tuple[str, ...]:
    """Refuse what is incomplete, or give the irregularity under which it is kept."""
    missing = missing_parts(submission.report, core_questions(site))
    if missing and submission.is_kept_incomplete:
        return ("incomplete",)
    if missing:
        raise ReportIncomplete(
            missing=[{"code": one.code, "path": one.path, "sentence": missing_sentence(one)} for one in missing]
        )
    return ()


def _refuse_photos(submission: Submission, photos: Files) -> None:
    named = submission.report.photos
    if strange := sorted(set(photos) - set(range(len(named)))):
        raise PhotoUnexpected(name=f"photo_{strange[0]}")
    for position, photo in enumerate(named):
        if position not in photos:
            raise PhotoMissing(position=position)
        if content_type_of(photos[position]) is None:
            raise PhotoTypeNotAllowed(position=position)
        if stream_sha256(photos[position]) != photo.sha256:
            raise PhotoHashMismatch(position=position)


def _store(stream: BinaryIO, sha256: str) -> StoredPhoto:
    kind = content_type_of(stream)
    assert kind is not None  # noqa: S101 - refused above
    return store_photo(stream, sha256, *kind)


def _lock(report_id: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"report {report_id}"])


def _keep(submission: Submission, stored: list[StoredPhoto], site: Site, by: User, at: datetime) -> Report:
    said = submission.report
    assert said.finished_at is not None  # noqa: S101 - the door reads no report without its times
    standing = standing_of(assignment_id=submission.assignment, site=site, finished_at=said.finished_at, by=by)
    report = Report.objects.create(**_fields(submission, standing, at), site=site, volunteer=by, received_at=at)
    _keep_photos(report, submission, stored, at)
    _keep_findings(report, said)
    severest = max((one.severity or 0 for one in said.findings), default=0)
    Review.objects.create(report=report, max_severity=severest)
    if standing.assignment is not None:
        standing.assignment.status = Assignment.Status.REPORTED
        standing.assignment.save(update_fields=["status"])
    later("patrol.score_report", report_id=str(report.pk))
    audit.record("submit_report", report, by=by, at=at, change={"site": site.code, "content": report.content_sha256})
    _tell_officers(report, at)
    return report


def _fields(submission: Submission, standing: Standing, at: datetime) -> dict[str, Any]:
    said = submission.report
    return {
        "id": UUID(said.id),
        "content_sha256": submission.content_sha256,
        "assignment": standing.assignment,
        "campaign": standing.campaign,
        **_place(said.fix),
        "fix_at": said.fix.taken_at if said.fix else None,
        "arrived_at": said.arrived_at,
        "finished_at": said.finished_at,
        "clock_offset_s": submission.clock_offset_s(at),
        "condition_id": said.condition,
        "answers": dict(said.answers),
        "note": said.note,
        "channel": submission.channel,
        "irregularities": [*standing.irregularities, *submission.irregularities],
        "payload": dict(submission.payload),
    }


def _place(fix: Fix | None) -> dict[str, Any]:
    if fix is None:
        return {"fix": None, "accuracy_m": None}
    return {"fix": Point(fix.longitude, fix.latitude, srid=4326), "accuracy_m": fix.accuracy_m}


def _keep_photos(report: Report, submission: Submission, stored: list[StoredPhoto], at: datetime) -> None:
    # In one order: two reports with the same photos must not wait for each other.
    files = [
        PhotoFile(sha256=one.sha256, file=one.file, size=one.size, content_type=one.content_type, received_at=at)
        for one in sorted({one.sha256: one for one in stored}.values(), key=lambda one: one.sha256)
    ]
    PhotoFile.objects.bulk_create(files, ignore_conflicts=True)
    Photo.objects.bulk_create(
        Photo(
            report=report,
            file_id=one.sha256,
            role=one.role,
            position=position,
            taken_at=one.taken_at,
            **_place(one.fix),
        )
        for position, one in enumerate(submission.report.photos)
    )


def _keep_findings(report: Report, said: SubmittedReport) -> None:
    Finding.objects.bulk_create(
        # Kind and severity are there: the list of what is missing names them.
        Finding(report=report, kind_id=one.kind or "", severity=one.severity or 0, note=one.note, position=position)
        for position, one in enumerate(said.findings)
    )


def _tell_officers(report: Report, at: datetime) -> None:
    params = {"site": [report.site.name_zh, report.site.name_en]}
    notify(
        users=officers_of(report.site.district_id),
        kind="report_to_review",
        params=params,
        url=reverse("patrol:report", args=[report.pk]),
        at=at,
    )
