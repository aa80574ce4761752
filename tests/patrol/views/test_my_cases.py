"""What became of the damage somebody reported: to them alone, without the office's notes."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from patrol.actions.case_union import merge_cases
from patrol.actions.cases import add_case_note
from patrol.models import Case
from people.models import User
from sites.models import Site
from tests.conftest import signed_in
from tests.factories import cased, make
from tests.factories.cased import NOW

LIST = reverse("patrol:my_cases")


@pytest.fixture
def case(volunteer: User, site: Site) -> Case:
    return cased.opened(site, volunteer)


def url_of(case: Case) -> str:
    return reverse("patrol:my_case", args=[case.pk])


def test_case_is_shown_to_who_reported_it_alone(
    case: Case, as_volunteer: Client, as_officer: Client, stranger: User
) -> None:
    clients = (as_volunteer, signed_in(make.volunteer()), as_officer, signed_in(stranger), Client())
    assert [client.get(url_of(case)).status_code for client in clients] == [200, 404, 403, 403, 302]
    assert list(as_volunteer.get(LIST).context["page"]) == [case]
    assert list(clients[1].get(LIST).context["page"]) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_as_much_for_three_as_for_one(
    rows: int, volunteer: User, as_volunteer: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _row in range(rows):
        cased.opened(person=volunteer)
    # session, person, roles, notices, number, rows
    with django_assert_num_queries(6):
        assert len(as_volunteer.get(LIST).context["page"]) == rows


def test_closed_case_thanks_and_says_what_happened(case: Case, as_volunteer: Client, officer: User) -> None:
    add_case_note(case=case, note="内部：怀疑施工方。", by=officer, at=NOW)
    cased.closed(case, officer)
    page = as_volunteer.get(url_of(case))
    body = page.content.decode()
    assert body.count("谢谢您，裂缝已修好。") == 1
    assert ("怀疑施工方" in body, "officer@" in body) == (False, False)
    assert [str(event["title"]) for event in page.context["events"]] == ["已结案", "已请另一人复查", "已发现"]


def test_number_of_a_merged_case_leads_on(case: Case, site: Site, as_volunteer: Client, officer: User) -> None:
    other = cased.opened(site, east_m=100)
    merge_cases(case=case, into=other, version=0, into_version=0, by=officer, at=NOW)
    assert as_volunteer.get(url_of(case)).url == url_of(other)
    assert list(as_volunteer.get(LIST).context["page"]) == [other]
