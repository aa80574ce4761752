"""The forecast's page and API: due against capacity, what if, for each role."""

from datetime import timedelta

import pytest
from django.test import Client

from patrol.models import OutingPolicy, Visit
from people.models import User
from planning.logic.forecast import Capacity, Owed
from planning.models import Suspension
from planning.queries.duties import today
from planning.queries.forecast import capacity_in, new_point, owed_in
from tests.conftest import signed_in
from tests.factories import make
from tests.planning.cases import HOME, KM_EAST, asked, now, person, site_at, visited

PAGE = "/planning/coverage/forecast/"
API = "/api/v1/coverage/forecast"


def test_owed_counts_alike_sites_together_and_suspended_ones_later(officer: User) -> None:
    visited(make.site(), 10)
    visited(make.site(), 10)
    make.site(is_difficult=True)
    asleep = make.site()
    Suspension.objects.create(
        site=asleep, from_on=today(), to_on=today() + timedelta(days=9), reason="雪", by=officer, at=make.NOW
    )
    assert sorted(owed_in(["11"], on=today()), key=lambda one: (one.is_difficult, one.ahead_days)) == [
        Owed("110101", is_difficult=False, ahead_days=10, interval_days=30, sites=1),
        Owed("110101", is_difficult=False, ahead_days=20, interval_days=30, sites=2),
        Owed("110101", is_difficult=True, ahead_days=0, interval_days=30, sites=1, people=2),
    ]


@pytest.mark.django_db
def test_owed_counts_one_person_at_difficult_sites_where_the_policy_lets_them_go_alone() -> None:
    make.site(is_difficult=True)
    first = OutingPolicy.objects.order_by("valid_from")[0]
    OutingPolicy.objects.create(valid_from=today(), values={**first.values, "safety.company_at_difficult": 0})
    assert [one.people for one in owed_in(["11"], on=today())] == [1]


def test_visit_of_two_was_done_by_both_whether_one_or_both_reported(planner: User) -> None:
    cliff = make.site(is_difficult=True)
    lead, along = person("lead@test.example"), person("along@test.example")
    together = asked(cliff, lead, planner, companion=along, status="done")
    for who in (lead, along):
        report = make.report(who, cliff, assignment=together)
        Visit.objects.create(report=report, site=cliff, volunteer=who, visited_at=now())
        (found,) = capacity_in(["11"], on=today())
        assert round(found.actual * 90 / (365.25 / 12), 6) == 2


@pytest.mark.django_db
def test_capacity_is_what_was_declared_and_what_was_done() -> None:
    make.district()
    trained = person(visits_per_month=6)
    trained.volunteer.skills.add("mountain_patrol")
    person(visits_per_month=4)
    person(visits_per_month=4, is_active=False)
    site = make.site(is_active=False)
    visited(site, 10)
    visited(site, 200)
    (found,) = capacity_in(["11"], on=today())
    # The two who visited live there as well.
    assert found == Capacity("110101", 4, 18.0, 6.0, 365.25 / 12 / 90)


@pytest.mark.django_db
def test_new_point_tells_what_it_would_hold() -> None:
    for km in (1, 2, 9):
        site_at(km)
    found = new_point(["11"], lon=HOME[0] + KM_EAST, lat=HOME[1], catchment_m=3_000)
    assert (found.inside, found.newly_inside, found.nearer) == (2, 2, 3)


def test_page_shows_what_cannot_be_managed_and_what_if(as_planner: Client) -> None:
    for _ in range(9):
        make.site()
    person(visits_per_month=2)
    context = as_planner.get(PAGE).context
    assert (context["sites"], context["volunteers"], context["declared"], context["is_changed"]) == (9, 1, 2, False)
    assert [one["name"] for one in context["districts"]] == ["东城区"]
    assert context["months"][-1][0].is_feasible is False
    more = as_planner.get(
        PAGE, {"district": "110101", "more_volunteers": 10, "interval_from": 30, "interval_to": 60}
    ).context
    now, then = more["months"][-1]
    assert (more["is_changed"], now.is_feasible, then.is_feasible) == (True, False, True)
    assert sum(one.due for one, _then in more["months"]) > sum(one.due for _now, one in more["months"])


@pytest.mark.usefixtures("site")
def test_page_answers_about_a_new_point_and_says_what_it_cannot_read(as_planner: Client) -> None:
    found = as_planner.get(PAGE, {"place": "116.39, 39.94", "catchment_m": "500"}).context
    assert (found["point"].inside, found["point"].nearer) == (1, 1)
    wrong = as_planner.get(PAGE, {"place": "there"}).context
    assert (wrong["point"], wrong["form"].errors["place"]) == (None, ["请填写经度和纬度，如 116.39, 39.90。"])


@pytest.mark.usefixtures("site")
def test_api_answers_by_week_and_month(as_officer: Client) -> None:
    months = as_officer.get(API, {"count": 3}).json()
    assert months[0]["due"] == 1.0
    assert len(as_officer.get(API, {"by": "week", "count": 5}).json()) == 5
    assert as_officer.get(API, {"by": "year"}).status_code == 400
    assert [one["due"] for one in as_officer.get(API, {"district": "110102", "count": 2}).json()] == [0.0, 0.0]


def test_others_are_refused(as_volunteer: Client, stranger: User, client: Client) -> None:
    assert as_volunteer.get(PAGE).status_code == 403
    assert signed_in(stranger).get(PAGE).status_code == 403
    assert client.get(PAGE)["Location"] == f"/accounts/login/?next={PAGE}"
    assert (as_volunteer.get(API).status_code, client.get(API).status_code) == (403, 401)
