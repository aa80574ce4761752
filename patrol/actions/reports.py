"""Receiving reports: the one path of phone, web page and any other client."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import BinaryIO, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from core.errors import NotAllowed, NotFound
from core.jobs import later
from patrol.actions.answered import form_irregularities
from patrol.actions.arrivals import receive_photos
from patrol.actions.irregularities import Standing, standing_of
from patrol.actions.queue_chain import join_queue
from patrol.actions.report_rows import AssignmentGone, NewReport, keep_rows
from patrol.errors import (
    PhotoHashMismatch,
    PhotoMissing,
    PhotoTypeNotAllowed,
    PhotoUnexpected,
    ReportConflict,
    ReportIncomplete,
)
from patrol.logic.report import Missing, missing_parts
from patrol.logic.submission import Submission, in_our_days
from patrol.models import ManualEntry, Report, Review
from patrol.permissions import can_review_reports
from patrol.queries.arrivals import sent_before
from patrol.queries.visit_facts import SiteFacts, VisitFacts, visit_facts
from patrol.sentences import missing_sentence
from patrol.storage import StoredPhoto, content_type_of, sha256_of, store_photos
from people.models import User

Files = Mapping[int, BinaryIO]
FILED_BY_OFFICER = "filed_by_officer"
# Each time somebody else was faster, what is known is read anew: an assignment opens and closes by hand.
ATTEMPTS: Final = 5


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
    whose report it is when an officer files it for somebody. A report that is odd is kept with its irregularities, as is one
    of a clock that was never set.
    Refuses ReportConflict (same id, other content or sender), NotFound (site), NotAllowed (filing for somebody),
    ReportIncomplete, and PhotoMissing, PhotoUnexpected, PhotoTypeNotAllowed, PhotoHashMismatch.
    """
    sender, content = volunteer or by, submission.content_sha256
    submission = in_our_days(submission, at)
    stored: tuple[StoredPhoto, ...] | None = None
    for _attempt in range(ATTEMPTS):
        facts = _facts(submission, sender)
        if facts.known is not None:
            return _with_photos(_known(facts.known, submission, content, sender), submission, photos, by, at)
        site = _site(facts, sender, by)
        checked = _with_oddities(_with_last_condition(submission, site), facts)
        if stored is None:
            _refuse_photos(checked, photos, photos_follow=photos_follow)
            stored = tuple(_store(checked, photos))
        standing = standing_of(
            facts=facts, site=site, assignment=submission.assignment, day=_day(submission), by=sender
        )
        new = _new_report(checked, content, site, standing, stored, Sender(sender, by), at, facts)
        if (report := _keep(new)) is not None:
            return report
    raise RuntimeError("somebody else was faster every time")


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose report it is, and who files it: the same person, but for queue files."""

    volunteer: User
    by: User


def _facts(submission: Submission, sender: User) -> VisitFacts:
    said = submission.report
    return visit_facts(
        report=said.id, site=said.site, volunteer=sender, assignment=submission.assignment, day=_day(submission)
    )


def _day(submission: Submission) -> date:
    assert submission.report.finished_at is not None  # noqa: S101 - the door reads no report without its times
    return timezone.localdate(submission.report.finished_at)


def _known(known: tuple[str, UUID], submission: Submission, content: str, sender: User) -> Report:
    if known != (content, sender.pk):
        raise ReportConflict
    return Report.objects.select_related("site", "review").get(pk=submission.report.id)


def _site(facts: VisitFacts, sender: User, by: User) -> SiteFacts:
    if facts.site is None:
        raise NotFound
    if sender != by and not can_review_reports(by, facts.site.district):
        raise NotAllowed
    return facts.site


def _with_photos(report: Report, submission: Submission, photos: Files, by: User, at: datetime) -> Report:
    """Return a report that was here before, with those of the photos it still waited for."""
    if photos and report.review.photos != Review.Photos.COMPLETE:
        _refuse_photos(submission, photos, photos_follow=True)
        named = submission.report.photos
        receive_photos(report=report, photos={named[n].sha256: stream for n, stream in photos.items()}, by=by, at=at)
        report.review.refresh_from_db()
    return report


def _with_last_condition(submission: Submission, site: SiteFacts) -> Submission:
    """Take the condition last known where nothing changed: the volunteer confirmed it, with or without naming it."""
    said = submission.report
    if said.kind != Report.Kind.UNCHANGED or said.condition is not None:
        return submission
    return replace(submission, report=replace(said, condition=site.condition))


def _with_oddities(submission: Submission, facts: VisitFacts) -> Submission:
    """Refuse what is incomplete, or note that it is, where it is kept all the same."""
    missing = missing_parts(submission.report, facts.core_questions)
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
    if sha256_of(stream) != sha256:
        raise PhotoHashMismatch(position=position)


def _store(submission: Submission, photos: Files) -> list[StoredPhoto]:
    """Store photos that were looked at."""
    return store_photos({photo.sha256: photos[n] for n, photo in enumerate(submission.report.photos) if n in photos})


def _new_report(
    submission: Submission,
    content: str,
    site: SiteFacts,
    standing: Standing,
    stored: tuple[StoredPhoto, ...],
    who: Sender,
    at: datetime,
    facts: VisitFacts,
) -> NewReport:
    to_come = {one.sha256 for one in submission.report.photos} - {one.sha256 for one in stored}
    return NewReport(
        submission=submission,
        content_sha256=content,
        site=site,
        standing=standing,
        irregularities=(
            *standing.irregularities,
            *submission.irregularities,
            *form_irregularities(submission=submission, campaign=standing.campaign),
            *((FILED_BY_OFFICER,) if who.by != who.volunteer else ()),
        ),
        stored=stored,
        to_come=frozenset(to_come - sent_before(who.volunteer, to_come) if to_come else ()),
        volunteer=who.volunteer,
        by=who.by,
        at=at,
    )


def _keep(new: NewReport) -> Report | None:
    """Keep a report in one transaction; None where somebody else was faster: with its id, or with its assignment."""
    try:
        with transaction.atomic():
            report = keep_rows(new=new)
            if report is not None and new.by != new.volunteer:
                # Four eyes: who filed it, and that person's organisation, do not judge it.
                ManualEntry.objects.create(report=report, filed_by=new.by)
            if report is not None and new.submission.queue is not None:
                join_queue(report=report, place=new.submission.queue)
            if report is not None:
                _go_on(report)
            return report
    except AssignmentGone:
        return None


def _go_on(report: Report) -> None:
    """Let a complete report be scored; danger is not kept waiting for photos."""
    if report.review.photos == Review.Photos.COMPLETE:
        later("patrol.score_report", report_id=str(report.pk))
        # Whom to tell, and by which ways, need not hold the phone up.
        later("patrol.tell_officers", report_id=str(report.pk))
    elif report.review.max_severity:
        later("patrol.open_cases", report_id=str(report.pk))
