"""The case board and one case: who may, how much it asks, and what a refused step leaves behind."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from patrol.actions.cases import open_case_for
from patrol.models import Case
from people.models import Role, User
from sites.models import Site
from tests.conftest import signed_in
from tests.factories import make


def opened(site: Site | None = None) -> Case:
    report = make.report(make.volunteer(), site or make.site(), severity=3)
    return open_case_for(finding=report.findings.get(), at=make.NOW)


@pytest.fixture
def case(site: Site) -> Case:
    return opened(site)


def page_of(case: Case) -> str:
    return reverse("patrol:case", args=[case.pk])


def step(client: Client, case: Case, to: str = "", note: str = "", version: int = 0) -> Any:
    return client.post(page_of(case), {"to": to, "note": note, "version": version})


def test_case_page_is_for_the_officers_of_the_district(
    case: Case, as_officer: Client, as_volunteer: Client, stranger: User
) -> None:
    far = make.user()
    make.grant(far, Role.OFFICER, "110115")
    clients = (as_officer, signed_in(far), as_volunteer, signed_in(stranger), Client())
    assert [client.get(page_of(case)).status_code for client in clients] == [200, 404, 403, 403, 302]
    assert [step(client, case, "ordered").status_code for client in clients[1:]] == [404, 403, 403, 302]
    case.refresh_from_db()
    assert case.state == "found"


@pytest.mark.parametrize("rows", [1, 3])
def test_board_asks_as_much_for_three_cases_as_for_one(
    rows: int, as_officer: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _row in range(rows):
        opened()
    with django_assert_num_queries(6):
        shown = as_officer.get(reverse("patrol:cases"))
    assert len(shown.context["page"]) == rows


@pytest.mark.parametrize("lines", [1, 3])
def test_case_page_asks_as_much_for_three_lines_as_for_one(
    lines: int, case: Case, as_officer: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for line in range(lines):
        step(as_officer, case, note=f"第 {line} 次查看")
    as_officer.get(page_of(case))
    with django_assert_num_queries(6):
        shown = as_officer.get(page_of(case))
    assert len(shown.context["events"]) == 1 + lines


def test_step_moves_the_case_and_returns_to_it(case: Case, as_officer: Client) -> None:
    assert step(as_officer, case, "told_owner", "已告知").url == page_of(case)
    case.refresh_from_db()
    assert (case.state, case.version) == ("told_owner", 1)


def test_line_needs_words(case: Case, as_officer: Client) -> None:
    answer = step(as_officer, case, note="  ")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["note"])
    assert case.entries.count() == 1


@pytest.mark.parametrize(("to", "version"), [("ordered", 7), ("closed", 0)])
def test_refused_step_shows_the_case_again_with_what_was_written(
    to: str, version: int, case: Case, as_officer: Client
) -> None:
    answer = step(as_officer, case, to, "已修缮", version)
    assert (answer.status_code, answer.context["form"]["note"].value()) == (409, "已修缮")
    assert answer.content.decode().count(answer.context["refusal"]) == 1
    assert case.entries.count() == 1


def test_closing_without_reinspection_says_what_is_missing(case: Case, as_officer: Client) -> None:
    step(as_officer, case, "reinspection")
    assert step(as_officer, case, "closed", version=1).status_code == 409
    case.refresh_from_db()
    assert case.state == "reinspection"


def test_ended_cases_stand_on_their_own_tab(case: Case, as_officer: Client) -> None:
    step(as_officer, case, "dismissed")
    board = reverse("patrol:cases")
    assert list(as_officer.get(board).context["page"]) == []
    assert list(as_officer.get(f"{board}?show=ended").context["page"]) == [case]
