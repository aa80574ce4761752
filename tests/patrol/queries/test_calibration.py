"""Agreement with officers, from what was decided."""

from datetime import date, datetime, timedelta

import pytest

from patrol.models import Evidence, Review
from patrol.queries.calibration import calibration_for, calibration_of
from people.models import Role, User
from sites.models import Site
from tests.factories import make

NOW = make.NOW


def decided(
    place: Site, state: str = "accepted", *, score: int = 100, outcome: str = "pass", at: datetime = NOW
) -> Review:
    """Make a decided report with its evidence."""
    report = make.report(make.volunteer(), place)
    evidence(report, score, outcome)
    by = make.user()
    Review.objects.filter(report=report).update(state=state, decided_by=by, decided_at=at, reason="x")
    return report.review


def evidence(report: object, score: int, outcome: str, at: datetime = NOW) -> None:
    Evidence.objects.create(
        report=report,
        computed_at=at,
        policy_from=date(2026, 11, 1),
        score=score,
        band="strong",
        needs_person=score < 90,
        witnesses=[{"name": "presence", "outcome": outcome, "weight": 60, "code": "presence.on_site", "params": {}}],
    )


@pytest.fixture
def some(site: Site) -> None:
    decided(site)
    decided(site, score=100)
    decided(site, "rejected", score=40, outcome="fail")
    decided(site, "more", score=0, outcome="fail")
    make.report(make.volunteer(), site)


@pytest.mark.usefixtures("some")
def test_calibration_of_what_was_decided() -> None:
    figures = calibration_of()
    assert (figures.reports, figures.refused, figures.brier) == (3, 1, pytest.approx(0.16 / 3))
    assert (figures.ruled.detected, figures.ruled.false_alarms, figures.best.below) == (1, 0, 100)
    assert [(one.name, one.heard, one.doubted, one.precision) for one in figures.witnesses] == [("presence", 3, 1, 1)]
    assert [(band.least, band.count, band.share) for band in figures.bands] == [(40, 1, 0), (100, 2, 1)]
    assert figures.proposals is None


@pytest.mark.usefixtures("some")
def test_calibration_for_the_persons_areas(officer: User, planner: User) -> None:
    elsewhere = make.user()
    make.grant(elsewhere, Role.OFFICER, "110105")
    assert [calibration_for(person).reports for person in (officer, elsewhere, planner)] == [3, 0, 0]


def test_calibration_takes_the_newest_evidence_and_the_days_asked(site: Site) -> None:
    review = decided(site, "rejected", score=100)
    evidence(review.report, 30, "fail", NOW + timedelta(days=1))
    decided(site, at=NOW - timedelta(days=90))
    figures = calibration_of(since=date(2026, 5, 1))
    assert (figures.reports, figures.ruled.detected) == (1, 1)


def test_calibration_proposes_weights_beside_those_in_force(site: Site) -> None:
    for _ in range(20):
        decided(site)
        decided(site, "rejected", score=40, outcome="fail")
    (one,) = calibration_of().proposals or []
    assert (one.name, one.weight) == ("presence", 44)
    assert one.proposed > 10
