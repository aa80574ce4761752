from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import Point
from pytest_django.fixtures import DjangoAssertNumQueries

from patrol.actions.assignments import take_assignment
from patrol.models import Report, Visit
from people.models import User
from planning.queries.near import near_sites
from sites.models import Site
from tests.factories import make

HERE = Point(116.40, 39.90, srid=4326)
TODAY = date(2026, 6, 1)


def at(longitude: float, latitude: float = 39.90, **fields: object) -> Site:
    return make.site(geom=Point(longitude, latitude, srid=4326), **fields)


def visited(site: Site, day: date) -> None:
    report: Report = make.report(make.volunteer(), site)
    Visit.objects.create(
        report=report, site=site, volunteer=report.volunteer, visited_at=make.NOW.replace(month=day.month, day=day.day)
    )


def test_near_sites_come_most_urgent_first_then_nearest(volunteer: User) -> None:
    current, never_far, never, overdue = at(116.401), at(116.42), at(116.41), at(116.43)
    visited(current, date(2026, 5, 31))
    visited(overdue, date(2026, 4, 1))
    found = near_sites(volunteer, HERE, on=TODAY)
    assert [one.site for one in found] == [overdue, never, never_far, current]
    assert [one.status for one in found] == ["overdue", "never", "never", "current"]
    assert (found[0].due_on, found[0].days_over, found[0].last_visited_on) == (
        date(2026, 5, 1),
        31,
        date(2026, 4, 1),
    )


def test_near_sites_measure_on_the_ellipsoid_to_the_geometry(volunteer: User) -> None:
    make.site(geom="SRID=4326;LINESTRING(116.39 39.91, 116.41 39.91)")
    # 0.01° of latitude at 40° N is 1,110.4 m on WGS-84.
    assert near_sites(volunteer, HERE, on=TODAY)[0].distance_m == pytest.approx(1110, abs=2)


def test_near_sites_measure_a_coarse_site_from_its_cell(volunteer: User) -> None:
    tomb = at(116.4001, 39.9001, category_id="0200")
    found = near_sites(volunteer, HERE, on=TODAY)[0]
    assert (found.site.is_exact, found.site.place.coords) == (False, (116.405, 39.905))
    assert found.distance_m == pytest.approx(700, abs=5)
    take_assignment(site=tomb, by=volunteer, at=make.NOW.replace(year=2099))
    assert near_sites(volunteer, HERE, on=TODAY)[0].distance_m == pytest.approx(14, abs=1)


def test_near_sites_leave_out_what_has_no_shown_place(volunteer: User, officer: User) -> None:
    hidden = at(116.40, visibility="district")
    assert near_sites(volunteer, HERE, on=TODAY) == []
    assert [one.site for one in near_sites(officer, HERE, on=TODAY)] == [hidden]


def test_near_sites_say_who_goes_there(volunteer: User) -> None:
    free, mine, taken = at(116.401), at(116.402), at(116.403)
    take_assignment(site=mine, by=volunteer, at=make.NOW)
    take_assignment(site=taken, by=make.volunteer(), at=make.NOW)
    assert {one.site: one.assignment for one in near_sites(volunteer, HERE, on=TODAY)} == {
        free: "free",
        mine: "mine",
        taken: "taken",
    }
    assert {one.assignment for one in near_sites(AnonymousUser(), HERE, on=TODAY)} == {"free", "taken"}


def test_near_sites_are_the_near_ones(volunteer: User) -> None:
    near = [at(116.40 + n / 1000) for n in range(3)]
    visited(near[0], date(2026, 5, 31))
    far = at(116.59)
    visited(far, date(2026, 1, 1))
    assert [one.site for one in near_sites(volunteer, HERE, on=TODAY, limit=1)] == [near[1]]


@pytest.mark.parametrize("rows", [1, 3])
def test_near_sites_ask_as_often_for_many(
    volunteer: User, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(rows):
        at(116.40 + n / 1000)
    with django_assert_num_queries(4):  # grants, two searches by index, the sites
        assert len(near_sites(volunteer, HERE, on=TODAY)) == rows
