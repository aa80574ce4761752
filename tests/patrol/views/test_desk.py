"""The officer's desk: who may see it, how much it asks of the database, and what happens to a decision."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from patrol.models import Evidence, Report, Review
from people.models import Role, User
from sites.models import Site
from tests.conftest import signed_in
from tests.factories import make

NOW = make.NOW
LISTS = ("patrol:desk", "patrol:inbox", "patrol:cases")


@pytest.fixture
def report(volunteer: User, site: Site) -> Report:
    return make.report(volunteer, site, severity=1, photos=2)


@pytest.fixture
def as_far_officer(db: None) -> Client:
    person = make.user()
    make.grant(person, Role.OFFICER, "110115")
    return signed_in(person)


def page_of(report: Report) -> str:
    return reverse("patrol:report", args=[report.pk])


def decide(client: Client, report: Report, decision: str = "accept", reason: str = "", version: int = 0) -> Any:
    said = {"decision": decision, "reason": reason, "version": version}
    return client.post(page_of(report), said)


def state_of(report: Report) -> str:
    return Review.objects.get(report=report).state


@pytest.mark.parametrize("name", LISTS)
def test_desk_lists_are_for_officers(
    name: str, as_officer: Client, as_volunteer: Client, stranger: User, as_far_officer: Client
) -> None:
    clients = (as_officer, as_far_officer, as_volunteer, signed_in(stranger))
    assert [client.get(reverse(name)).status_code for client in clients] == [200, 200, 403, 403]
    anonymous = Client().get(reverse(name))
    assert (anonymous.status_code, anonymous.url) == (302, f"/accounts/login/?next={reverse(name)}")  # type: ignore[attr-defined]


def test_report_page_is_for_the_officers_of_the_district(
    report: Report, as_officer: Client, as_volunteer: Client, stranger: User, as_far_officer: Client
) -> None:
    clients = (as_officer, as_volunteer, as_far_officer, signed_in(stranger))
    assert [client.get(page_of(report)).status_code for client in clients] == [200, 403, 404, 404]
    assert Client().get(page_of(report)).status_code == 302


def test_decision_is_refused_to_everybody_else(
    report: Report, as_volunteer: Client, stranger: User, as_far_officer: Client
) -> None:
    clients = (as_volunteer, as_far_officer, signed_in(stranger), Client())
    assert [decide(client, report).status_code for client in clients] == [403, 404, 404, 302]
    assert state_of(report) == "pending"


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("patrol:desk", 20), ("patrol:inbox", 16)])
def test_desk_asks_as_much_for_three_reports_as_for_one(
    rows: int, name: str, queries: int, as_officer: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _row in range(rows):
        make.report(make.volunteer(), make.site(), severity=1, photos=2)
    with django_assert_num_queries(queries):
        shown = as_officer.get(reverse(name))
    assert shown.content.count(b'href="/desk/reports/0') == rows + (name == "patrol:desk")


@pytest.mark.parametrize("rows", [1, 3])
def test_report_page_asks_as_much_for_three_photos_as_for_one(
    rows: int, volunteer: User, site: Site, as_officer: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    report = make.report(volunteer, site, severity=1, photos=rows)
    with django_assert_num_queries(24):
        as_officer.get(page_of(report))


def test_inbox_of_another_district_is_empty(report: Report, as_far_officer: Client) -> None:
    assert list(as_far_officer.get(reverse("patrol:inbox")).context["page"]) == []


def test_accepting_opens_the_next_report(report: Report, volunteer: User, as_officer: Client) -> None:
    following = make.report(volunteer, make.site(), photos=2)
    assert decide(as_officer, report).url == page_of(following)
    assert state_of(report) == "accepted"


def test_the_last_decision_leads_back_to_the_inbox(report: Report, as_officer: Client) -> None:
    assert decide(as_officer, report, "reject", "照片不是此处").url == reverse("patrol:inbox")
    assert state_of(report) == "rejected"


@pytest.mark.parametrize("decision", ["more", "reject"])
def test_a_reason_is_asked_for_on_the_page(decision: str, report: Report, as_officer: Client) -> None:
    answer = decide(as_officer, report, decision, "  ")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["reason"])
    assert state_of(report) == "pending"


def test_an_unknown_decision_is_refused(report: Report, as_officer: Client) -> None:
    answer = decide(as_officer, report, "burn")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["decision"])
    assert state_of(report) == "pending"


def test_the_second_officer_reads_who_decided_what(report: Report, as_officer: Client, officer: User) -> None:
    second = make.user(name="Li Second")
    make.grant(second, Role.OFFICER, "1101")
    decide(as_officer, report)
    late = decide(signed_in(second), report, "reject", "裂缝照片不清")
    assert (late.status_code, late.context["mine"]["decision"], state_of(report)) == (409, "reject", "accepted")
    page = late.content.decode()
    # What was written stands in the difference, and in the form that would take the acceptance back.
    assert (page.count("裂缝照片不清"), page.count('name="decision"'), page.count('value="overturn"')) == (2, 0, 1)
    assert page.count(officer.name) == 4


def test_nobody_is_offered_to_decide_about_their_own(site: Site, officer: User, as_officer: Client) -> None:
    own = make.report(officer, site)
    assert as_officer.get(page_of(own)).content.count(b'name="decision"') == 0
    assert (decide(as_officer, own).status_code, state_of(own)) == (403, "pending")


def test_report_page_pairs_photos_with_last_time(
    report: Report, volunteer: User, site: Site, as_officer: Client
) -> None:
    earlier = NOW - timedelta(days=40)
    last = make.report(volunteer, site, photos=1, arrived_at=earlier - timedelta(hours=1), finished_at=earlier)
    decide(as_officer, last)
    shown = as_officer.get(page_of(report)).context
    assert shown["before"] == last
    assert [[photo.get("role") for photo in pair["photos"]] for pair in shown["pairs"]] == [
        ["far", "far"],
        ["near", None],
    ]


def test_report_page_shows_every_witness(report: Report, as_officer: Client) -> None:
    witness = {"name": "presence", "code": "presence.no_fix", "params": {}, "outcome": "absent"}
    values = {"policy_from": NOW.date(), "score": 71, "band": "fair", "needs_person": True}
    Evidence.objects.create(report=report, computed_at=NOW, witnesses=[witness], **values)
    shown = as_officer.get(page_of(report))
    assert [row["outcome"] for row in shown.context["witnesses"]] == ["absent"]
    assert shown.content.count(b'class="witness"') == 1
    assert shown.content.count(b"71<small> / 100") == 1
