from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from patrol.actions.reports import submit_report
from patrol.actions.scoring import score_report
from patrol.models import Case, CaseEntry, Evidence, PhotoFile, Report, Review
from people.models import User
from sites.models import Site
from tests.factories import make, sent
from tests.factories.jobs import run_queued

NOW = make.NOW
PHOTOS = [sent.jpeg(1, (2400, 1800)), sent.jpeg(2)]


def submitted(by: User, site: Site, photos: list[bytes] = PHOTOS, *, minute: int = 0, **fields: object) -> Report:
    said = sent.payload(site, photos, **fields)
    at = NOW + timedelta(minutes=minute)
    return submit_report(submission=sent.submission(said), photos=sent.streams(photos), by=by, at=at)


def outcomes(evidence: Evidence) -> list[tuple[str, str]]:
    return [(witness["code"], witness["outcome"]) for witness in evidence.witnesses]


def test_score_report_of_an_honest_visit_is_strong(volunteer: User, site: Site) -> None:
    report = submitted(volunteer, site)
    evidence = score_report(report=report, at=NOW)
    assert outcomes(evidence) == [
        ("presence.on_site", "pass"),
        ("photo_time.during_visit", "pass"),
        ("photo_reuse.not_seen_before", "pass"),
        ("photo_time.during_visit", "pass"),
        ("photo_reuse.not_seen_before", "pass"),
    ]
    assert (evidence.score, evidence.band, evidence.needs_person) == (100, "strong", False)
    review = Review.objects.get(report=report)
    assert (review.score, review.band, review.needs_person, review.state) == (100, "strong", False, "pending")


def test_score_report_by_the_queue(volunteer: User, site: Site) -> None:
    report = submitted(volunteer, site)
    assert run_queued() == ["patrol.score_report", "patrol.tell_officers"]
    assert report.evidence.count() == 1


def test_score_report_writes_copies_without_exif(volunteer: User, site: Site, media_root: Path) -> None:
    report = submitted(volunteer, site)
    score_report(report=report, at=NOW)
    file = PhotoFile.objects.get(uses__report=report, uses__position=0)
    assert (file.width, file.height, file.error, file.inspected_at) == (2400, 1800, "", NOW)
    for relative, longest in ((file.thumbnail, 480), (file.display, 1600)):
        with Image.open(media_root / relative) as copy:
            assert (max(copy.size), dict(copy.getexif())) == (longest, {})


def test_score_report_measures_to_the_geometry_on_the_ellipsoid(volunteer: User) -> None:
    line = make.site(geom="SRID=4326;LINESTRING(116.30 40.00, 116.50 40.00)")
    # 0.01° of latitude at 40° N is 1,110.4 m on WGS-84; the line's middle lies 8.5 km away.
    report = submitted(volunteer, line, fix=sent.fix(116.31, 40.01))
    presence = score_report(report=report, at=NOW).witnesses[0]
    assert (presence["code"], presence["outcome"]) == ("presence.not_on_site", "fail")
    assert presence["measured"] == pytest.approx(1110.4, abs=1.5)


def test_score_report_from_the_sofa_goes_to_a_person(volunteer: User, site: Site) -> None:
    report = submitted(volunteer, site, fix=sent.fix(116.45, 39.95))
    evidence = score_report(report=report, at=NOW)
    assert outcomes(evidence)[0] == ("presence.not_on_site", "fail")
    assert (evidence.needs_person, report.review.state) == (True, "pending")


def test_score_report_finds_a_photo_used_before(volunteer: User, site: Site) -> None:
    first = submitted(make.volunteer(), make.site())
    copied = submitted(volunteer, site, minute=1)
    assert ("photo_reuse.same_file", "fail") in outcomes(score_report(report=copied, at=NOW))
    # Whoever was copied from is not the copier.
    assert ("photo_reuse.same_file", "fail") not in outcomes(score_report(report=first, at=NOW))


def test_score_report_finds_a_photo_saved_anew(volunteer: User, site: Site) -> None:
    score_report(report=submitted(volunteer, make.site()), at=NOW)
    smaller = [sent.jpeg(1, (1200, 900)), sent.jpeg(5)]
    evidence = score_report(report=submitted(volunteer, site, smaller, minute=1), at=NOW)
    assert [code for code, _ in outcomes(evidence)] == [
        "presence.on_site",
        "photo_time.during_visit",
        "photo_reuse.looks_same",
        "photo_time.during_visit",
        "photo_reuse.not_seen_before",
    ]


def test_score_report_sends_an_unreadable_photo_to_a_person(volunteer: User, site: Site) -> None:
    broken = [PHOTOS[0], PHOTOS[1][:400]]
    report = submitted(volunteer, site, broken)
    evidence = score_report(report=report, at=NOW)
    assert ("photo_file.unreadable", "unsure") in outcomes(evidence)
    assert evidence.needs_person is True
    file = PhotoFile.objects.get(uses__report=report, uses__position=1)
    assert (file.error, file.thumbnail, file.inspected_at) == ("damaged", "", NOW)


def test_score_report_again_adds_nothing(volunteer: User, site: Site) -> None:
    report = submitted(volunteer, site, findings=[sent.finding(4)])
    first = score_report(report=report, at=NOW)
    assert score_report(report=report, at=NOW + timedelta(days=1)) == first
    assert (Evidence.objects.count(), Case.objects.count(), CaseEntry.objects.count()) == (1, 1, 1)


def test_score_report_opens_cases_for_severe_findings_alone(volunteer: User, site: Site) -> None:
    findings = [sent.finding(1), sent.finding(3, "collapse"), sent.finding(4, "fire_risk")]
    score_report(report=submitted(volunteer, site, findings=findings), at=NOW)
    assert list(Case.objects.order_by("number").values_list("kind", "severity")) == [("collapse", 3), ("fire_risk", 4)]


def test_score_report_leaves_a_decision_alone(volunteer: User, officer: User, site: Site) -> None:
    report = submitted(volunteer, site)
    Review.objects.filter(report=report).update(state="accepted", decided_by=officer, decided_at=NOW, version=1)
    score_report(report=report, at=NOW)
    assert Review.objects.values_list("state", "version", "score").get(report=report) == ("accepted", 1, 100)
