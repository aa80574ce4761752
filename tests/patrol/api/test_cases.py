from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from patrol.actions.cases import open_case_for
from patrol.actions.review import accept_report
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


def act(client: Client, case: Case, name: str, **said: Any) -> Any:
    case.refresh_from_db()
    url = f"/api/v1/cases/{case.pk}/{name}"
    return client.post(url, {"version": case.version, **said}, content_type="application/json")


def test_case_goes_from_report_to_closing(as_officer: Client, officer: User, case: Case) -> None:
    other, day = make.volunteer(), "2026-06-01"
    order = {"number": "3", "addressee": "甲", "demands": "修", "issued_on": day, "deadline_on": "2099-01-01"}
    work = {"job": "支护", "contractor": "乙", "cost_fen": 12_345, "started_on": day}
    assert act(as_officer, case, "handler", handler=str(officer.pk)).json()["handler"] == "officer"
    assert act(as_officer, case, "urgency", urgency=3).json()["priority"] == "urgent"
    assert act(as_officer, case, "authority", authority="区文旅局", notified_on=day).json()["state"] == "reported"
    assert act(as_officer, case, "order", **order).json()["orders"][0]["number"] == "3"
    [begun] = act(as_officer, case, "work", **work).json()["interventions"]
    ended = act(as_officer, case, "work-end", work=begun["id"], finished_on=day, cost_fen=20_000).json()
    assert [(one["finished_on"], one["cost_fen"]) for one in ended["interventions"]] == [(day, 20_000)]
    asked = act(as_officer, case, "reinspection", volunteer=str(other.pk), do_by="2099-01-01").json()
    assert (asked["state"], asked["reinspections"][0]["do_by"]) == ("reinspection", "2099-01-01")
    at = timezone.now()
    proof = make.report(other, case.site, arrived_at=at, finished_at=at, received_at=at)
    accept_report(report=proof, version=0, by=officer, at=at)
    closed = step(as_officer, case, to="closed", version=asked["version"], public_answer="谢谢。").json()
    assert (closed["state"], closed["public_answer"], closed["next_states"]) == ("closed", "谢谢。", [])


def test_cases_are_merged_split_opened_again_and_it_is_taken_back(
    as_officer: Client, volunteer: User, case: Case
) -> None:
    other = open_case(volunteer, case.site, kind="collapse")
    merged = act(as_officer, other, "merge", into=str(case.pk), into_version=0).json()
    assert (merged["id"], len(merged["findings"])) == (str(case.pk), 2)
    assert act(as_officer, other, "undo").json()["state"] == "found"
    loose = Finding.objects.create(
        report=make.report(volunteer, case.site), kind_id="crack", severity=2, note="", position=0
    )
    assert len(act(as_officer, case, "add", finding=str(loose.pk)).json()["findings"]) == 2
    split = act(as_officer, case, "split", findings=[str(loose.pk)]).json()
    assert (split["number"], split["split_from"]) == ("WX-2026-00003", str(case.pk))
    case.refresh_from_db()
    step(as_officer, case, to="dismissed", version=case.version)
    assert act(as_officer, case, "reopen", note="确有").json()["state"] == "found"
    assert act(as_officer, case, "undo").json()["state"] == "dismissed"
    assert act(as_officer, case, "answer", public_answer="谢谢。").json()["public_answer"] == "谢谢。"


def test_act_refuses_what_cannot_be(as_officer: Client, as_volunteer: Client, volunteer: User, case: Case) -> None:
    answers = [
        act(as_officer, case, "reinspection", volunteer=str(volunteer.pk), do_by="2099-01-01"),
        act(as_officer, case, "urgency", urgency=3, version=9),
        act(as_officer, case, "merge", into=str(case.pk), into_version=0),
        act(as_officer, case, "order"),
        act(as_officer, case, "nothing"),
        act(as_volunteer, case, "undo"),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
        (409, "reinspector_reported"),
        (409, "stale"),
        (409, "cases_not_mergeable"),
        (400, "invalid"),
        (404, "not_found"),
        (403, "not_allowed"),
    ]


def test_list_is_narrowed(as_officer: Client, volunteer: User, case: Case) -> None:
    grave = open_case(volunteer, make.site(), kind="collapse")
    Case.objects.filter(pk=grave.pk).update(severity=4, due_at=timezone.now() + timedelta(days=1))

    def numbers(query: str) -> list[str]:
        return [row["number"] for row in as_officer.get(f"/api/v1/cases?{query}").json()["results"]]

    assert numbers("severity=4") == [grave.number]
    assert numbers("kind=crack&handler=none&district=110101") == [case.number]
    assert numbers("overdue=true") == [case.number]
    assert numbers(f"q={grave.site.code}") == [grave.number]
    assert numbers("state=closed") == []


@pytest.mark.parametrize("rows", [1, 3])
def test_own_cases_tell_what_became_of_it(
    rows: int,
    as_volunteer: Client,
    as_officer: Client,
    volunteer: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _row in range(rows):
        open_case(volunteer, make.site())
    Case.objects.update(public_answer="谢谢。")
    # session, person, roles, count, cases
    with django_assert_num_queries(5):
        found = as_volunteer.get("/api/v1/cases/own").json()["results"]
    assert [(row["state"], row["public_answer"]) for row in found] == [("found", "谢谢。")] * rows
    assert as_officer.get("/api/v1/cases/own").status_code == 403
