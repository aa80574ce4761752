from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from core.errors import NotFound
from core.models import AuditEntry
from patrol.actions.assignments import take_assignment
from patrol.actions.reports import submit_report
from patrol.errors import (
    PhotoHashMismatch,
    PhotoMissing,
    PhotoTypeNotAllowed,
    PhotoUnexpected,
    ReportConflict,
    ReportIncomplete,
)
from patrol.models import Finding, Photo, PhotoFile, Report, Review
from patrol.tasks import tell_officers_later
from people.models import Notice, User
from sites.models import Site
from tests.factories import make, sent
from tests.factories.jobs import queued

NOW = make.NOW
PHOTOS = [sent.jpeg(1), sent.jpeg(2)]


def test_submit_report_keeps_everything_that_was_said(volunteer: User, site: Site, media_root: Path) -> None:
    campaign = make.campaign()
    assignment = take_assignment(site=site, by=volunteer, at=NOW)
    said = sent.payload(site, PHOTOS, assignment=str(assignment.pk), findings=[sent.finding(3)], note="已告知")
    report = submit_report(
        submission=sent.submission(said, make.uuid(1), "2026-06-01T11:59:50+08:00"),
        photos=sent.streams(PHOTOS),
        by=volunteer,
        at=NOW,
    )
    report.refresh_from_db()
    assert (report.pk, report.site, report.volunteer, report.assignment) == (make.uuid(1), site, volunteer, assignment)
    assert (report.campaign, report.condition_id, report.note) == (campaign, "good", "已告知")
    assert (report.arrived_at, report.finished_at) == (
        datetime(2026, 6, 1, 3, 0, tzinfo=UTC),
        datetime(2026, 6, 1, 3, 40, tzinfo=UTC),
    )
    assert (report.fix.x, report.fix.y, report.accuracy_m) == (116.3894, 39.9407, 8.0)
    assert (report.clock_offset_s, report.irregularities, report.payload) == (10.0, [], said)
    found = Finding.objects.get(report=report)
    assert (found.kind_id, found.severity, found.note) == ("crack", 3, "北墙裂缝")
    assert Review.objects.values_list("state", "max_severity").get(report=report) == ("pending", 3)


def test_submit_report_stores_each_photo_under_its_hash(volunteer: User, site: Site, media_root: Path) -> None:
    said = sent.payload(site, PHOTOS)
    report = submit_report(submission=sent.submission(said), photos=sent.streams(PHOTOS), by=volunteer, at=NOW)
    hashes = [photo["sha256"] for photo in said["photos"]]
    assert list(report.photos.order_by("position").values_list("role", "file")) == [
        ("far", hashes[0]),
        ("near", hashes[1]),
    ]
    for sha256, photo in zip(hashes, PHOTOS, strict=True):
        file = PhotoFile.objects.get(pk=sha256)
        assert (file.file, file.size) == (f"photos/{sha256[:2]}/{sha256}.jpg", len(photo))
        assert (media_root / file.file).read_bytes() == photo


def test_submit_report_marks_the_assignment_and_queues_the_scoring(volunteer: User, officer: User, site: Site) -> None:
    assignment = take_assignment(site=site, by=volunteer, at=NOW)
    said = sent.payload(site, PHOTOS)
    report = submit_report(submission=sent.submission(said), photos=sent.streams(PHOTOS), by=volunteer, at=NOW)
    assignment.refresh_from_db()
    assert (report.assignment, assignment.status) == (assignment, "reported")
    jobs = [(f"patrol.{name}", {"report_id": str(report.pk)}) for name in ("score_report", "tell_officers")]
    assert queued() == jobs
    tell_officers_later(report_id=str(report.pk))
    assert list(Notice.objects.values_list("user", "kind")) == [(officer.pk, "report_to_review")]
    assert AuditEntry.objects.filter(verb="submit_report", by=volunteer, target_id=str(report.pk)).count() == 1


def test_submit_report_again_returns_the_first(volunteer: User, officer: User, site: Site) -> None:
    said = sent.payload(site, PHOTOS)
    reports = [
        submit_report(
            submission=sent.submission(said, make.uuid(1), f"2026-06-01T11:5{n}:00+08:00"),
            photos=sent.streams(PHOTOS),
            by=volunteer,
            at=NOW + timedelta(minutes=n),
        )
        for n in range(3)
    ]
    assert {(report.pk, report.received_at) for report in reports} == {(make.uuid(1), NOW)}
    assert (Report.objects.count(), Photo.objects.count()) == (1, 2)
    assert [name for name, _ in queued()] == ["patrol.score_report", "patrol.tell_officers"]


def test_submit_report_again_needs_no_photos(volunteer: User, site: Site) -> None:
    said = sent.payload(site, PHOTOS)
    submit_report(submission=sent.submission(said, make.uuid(1)), photos=sent.streams(PHOTOS), by=volunteer, at=NOW)
    again = submit_report(submission=sent.submission(said, make.uuid(1)), photos={}, by=volunteer, at=NOW)
    assert again.pk == make.uuid(1)


def test_submit_report_refuses_other_content_under_the_same_id(volunteer: User, site: Site) -> None:
    said = sent.payload(site, PHOTOS)
    submit_report(submission=sent.submission(said, make.uuid(1)), photos=sent.streams(PHOTOS), by=volunteer, at=NOW)
    other = sent.submission({**said, "note": "别的"}, make.uuid(1))
    with pytest.raises(ReportConflict):
        submit_report(submission=other, photos=sent.streams(PHOTOS), by=volunteer, at=NOW)


def test_submit_report_refuses_the_id_of_somebody_else(volunteer: User, site: Site) -> None:
    said = sent.payload(site, PHOTOS)
    submit_report(submission=sent.submission(said, make.uuid(1)), photos=sent.streams(PHOTOS), by=volunteer, at=NOW)
    with pytest.raises(ReportConflict):
        submit_report(
            submission=sent.submission(said, make.uuid(1)), photos=sent.streams(PHOTOS), by=make.volunteer(), at=NOW
        )


def test_submit_report_stores_the_same_bytes_once(volunteer: User, site: Site, media_root: Path) -> None:
    for number in (1, 2):
        said = sent.payload(site, PHOTOS, note=str(number))
        submit_report(submission=sent.submission(said), photos=sent.streams(PHOTOS), by=volunteer, at=NOW)
    assert (Photo.objects.count(), PhotoFile.objects.count()) == (4, 2)
    assert len([path for path in media_root.rglob("*") if path.is_file()]) == 2


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"fix": None}, "fix_missing"),
        ({"condition": None}, "condition_missing"),
        ({"answers": {}}, "answer_missing"),
        ({"findings": [{"kind": "crack", "severity": 3}]}, "finding_note_missing"),
    ],
)
def test_submit_report_refuses_what_is_incomplete(
    volunteer: User, site: Site, fields: dict[str, object], code: str
) -> None:
    said = sent.payload(site, PHOTOS, **fields)
    with pytest.raises(ReportIncomplete) as refusal:
        submit_report(submission=sent.submission(said), photos=sent.streams(PHOTOS), by=volunteer, at=NOW)
    assert {part["code"] for part in refusal.value.extra["missing"]} == {code}


def test_submit_report_refuses_photos_that_do_not_fit(volunteer: User, site: Site, media_root: Path) -> None:
    said = sent.payload(site, PHOTOS)
    text = sent.payload(site, [b"no photo at all", PHOTOS[1]])
    for refusal, report, photos in (
        (PhotoMissing, said, PHOTOS[:1]),
        (PhotoUnexpected, said, [*PHOTOS, sent.jpeg(3)]),
        (PhotoHashMismatch, said, PHOTOS[::-1]),
        (PhotoTypeNotAllowed, text, [b"no photo at all", PHOTOS[1]]),
    ):
        with pytest.raises(refusal):
            submit_report(submission=sent.submission(report), photos=sent.streams(photos), by=volunteer, at=NOW)
    assert Report.objects.count() == 0
    assert list(media_root.rglob("*")) == []


def test_submit_report_refuses_an_unknown_or_closed_site(volunteer: User, site: Site) -> None:
    closed = make.site(is_active=False)
    for said in (sent.payload(closed, PHOTOS), sent.payload(site, PHOTOS, site=str(make.uuid(9)))):
        with pytest.raises(NotFound):
            submit_report(submission=sent.submission(said), photos=sent.streams(PHOTOS), by=volunteer, at=NOW)


def test_submit_report_keeps_what_is_odd(volunteer: User, stranger: User, site: Site) -> None:
    elsewhere, inactive = make.site(), make.volunteer(is_active=False)
    of_another = take_assignment(site=site, by=make.volunteer(), at=NOW)
    make.campaign()
    for by, fields, odd in (
        (volunteer, {}, ["no_assignment"]),
        (volunteer, {"assignment": str(of_another.pk)}, ["assignment_of_another"]),
        (volunteer, {"assignment": str(make.uuid(5))}, ["unknown_assignment"]),
        (stranger, {}, ["no_assignment", "no_right"]),
        (inactive, {}, ["no_assignment", "inactive_volunteer"]),
    ):
        said = sent.payload(site, PHOTOS, **fields)
        report = submit_report(submission=sent.submission(said), photos=sent.streams(PHOTOS), by=by, at=NOW)
        assert report.irregularities == odd
    said = sent.payload(elsewhere, PHOTOS, assignment=str(of_another.pk))
    report = submit_report(submission=sent.submission(said), photos=sent.streams(PHOTOS), by=volunteer, at=NOW)
    assert report.irregularities == ["assignment_elsewhere"]
    of_another.refresh_from_db()
    assert of_another.status == "open"


def test_submit_report_outside_a_campaign_says_so(volunteer: User, site: Site) -> None:
    make.campaign(ends_on=date(2026, 5, 31))
    take_assignment(site=site, by=volunteer, at=NOW)
    said = sent.payload(site, PHOTOS)
    report = submit_report(submission=sent.submission(said), photos=sent.streams(PHOTOS), by=volunteer, at=NOW)
    assert (report.campaign, report.irregularities) == (None, ["outside_campaign"])
