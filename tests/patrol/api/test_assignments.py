import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from patrol.actions.assignments import take_assignment
from patrol.models import Assignment
from people.models import User
from sites.models import Site
from tests.conftest import signed_in
from tests.factories import make

URL = "/api/v1/assignments"


def test_take_assignment_answers_with_the_visit(as_volunteer: Client, site: Site) -> None:
    first = as_volunteer.post(URL, {"site": str(site.pk)}, content_type="application/json")
    again = as_volunteer.post(URL, {"site": str(site.pk)}, content_type="application/json")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert (first.json()["status"], first.json()["site"]["code"]) == ("open", site.code)


def test_take_assignment_opens_the_exact_place_of_a_tomb(as_volunteer: Client) -> None:
    tomb = make.site(category_id="0200")
    shown = as_volunteer.post(URL, {"site": str(tomb.pk)}, content_type="application/json").json()["site"]
    assert (shown["is_exact"], shown["place"]["coordinates"]) == (True, [116.3894, 39.9407])


def test_take_assignment_refusals(as_volunteer: Client, as_officer: Client, site: Site) -> None:
    take_assignment(site=site, by=make.volunteer(), at=make.NOW.replace(year=2099))

    def answer(client: Client, asked: str) -> tuple[int, str]:
        found = client.post(URL, {"site": asked}, content_type="application/json")
        return found.status_code, found.json()["code"]

    assert answer(as_volunteer, str(site.pk)) == (409, "already_taken")
    assert answer(as_officer, str(site.pk)) == (403, "not_allowed")
    assert answer(as_volunteer, str(make.uuid(1))) == (404, "not_found")
    assert answer(as_volunteer, "here") == (400, "invalid")
    assert answer(Client(), str(site.pk)) == (401, "not_authenticated")


def test_release_assignment_gives_it_back(volunteer: User, as_volunteer: Client, site: Site) -> None:
    taken = take_assignment(site=site, by=volunteer, at=make.NOW)
    answers = [as_volunteer.post(f"{URL}/{taken.pk}/release") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 409]
    assert (answers[0].json()["status"], answers[1].json()["code"]) == ("released", "not_open")


def test_release_assignment_of_another_is_unknown(stranger: User, site: Site) -> None:
    taken = take_assignment(site=site, by=make.volunteer(), at=make.NOW)
    assert signed_in(stranger).post(f"{URL}/{taken.pk}/release").status_code == 404
    assert Assignment.objects.get(pk=taken.pk).status == "open"


@pytest.mark.parametrize("rows", [1, 3])
def test_list_assignments_shows_my_own_soonest_first(
    volunteer: User, as_volunteer: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made = [take_assignment(site=make.site(), by=volunteer, at=make.NOW.replace(day=28 - n)) for n in range(rows)]
    take_assignment(site=make.site(), by=make.volunteer(), at=make.NOW)
    with django_assert_num_queries(6):  # session, user, grants, count, assignments, sites
        answer = as_volunteer.get(f"{URL}?status=open").json()
    assert [row["id"] for row in answer["results"]] == [str(one.pk) for one in reversed(made)]
    assert as_volunteer.get(f"{URL}?status=done").json()["count"] == 0
