from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from patrol.actions.cases import open_case_for
from patrol.models import Case, Finding
from people.models import User
from sites.models import Site
from tests.conftest import signed_in
from tests.factories import make


def open_case(person: User, site: Site, kind: str = "crack") -> Case:
    report = make.report(person, site)
    finding = Finding.objects.create(report=report, kind_id=kind, severity=3, note="北墙裂缝", position=0)
    return open_case_for(finding=finding, at=make.NOW)


@pytest.fixture
def case(volunteer: User, site: Site) -> Case:
    return open_case(volunteer, site)


def step(client: Client, case: Case, **said: Any) -> Any:
    return client.post(f"/api/v1/cases/{case.pk}", {"version": 0, **said}, content_type="application/json")


@pytest.mark.parametrize("count", [1, 3])
def test_list_shows_the_cases_of_the_area(
    as_officer: Client, volunteer: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    numbers = [open_case(volunteer, make.site()).number for _ in range(count)]
    # session, person, roles, count, cases
    with django_assert_num_queries(5):
        body = as_officer.get("/api/v1/cases").json()
    assert [row["number"] for row in body["results"]] == numbers
    assert as_officer.get("/api/v1/cases?show=ended").json()["results"] == []


def test_case_goes_a_step_and_writes_it_down(as_officer: Client, officer: User, case: Case) -> None:
    before = as_officer.get(f"/api/v1/cases/{case.pk}").json()
    assert (before["state"], "told_owner" in before["next_states"], len(before["entries"])) == ("found", True, 1)
    body = step(as_officer, case, to="told_owner", note="已电话告知。").json()
    assert (body["state"], body["version"]) == ("told_owner", 1)
    assert [(line["state"], line["note"]) for line in body["entries"]] == [
        ("found", "北墙裂缝"),
        ("told_owner", "已电话告知。"),
    ]
    assert body["entries"][1]["by"] == str(officer)


def test_case_takes_a_note_without_moving(as_officer: Client, case: Case) -> None:
    body = step(as_officer, case, note="等雨停。").json()
    assert (body["state"], body["version"], body["entries"][-1]["note"]) == ("found", 0, "等雨停。")


def test_case_refuses_what_cannot_be(as_officer: Client, case: Case) -> None:
    def refusal(**said: Any) -> tuple[int, str]:
        answer = step(as_officer, case, **said)
        return answer.status_code, answer.json()["code"]

    assert refusal(to="closed") == (409, "step_not_possible")
    assert refusal(to="told_owner", version=7) == (409, "stale")
    assert refusal() == (422, "reason_missing")
    assert refusal(to="nowhere") == (400, "invalid")


def test_case_is_for_officers_of_the_area(as_volunteer: Client, stranger: User, client: Client, case: Case) -> None:
    answers = [step(who, case, to="told_owner").status_code for who in (as_volunteer, signed_in(stranger), client)]
    assert answers == [403, 403, 401]
    assert Case.objects.get().state == "found"
