from typing import Any

import pytest
from django.test import Client

from patrol.models import Report, Review
from people.models import User
from sites.models import Site
from tests.conftest import signed_in
from tests.factories import make
from timebank.queries import balance


@pytest.fixture
def report(volunteer: User, site: Site) -> Report:
    return make.report(volunteer, site)


def door(report: Report) -> str:
    return f"/api/v1/reports/{report.pk}/decision"


def decide(client: Client, report: Report, **said: Any) -> Any:
    return client.post(door(report), {"version": 0, **said}, content_type="application/json")


def test_decision_accepts_and_credits(as_officer: Client, officer: User, volunteer: User, report: Report) -> None:
    assert as_officer.get(door(report)).json()["status"] == "pending"
    body = decide(as_officer, report, decision="accept").json()
    assert (body["status"], body["version"], body["decided_by"]) == ("accepted", 1, str(officer))
    assert as_officer.get(door(report)).json() == body
    assert balance(volunteer) > 0


def test_decision_asks_for_more_with_a_reason(as_officer: Client, report: Report) -> None:
    assert decide(as_officer, report, decision="more", reason="请补一张远景。").json()["status"] == "more"
    assert Review.objects.get(pk=report.pk).reason == "请补一张远景。"


@pytest.mark.parametrize("decision", ["more", "reject"])
def test_decision_without_a_reason_is_refused(as_officer: Client, report: Report, decision: str) -> None:
    refused = decide(as_officer, report, decision=decision)
    assert (refused.status_code, refused.json()["code"]) == (422, "reason_missing")
    assert Review.objects.get(pk=report.pk).state == "pending"


def test_decision_by_the_second_officer_is_refused(as_officer: Client, report: Report) -> None:
    decide(as_officer, report, decision="accept")
    refused = decide(as_officer, report, decision="reject", reason="看错了。")
    assert (refused.status_code, refused.json()["code"]) == (409, "stale")
    assert Review.objects.get(pk=report.pk).state == "accepted"


def test_decision_that_is_none_is_refused(as_officer: Client, report: Report) -> None:
    refused = decide(as_officer, report, decision="perhaps")
    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["decision"])


def test_decision_is_for_officers_of_the_area(
    as_volunteer: Client, stranger: User, client: Client, report: Report
) -> None:
    answers = [
        decide(who, report, decision="accept").status_code for who in (as_volunteer, signed_in(stranger), client)
    ]
    assert answers == [403, 404, 401]
    assert Review.objects.get(pk=report.pk).state == "pending"
