"""Receiving reports: the one path of phone, web page and any other client."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import connection, transaction

from core import audit
from core.errors import NotAllowed, NotFound
from core.jobs import later
from core.logic.hashing import stream_sha256
from patrol.actions.answered import form_irregularities
from patrol.actions.arrivals import await_photos, keep_files, receive_photos, tell_officers
from patrol.actions.irregularities import Standing, standing_of
from patrol.actions.queue_chain import join_queue
from patrol.errors import (
    PhotoHashMismatch,
    PhotoMissing,
    PhotoTypeNotAllowed,
    PhotoUnexpected,
    ReportConflict,
    ReportIncomplete,
)
from patrol.logic.report import Fix, Missing, SubmittedReport, missing_parts
from patrol.logic.submission import Submission
from patrol.models import Assignment, Finding, ManualEntry, Photo, Report, Review
from patrol.permissions import can_review_reports
from patrol.queries.arrivals import sent_before
from patrol.queries.form import core_questions
from patrol.sentences import missing_sentence
from patrol.storage import StoredPhoto, content_type_of, store_photo
from people.models import User
from sites.models import Site
from sites.queries import visible_sites

Files = Mapping[int, BinaryIO]
FILED_BY_OFFICER = "filed_by_officer"


def submit_report(
    *,
    submission: Submission,
    photos: Files,
    by: User,
    at: datetime,
    volunteer: User | None = None,
    photos_follow: bool = False,
) -> Report:
    """Keep a report and its photos (binary streams by position), once per id; the same content again returns the first.

    With `photos_follow` photos may come later (`patrol.actions.arrivals`) and the report waits for them. `volunteer` is
    whose report it is when an officer files it for somebody. A report that is odd is kept with its irregularities.
    Refuses ReportConflict (same id, other content or sender), NotFound (site), NotAllowed (filing for somebody),
    ReportIncomplete, and PhotoMissing, PhotoUnexpected, PhotoTypeNotAllowed, PhotoHashMismatch.
    """
    sender = volunteer or by
    if (known := _known(submission, sender)) is not None:
        return _with_photos(known, submission, photos, by, at)
    site = visible_sites(by).filter(pk=submission.report.site).first()
    if site is None:
        raise NotFound
    if sender != by and not can_review_reports(by, site.district_id):
        raise NotAllowed
    submission = _with_last_condition(submission, site)
    submission = _with_oddities(submission, site)
    _refuse_photos(submission, photos, photos_follow=photos_follow)
    stored = _store(submission, photos)
    with transaction.atomic():
        # Fifty attempts at once wait here for the first, and then find it.
        _lock(f"report {submission.report.id}")
        if (known := _known(submission, sender)) is None:
            return _keep(submission, stored, site, Sender(sender, by), at)
    return _with_photos(known, submission, photos, by, at)


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose report it is, and who files it: the same person, but for queue files."""

    volunteer: User
    by: User


def _known(submission: Submission, sender: User) -> Report | None:
    # Nearly every report is new: a look costs a tenth of reading the report with its site.
    said = Report.objects.filter(pk=submission.report.id).values_list("content_sha256", "volunteer")
    for known in said:
        if known != (submission.content_sha256, sender.pk):
            raise ReportConflict
        return Report.objects.select_related("site", "review").get(pk=submission.report.id)
    return None


def _with_photos(report: Report, submission: Submission, photos: Files, by: User, at: datetime) -> Report:
    """Return a report that was here before, with those of the photos it still waited for."""
    if photos and report.review.photos != Review.Photos.COMPLETE:
        _refuse_photos(submission, photos, photos_follow=True)
        named = submission.report.photos
        receive_photos(report=report, photos={named[n].sha256: stream for n, stream in photos.items()}, by=by, at=at)
        report.review.refresh_from_db()
    return report


def _with_last_condition(submission: Submission, site: Site) -> Submission:
    """Take the condition last known where nothing changed: the volunteer confirmed it, with or without naming it."""
    said = submission.report
    if said.kind != Report.Kind.UNCHANGED or said.condition is not None:
        return submission
    return replace(submission, report=replace(said, condition=site.condition_id))


def _with_oddities(submission: Submission, site: Site) -> Submission:
    """Refuse what is incomplete, or note that it is, where it is kept all the same."""
    missing = missing_parts(submission.report, core_questions(site))
    if not missing and submission.report.condition is None:
        # Nothing changed, says the report, and nobody knows since when.
        missing = [Missing("condition_missing", "condition")]
    if missing and submission.is_kept_incomplete and submission.report.condition is not None:
        return replace(submission, irregularities=(*submission.irregularities, "incomplete"))
    if missing:
        raise ReportIncomplete(
            missing=[{"code": one.code, "path": one.path, "sentence": missing_sentence(one)} for one in missing]
        )
    return submission


def _refuse_photos(submission: Submission, photos: Files, *, photos_follow: bool) -> None:
    named = submission.report.photos
    if strange := sorted(set(photos) - set(range(len(named)))):
        raise PhotoUnexpected(name=f"photo_{strange[0]}")
    for position, photo in enumerate(named):
        if position in photos:
            _refuse_photo(position, photos[position], photo.sha256)
        elif not photos_follow:
            raise PhotoMissing(position=position)


def _refuse_photo(position: int, stream: BinaryIO, sha256: str) -> None:
    if content_type_of(stream) is None:
        raise PhotoTypeNotAllowed(position=position)
    if stream_sha256(stream) != sha256:
        raise PhotoHashMismatch(position=position)


def _store(submission: Submission, photos: Files) -> list[StoredPhoto]:
    """Store photos that were looked at."""
    streams = {photo.sha256: photos[n] for n, photo in enumerate(submission.report.photos) if n in photos}
    return [store_photo(streams[one], one, *_type_of(streams[one])) for one in sorted(streams)]


def _type_of(stream: BinaryIO) -> tuple[str, str]:
    kind = content_type_of(stream)
    assert kind is not None  # noqa: S101 - refused above
    return kind


def _lock(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def _keep(submission: Submission, stored: list[StoredPhoto], site: Site, who: Sender, at: datetime) -> Report:
    said = submission.report
    assert said.finished_at is not None  # noqa: S101 - the door reads no report without its times
    standing = standing_of(
        assignment_id=submission.assignment, site=site, finished_at=said.finished_at, by=who.volunteer
    )
    report = Report(**_fields(submission, standing, at), site=site, volunteer=who.volunteer, received_at=at)
    if who.by != who.volunteer:
        report.irregularities = [*report.irregularities, FILED_BY_OFFICER]
    report.save(force_insert=True)
    if who.by != who.volunteer:
        # Four eyes: who filed it, and that person's organisation, do not judge it.
        ManualEntry.objects.create(report=report, filed_by=who.by)
    awaited = _keep_photos(report, submission, stored, at)
    _keep_findings(report, said)
    report.review = _open_review(report, said, is_complete=not awaited)
    if submission.queue is not None:
        join_queue(report=report, place=submission.queue)
    if standing.assignment is not None:
        standing.assignment.status = Assignment.Status.REPORTED
        standing.assignment.save(update_fields=["status"])
    content = {"site": site.code, "content": report.content_sha256}
    audit.record("submit_report", report, by=who.by, at=at, change=content)
    _go_on(report, at)
    return report


def _open_review(report: Report, said: SubmittedReport, *, is_complete: bool) -> Review:
    severest = max((one.severity or 0 for one in said.findings), default=0)
    photos = Review.Photos.COMPLETE if is_complete else Review.Photos.AWAITED
    return Review.objects.create(report=report, max_severity=severest, photos=photos)


def _go_on(report: Report, at: datetime) -> None:
    """Let a complete report be scored and reviewed; danger is not kept waiting for photos."""
    if report.review.photos == Review.Photos.COMPLETE:
        later("patrol.score_report", report_id=str(report.pk))
        tell_officers(report=report, at=at)
    elif report.review.max_severity:
        later("patrol.open_cases", report_id=str(report.pk))


def _fields(submission: Submission, standing: Standing, at: datetime) -> dict[str, Any]:
    said = submission.report
    return {
        "id": UUID(said.id),
        "kind": said.kind,
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
        "irregularities": [
            *standing.irregularities,
            *submission.irregularities,
            *form_irregularities(submission=submission, campaign=standing.campaign),
        ],
        "payload": dict(submission.payload),
    }


def _place(fix: Fix | None) -> dict[str, Any]:
    if fix is None:
        return {"fix": None, "accuracy_m": None}
    return {"fix": Point(fix.longitude, fix.latitude, srid=4326), "accuracy_m": fix.accuracy_m}


def _keep_photos(report: Report, submission: Submission, stored: list[StoredPhoto], at: datetime) -> set[str]:
    """Keep what the report says of its photos; returns the SHA-256 of those still to come."""
    to_come = {one.sha256 for one in submission.report.photos} - {one.sha256 for one in stored}
    to_come -= sent_before(report.volunteer, to_come) if to_come else set()
    keep_files(stored=stored, named=to_come, at=at)
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
    if to_come:
        await_photos(report=report, hashes=to_come, at=at)
    return to_come


def _keep_findings(report: Report, said: SubmittedReport) -> None:
    Finding.objects.bulk_create(
        # Kind and severity are there: the list of what is missing names them.
        Finding(report=report, kind_id=one.kind or "", severity=one.severity or 0, note=one.note, position=position)
        for position, one in enumerate(said.findings)
    )
