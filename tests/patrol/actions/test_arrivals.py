from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from core.errors import NotAllowed
from core.models import AuditEntry
from patrol.actions.arrivals import mark_photos_missing, receive_photos
from patrol.actions.reports import submit_report
from patrol.actions.review import accept_report
from patrol.actions.scoring import open_cases, score_report
from patrol.errors import PhotoHashMismatch, PhotosAwaited, PhotoTypeNotAllowed
from patrol.models import AwaitedPhoto, Case, PhotoFile, QueueEntry, Report, Review
from patrol.queries.inbox import desk_counts, inbox
from people.models import Notice, User
from sites.models import Site
from tests.factories import make, sent
from tests.factories.jobs import queued

NOW = make.NOW
PHOTOS = [sent.jpeg(1), sent.jpeg(2)]


def awaiting(by: User, site: Site, photos: int = 0, **fields: object) -> Report:
    """Submit a report of two photos of which only the first ones came along."""
    submission = sent.submission(sent.payload(site, PHOTOS, **fields))
    return submit_report(submission=submission, photos=sent.streams(PHOTOS[:photos]), by=by, at=NOW, photos_follow=True)


def hashes(report: Report) -> list[str]:
    return list(report.photos.order_by("position").values_list("file", flat=True))


def test_submit_report_keeps_the_photos_that_came_and_awaits_the_others(volunteer: User, site: Site) -> None:
    report = awaiting(volunteer, site, photos=1)
    first, second = hashes(report)
    assert list(AwaitedPhoto.objects.values_list("file", "received_bytes")) == [(second, 0)]
    assert (PhotoFile.objects.get(pk=first).received_at, PhotoFile.objects.get(pk=second).received_at) == (NOW, None)
    assert report.review.photos == "awaited"


def test_receive_photos_completes_the_report(volunteer: User, officer: User, site: Site) -> None:
    report = awaiting(volunteer, site)
    assert (inbox(officer, at=NOW).count(), desk_counts(officer, at=NOW).waiting) == (0, 0)
    streams = dict(zip(hashes(report), sent.streams(PHOTOS).values(), strict=True))
    receive_photos(report=report, photos=streams, by=volunteer, at=NOW)
    assert Review.objects.get(pk=report.pk).photos == "complete"
    assert queued() == [("patrol.score_report", {"report_id": str(report.pk)})]
    assert list(Notice.objects.values_list("user", "kind")) == [(officer.pk, "report_to_review")]
    assert AuditEntry.objects.filter(verb="complete_report", target_id=str(report.pk)).count() == 1
    assert (inbox(officer, at=NOW).count(), desk_counts(officer, at=NOW).waiting) == (1, 1)


def test_receive_photos_refuses_what_is_not_the_photo(volunteer: User, site: Site, media_root: Path) -> None:
    report = awaiting(volunteer, site)
    for wrong, refusal in ((PHOTOS[1], PhotoHashMismatch), (b"no photo at all", PhotoTypeNotAllowed)):
        with pytest.raises(refusal):
            receive_photos(report=report, photos={hashes(report)[0]: sent.streams([wrong])[0]}, by=volunteer, at=NOW)
    assert AwaitedPhoto.objects.count() == 2
    assert [path for path in media_root.rglob("*") if path.is_file()] == []


def test_nobody_decides_while_photos_are_awaited(volunteer: User, officer: User, site: Site) -> None:
    report = awaiting(volunteer, site)
    with pytest.raises(PhotosAwaited):
        accept_report(report=report, version=0, by=officer, at=NOW)
    with pytest.raises(IntegrityError, match="review_decided_with_photos_here"), transaction.atomic():
        Review.objects.filter(pk=report.pk).update(state="accepted", decided_by=officer, decided_at=NOW)


def test_mark_photos_missing_shows_the_report_after_fourteen_days(
    volunteer: User, officer: User, as_officer: Client, site: Site
) -> None:
    report = awaiting(volunteer, site, photos=1)
    assert mark_photos_missing(at=NOW + timedelta(days=14)) == 0
    assert mark_photos_missing(at=NOW + timedelta(days=14, seconds=1)) == 1
    assert mark_photos_missing(at=NOW + timedelta(days=15)) == 0
    review = Review.objects.get(pk=report.pk)
    assert (review.photos, review.irregularities) == ("missing", ["photos_missing"])
    assert queued() == [("patrol.score_report", {"report_id": str(report.pk)})]
    evidence = score_report(report=report, at=NOW)
    assert [(one["code"], one["params"]["position"]) for one in evidence.witnesses if one["name"] == "photo_file"] == [
        ("photo_file.missing", 1)
    ]
    page = as_officer.get(f"/desk/reports/{report.pk}/").content.decode()
    assert "14 天内没有送到" in page
    accept_report(report=report, version=0, by=officer, at=NOW)


def test_photos_that_come_late_are_taken_all_the_same(volunteer: User, site: Site) -> None:
    report = awaiting(volunteer, site, photos=1)
    mark_photos_missing(at=NOW + timedelta(days=15))
    receive_photos(
        report=report, photos={hashes(report)[1]: sent.streams(PHOTOS)[1]}, by=volunteer, at=NOW + timedelta(days=20)
    )
    review = Review.objects.get(pk=report.pk)
    assert (review.photos, review.irregularities) == ("complete", [])


def test_open_cases_of_danger_before_the_photos_come(volunteer: User, site: Site) -> None:
    report = awaiting(volunteer, site, findings=[sent.finding(3), sent.finding(1)])
    for _ in range(2):
        open_cases(report=report, at=NOW)
    assert list(Case.objects.values_list("severity", flat=True)) == [3]


def test_submit_report_for_a_volunteer_is_for_officers_of_the_area(
    volunteer: User, officer: User, stranger: User, site: Site
) -> None:
    submission = sent.submission(sent.payload(site, PHOTOS), make.uuid(1))
    for by in (stranger, make.volunteer()):
        with pytest.raises(NotAllowed):
            submit_report(submission=submission, photos=sent.streams(PHOTOS), by=by, at=NOW, volunteer=volunteer)
    for _ in range(2):
        report = submit_report(
            submission=submission, photos=sent.streams(PHOTOS), by=officer, at=NOW, volunteer=volunteer
        )
        assert (report.volunteer, report.irregularities[-1]) == (volunteer, "filed_by_officer")
    assert AuditEntry.objects.filter(verb="submit_report", by=officer).count() == 1


def test_a_photo_that_came_never_leaves(volunteer: User, site: Site) -> None:
    report = awaiting(volunteer, site, photos=1)
    here, named = (PhotoFile.objects.filter(pk=sha256) for sha256 in hashes(report))
    for change in ({"file": "photos/other.jpg"}, {"received_at": None, "file": ""}, {"size": 1}):
        with pytest.raises(IntegrityError, match="a photo that was received stays"), transaction.atomic():
            here.update(**change)
    with pytest.raises(IntegrityError, match="photo_file_here_or_named_only"), transaction.atomic():
        named.update(received_at=NOW)
    with pytest.raises(IntegrityError, match="awaited_photo_within_size"), transaction.atomic():
        AwaitedPhoto.objects.update(size=1, received_bytes=2)


def test_a_queue_only_grows(volunteer: User, site: Site) -> None:
    report = make.report(volunteer, site)
    entry = QueueEntry.objects.create(report=report, device=make.uuid(9), sequence=1, sha256="aa")
    for change in (entry.delete, lambda: QueueEntry.objects.update(sequence=2)):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change()
