"""Decisions about a report."""

from datetime import timedelta

import pytest

from core.errors import NotAllowed, Stale
from core.models import AuditEntry
from patrol.actions.review import accept_report, ask_for_more, reject_report
from patrol.errors import OwnReport, ReasonMissing
from patrol.models import Assignment, Report, Visit
from people.models import Notice, Role, User
from planning.models import Duty
from sites.models import PlaceGrant, Site
from tests.factories import make
from timebank.queries import balance, trial_balance

NOW = make.NOW
HOUR = 3600


@pytest.fixture
def report(volunteer: User, site: Site) -> Report:
    return make.report(volunteer, site, photos=2)


def test_accept_report_proves_the_visit(report: Report, officer: User) -> None:
    review = accept_report(report=report, version=0, by=officer, at=NOW)
    assert (review.state, review.decided_by, review.version) == ("accepted", officer, 1)
    assert Visit.objects.get().visited_at == report.finished_at


def test_accept_report_makes_the_site_current_at_once(report: Report, officer: User) -> None:
    assert Duty.objects.get().last_visited_on is None
    accept_report(report=report, version=0, by=officer, at=NOW)
    duty = Duty.objects.get()
    assert (duty.last_visited_on, duty.due_on) == (NOW.date(), NOW.date() + timedelta(days=30))


def test_accept_report_posts_the_hours_in_balance(report: Report, officer: User, volunteer: User) -> None:
    accept_report(report=report, version=0, by=officer, at=NOW)
    assert balance(volunteer) == HOUR
    assert trial_balance() == 0


def test_accept_report_credits_overlapping_time_once(
    report: Report, officer: User, volunteer: User, site: Site
) -> None:
    accept_report(report=report, version=0, by=officer, at=NOW)
    again = make.report(volunteer, site, arrived_at=NOW - timedelta(minutes=30))
    accept_report(report=again, version=0, by=officer, at=NOW)
    assert balance(volunteer) == HOUR
    assert sorted(Notice.objects.values_list("kind", flat=True)) == [
        "hours_not_posted",
        "hours_posted",
        "report_accepted",
        "report_accepted",
    ]


def test_accept_report_takes_over_the_condition_of_the_newest_only(volunteer: User, officer: User, site: Site) -> None:
    newer = make.report(volunteer, site, condition_id="poor")
    older = make.report(
        volunteer,
        site,
        condition_id="fair",
        arrived_at=NOW - timedelta(days=3, hours=1),
        finished_at=NOW - timedelta(days=3),
    )
    accept_report(report=newer, version=0, by=officer, at=NOW)
    accept_report(report=older, version=0, by=officer, at=NOW)
    site.refresh_from_db()
    assert site.condition_id == "poor"


def test_accept_report_ends_the_assignment_and_its_place_grant(volunteer: User, officer: User, site: Site) -> None:
    assignment = Assignment.objects.create(
        site=site,
        volunteer=volunteer,
        status="reported",
        origin="taken",
        made_by=volunteer,
        made_at=NOW,
        do_by=NOW.date(),
    )
    PlaceGrant.objects.create(site=site, user=volunteer, until=NOW + timedelta(days=9))
    accept_report(report=make.report(volunteer, site, assignment=assignment), version=0, by=officer, at=NOW)
    assignment.refresh_from_db()
    assert assignment.status == "done"
    assert PlaceGrant.objects.get().until == NOW


def test_accept_report_is_audited(report: Report, officer: User) -> None:
    accept_report(report=report, version=0, by=officer, at=NOW)
    assert AuditEntry.objects.filter(verb="review_accepted", by=officer, target_id=str(report.pk)).count() == 1


def test_accept_report_refuses_an_officer_of_another_district(report: Report, db: None) -> None:
    elsewhere = make.user()
    make.grant(elsewhere, Role.OFFICER, "110115")
    with pytest.raises(NotAllowed):
        accept_report(report=report, version=0, by=elsewhere, at=NOW)
    assert Visit.objects.count() == 0


def test_accept_report_refuses_volunteer_and_stranger(report: Report, volunteer: User, stranger: User) -> None:
    for person in (volunteer, stranger):
        with pytest.raises(NotAllowed):
            accept_report(report=report, version=0, by=person, at=NOW)


def test_accept_report_refuses_ones_own(site: Site, officer: User) -> None:
    with pytest.raises(OwnReport):
        accept_report(report=make.report(officer, site), version=0, by=officer, at=NOW)


def test_second_decision_is_told_of_the_first(report: Report, officer: User) -> None:
    accept_report(report=report, version=0, by=officer, at=NOW)
    with pytest.raises(Stale):
        reject_report(report=report, reason="重复", version=0, by=officer, at=NOW)
    with pytest.raises(Stale):
        accept_report(report=report, version=1, by=officer, at=NOW)
    assert Visit.objects.count() == 1


def test_reject_report_tells_the_reason(report: Report, officer: User, volunteer: User) -> None:
    review = reject_report(report=report, reason=" 照片不是此处 ", version=0, by=officer, at=NOW)
    assert (review.state, review.reason) == ("rejected", "照片不是此处")
    assert Notice.objects.get(user=volunteer).params["reason"] == "照片不是此处"
    assert balance(volunteer) == 0


@pytest.mark.parametrize("decide", [ask_for_more, reject_report])
def test_refusal_needs_a_reason(report: Report, officer: User, decide: type) -> None:
    with pytest.raises(ReasonMissing):
        decide(report=report, reason="  ", version=0, by=officer, at=NOW)
