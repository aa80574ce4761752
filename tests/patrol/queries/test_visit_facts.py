"""What is known before a report is kept."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django.fixtures import DjangoAssertNumQueries

from core.ids import new_id
from patrol.actions import reports
from patrol.actions.assignments import release_assignment, take_assignment
from patrol.actions.reports import submit_report
from patrol.models import Report
from patrol.queries import words
from patrol.queries.form import core_questions
from patrol.queries.officers import officers_of
from patrol.queries.visit_facts import VisitFacts, visit_facts
from patrol.queries.words import are_conditions
from people.models import Role, User
from people.permissions import grants_of
from sites.models import Condition, Site
from tests.factories import make, sent

PHOTOS = [sent.jpeg(1), sent.jpeg(2)]
TODAY = date(2026, 6, 1)


def facts_of(person: User, site: Site, **more: Any) -> VisitFacts:
    asked = {"report": str(new_id()), "site": str(site.pk), "volunteer": person, "assignment": None, "day": TODAY}
    return visit_facts(**{**asked, **more})


def test_facts_are_what_the_queries_say(volunteer: User, officer: User, site: Site) -> None:
    wide, narrow = make.campaign(code="wide", area="11"), make.campaign(code="narrow", area="1101")
    facts = facts_of(volunteer, site)
    assert facts.site is not None
    assert (facts.site.pk, facts.site.code, facts.site.district) == (site.pk, site.code, "110101")
    assert (facts.core_questions, facts.is_active_volunteer) == (core_questions(site), True)
    assert {one.pk for one in facts.campaigns} == {wide.pk, narrow.pk}
    campaign = facts.campaign(TODAY)
    assert (campaign.pk if campaign else None, facts.known, facts.named, facts.own_assignment) == (
        narrow.pk,
        None,
        None,
        None,
    )


def test_facts_bring_the_roles_along(
    volunteer: User, site: Site, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        facts_of(volunteer, site)
        assert grants_of(volunteer) == ((Role.VOLUNTEER, ""),)


def test_nothing_is_known_of_what_is_not_there(stranger: User, site: Site) -> None:
    closed = make.site(is_active=False)
    facts = facts_of(stranger, closed, assignment=str(new_id()))
    assert (facts.site, facts.named, facts.is_active_volunteer) == (None, None, False)


def test_officers_are_active_and_hold_the_area(db: None) -> None:
    inside, outside = make.user("inside@test.example"), make.user("outside@test.example")
    former = make.user("former@test.example", is_active=False)
    make.grant(inside, Role.OFFICER, "11")
    make.grant(outside, Role.OFFICER, "110102")
    make.grant(former, Role.OFFICER, "110101")
    assert [one.email for one in officers_of("110101")] == [inside.email]


def test_an_assignment_closed_in_between_is_looked_at_anew(
    volunteer: User, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    assignment = take_assignment(site=site, by=volunteer, at=make.NOW)
    read = reports.visit_facts

    def read_and_be_overtaken(**asked: Any) -> VisitFacts:
        facts = read(**asked)
        if facts.own_assignment is not None:
            release_assignment(assignment=assignment, by=volunteer, at=make.NOW)
        return facts

    monkeypatch.setattr(reports, "visit_facts", read_and_be_overtaken)
    said = sent.payload(site, PHOTOS, assignment=str(assignment.pk))
    report = submit_report(submission=sent.submission(said), photos=sent.streams(PHOTOS), by=volunteer, at=make.NOW)
    assert (report.assignment_id, "assignment_not_open" in report.irregularities) == (None, True)
    assert Report.objects.count() == 1


def test_words_are_read_once_and_a_new_one_is_known_at_once(
    db: None, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert are_conditions(["good"])
    with django_assert_num_queries(0):
        assert are_conditions(["good"])
    with django_assert_num_queries(3):
        assert not are_conditions(["splendid"])
    Condition.objects.create(code="splendid", label_zh="极好", label_en="splendid", rank=9)
    assert are_conditions(["good", "splendid"])
    # Taken away, it is known for a minute; then no more.
    Condition.objects.filter(code="splendid").delete()
    assert are_conditions(["splendid"])
    monkeypatch.setattr(words, "KEPT_FOR_S", -1.0)
    assert not are_conditions(["splendid"])


def test_a_word_taken_away_is_refused_by_the_key(volunteer: User, site: Site) -> None:
    said = sent.payload(site, PHOTOS)
    submission = sent.submission(said)
    wrong = replace(submission, report=replace(submission.report, condition="gone"))
    with pytest.raises(IntegrityError), transaction.atomic():
        submit_report(submission=wrong, photos=sent.streams(PHOTOS), by=volunteer, at=make.NOW)
        connection.check_constraints()
