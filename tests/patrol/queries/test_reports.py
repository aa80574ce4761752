from datetime import timedelta

from django.contrib.auth.models import AnonymousUser

from patrol.models import Report, Review
from patrol.queries.reports import last_photos, report_history
from people.models import User
from sites.models import Site
from tests.factories import make

NOW = make.NOW


def accepted(site: Site, officer: User, *, days_ago: int = 0) -> Report:
    at = NOW - timedelta(days=days_ago)
    report = make.report(
        make.volunteer(), site, photos=2, arrived_at=at - timedelta(hours=1), finished_at=at, received_at=at
    )
    Review.objects.filter(report=report).update(state="accepted", decided_by=officer, decided_at=NOW)
    return report


def test_last_photos_are_those_of_the_last_accepted_report(volunteer: User, officer: User, site: Site) -> None:
    accepted(site, officer, days_ago=30)
    last = accepted(site, officer, days_ago=10)
    make.report(volunteer, site, photos=3)
    assert [(photo.report, photo.position) for photo in last_photos(site)] == [(last, 0), (last, 1)]


def test_last_photos_before_a_report_leave_out_itself_and_later_ones(officer: User, site: Site) -> None:
    first = accepted(site, officer, days_ago=30)
    second = accepted(site, officer, days_ago=10)
    assert {photo.report for photo in last_photos(site, second)} == {first}
    assert last_photos(site, first) == []


def test_report_history_shows_all_to_the_officer_and_the_accepted_to_others(
    volunteer: User, officer: User, stranger: User, site: Site
) -> None:
    old = accepted(site, officer, days_ago=10)
    own = make.report(volunteer, site)
    accepted(make.site(), officer)
    assert list(report_history(site, officer)) == [own, old]
    assert list(report_history(site, volunteer)) == [own, old]
    assert list(report_history(site, stranger)) == [old]
    assert list(report_history(site, AnonymousUser())) == [old]
