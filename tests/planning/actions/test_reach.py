"""Who can get where, kept: computed once somebody moved, only changed rows written."""

import random

import pytest
from django.contrib.gis.geos import Point
from django.db import connection

from people.models import RoleGrant, Volunteer
from planning.actions.reach import refresh_reach
from planning.models import ReachChange, SiteReach
from planning.queries.coverage import outlines
from planning.queries.duties import today
from planning.queries.reach import catchments, clusters, hard_to_reach, hexagons, reach_by_district
from sites.models import ServicePoint
from tests.factories import make
from tests.planning.cases import HOME, KM_EAST, person, site_at, visited

pytestmark = pytest.mark.django_db


def at(km: float) -> Point:
    return Point(HOME[0] + km * KM_EAST, HOME[1], srid=4326)


def test_reach_counts_volunteers_and_tells_the_nearest() -> None:
    near, far = site_at(2), site_at(30)
    person(range_km=10)
    person(range_km=40)
    ServicePoint.objects.create(code="P", name_zh="站", district=make.district(), geom=at(3))
    assert refresh_reach() == 2
    found = {
        one.site_id: (one.volunteers, round(one.volunteer_m, -2), one.point_id, round(one.point_m, -2))
        for one in SiteReach.objects.all()
    }
    assert found == {near.pk: (2, 2_000, "P", 1_000), far.pk: (1, 30_000, "P", 27_000)}


def test_nothing_is_computed_while_nobody_moves_and_only_changes_are_written() -> None:
    near, far = site_at(2), site_at(30)
    mover = person(range_km=10)
    assert (refresh_reach(), refresh_reach()) == (2, 0)
    Volunteer.objects.filter(user=mover).update(range_km=50)
    assert ReachChange.objects.count() == 1
    assert refresh_reach() == 1
    assert SiteReach.objects.get(site=far).volunteers == 1
    RoleGrant.objects.filter(user=mover).update(revoked_at=make.NOW)
    assert refresh_reach() == 2
    assert SiteReach.objects.get(site=near).volunteer_m is None
    assert SiteReach.objects.get(site=near).volunteer_km is None


def test_stored_reach_is_the_one_in_sql_on_random_places() -> None:
    chance = random.Random(3)
    for _ in range(40):
        site_at(chance.uniform(-40, 40))
    for _ in range(15):
        person(range_km=chance.randint(1, 30), home=at(chance.uniform(-40, 40)))
    refresh_reach()
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT site.id, count(v.user_id) FILTER (WHERE off <= v.range_km * 1000), min(off)
               FROM sites_site site CROSS JOIN people_volunteer v
                   CROSS JOIN LATERAL (SELECT ST_DistanceSphere(site.geom, v.home) AS off) x GROUP BY 1"""
        )
        expected = {key: (count, round(off)) for key, count, off in cursor.fetchall()}
    assert {one.site_id: (one.volunteers, round(one.volunteer_m)) for one in SiteReach.objects.all()} == expected


def test_districts_points_and_lonely_sites_are_told() -> None:
    visited(site_at(1, code="NEAR"), 0)
    site_at(35, code="LONELY")
    person(range_km=10)
    ServicePoint.objects.create(code="P", name_zh="站", district=make.district(), geom=at(1), catchment_m=3_000)
    refresh_reach()
    (row,) = reach_by_district(["11"], least=1, on=today())
    assert {key: row[key] for key in ("district", "sites", "few", "nobody", "waiting", "waiting_few")} == {
        "district": "110101", "sites": 2, "few": 1, "nobody": 1, "waiting": 1, "waiting_few": 1,
    }  # fmt: skip
    assert [one.site.code for one in hard_to_reach(["11"], least=1)] == ["LONELY"]
    (point,) = catchments(["11"], on=today())
    assert (point["nearest_to"], point["inside"], point["waiting"]) == (2, 1, 0)
    assert reach_by_district(["12"], least=1, on=today()) == []


def test_waiting_sites_near_each_other_are_a_group() -> None:
    together = [site_at(km) for km in (20, 20.6, 21.2, 21.8)]
    visited(site_at(20.4), 0)
    for km in (1, 5, 9):
        site_at(km)
    person()
    refresh_reach()
    (group,) = clusters(["11"], least=1, on=today())
    assert (group.sites, group.few, group.district) == (4, 4, "110101")
    assert set(group.ids) == {one.pk for one in together}
    assert round(group.across_m, -2) == 1_800
    assert group.hull["type"] == "Polygon"
    assert clusters(["12"], least=1, on=today()) == []


def test_hexagons_hold_every_site_once() -> None:
    for km in (1, 5, 9, 30):
        site_at(km)
    person(range_km=10)
    refresh_reach()
    frame = outlines(["11"])[0]
    cells = hexagons(["11"], least=1, on=today(), side_m=2_000, frame=frame)
    assert (sum(one["sites"] for one in cells), sum(one["few"] for one in cells)) == (4, 1)
    assert {one["path"][0] for one in cells} == {"M"}
