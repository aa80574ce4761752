"""What leaves the house: the same fields in every format, and no more of a place than its reader may know."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import GEOSGeometry, LineString, Point
from django.utils import timezone

from people.models import User
from people.permissions import Person
from sites.logic.fields import EXPORTED, KnownTo, fields_known_to
from sites.models import PlaceGrant, Site
from sites.queries import visible_sites
from sites.queries.exports import exported_features, exported_rows, of_dimensions, without_place
from tests.factories import make

SECRETS = {
    "address_zh": "某胡同 7 号",
    "owner": "某家",
    "used_by": "某所",
    "access_note": "从后门进",
    "safety_note": "小心犬只",
    "given_position": "116.3894567, 39.9407654",
    "given_datum": "cgcs2000",
    "datum_basis": "sniffed",
    "geom_accuracy_m": 12,
    "visibility": "cell",
}
ANYBODY = AnonymousUser()


@pytest.fixture
def tomb(db: None) -> Site:
    village = make.district("110101001002", kind="village", name_zh="某村")
    return make.site(code="TOMB", division=village, category_id="0201", condition_id="poor", **SECRETS)


def told(viewer: Person, sites: Any = None) -> list[dict[str, Any]]:
    found = visible_sites(viewer).order_by("code") if sites is None else sites
    return [values for batch in exported_rows(found, viewer) for values, _wkb in batch]


def place(viewer: Person) -> str | None:
    [[(_values, wkb)]] = exported_rows(visible_sites(viewer), viewer)
    return None if wkb is None else GEOSGeometry(memoryview(wkb)).wkt


def test_officer_is_told_all(tomb: Site, officer: User) -> None:
    [row] = told(officer)
    assert {name: row[name] for name in SECRETS} == SECRETS
    assert (row["division"], row["condition"]) == ("110101001002", "poor")
    assert (row["precision"], row["uncertainty_m"]) == ("exact", 12)
    assert place(officer) == "POINT (116.3894 39.9407)"
    assert list(row) == [field.name for field in EXPORTED]


def test_public_is_told_neither_place_nor_what_leads_there(tomb: Site) -> None:
    [row] = told(ANYBODY)
    hidden = [field.name for field in fields_known_to(KnownTo.EXACT)]
    assert {name: row[name] for name in hidden} == dict.fromkeys(hidden)
    assert {*SECRETS, "division"} == set(hidden)
    # A 0.01 degree cell at 39.945 N is 1,113 m by 853 m.
    assert (row["condition"], row["precision"], row["uncertainty_m"]) == (None, "cell", 710)
    assert place(ANYBODY) == Point(116.38499999999999, 39.945).wkt


def test_volunteer_is_told_the_condition_and_with_a_grant_the_place(tomb: Site, volunteer: User) -> None:
    [row] = told(volunteer)
    assert (row["condition"], row["precision"], row["address_zh"]) == ("poor", "cell", None)
    PlaceGrant.objects.create(site=tomb, user=volunteer, until=timezone.now() + timedelta(days=1))
    [row] = told(volunteer)
    assert (row["condition"], row["precision"], row["address_zh"]) == ("poor", "exact", "某胡同 7 号")


def test_condition_of_a_public_place_is_not_public(site: Site, officer: User) -> None:
    assert [(row["precision"], row["condition"]) for row in told(ANYBODY)] == [("exact", None)]
    assert [(row["precision"], row["condition"]) for row in told(officer)] == [("exact", "good")]


def test_place_known_by_district_alone_is_none(tomb: Site) -> None:
    tomb.visibility = "district"
    tomb.save()
    [row] = told(ANYBODY)
    assert (row["district"], row["precision"], row["uncertainty_m"]) == ("110101", "district", None)
    assert place(ANYBODY) is None


def test_feature_says_what_the_row_says(tomb: Site, officer: User) -> None:
    tomb.geom = Point(116.389456789012, 39.9407, srid=4326)
    tomb.save()
    for viewer in (ANYBODY, officer):
        [feature] = [json.loads(text) for text in exported_features(visible_sites(viewer), viewer)]
        assert feature["properties"] == told(viewer)[0]
        assert f"POINT ({feature['geometry']['coordinates'][0]} {feature['geometry']['coordinates'][1]})" == place(
            viewer
        )


def test_sites_are_told_apart_by_dimension(tomb: Site) -> None:
    make.site(code="WALL", geom=LineString((116.1, 40.1), (116.2, 40.2), srid=4326))
    make.site(code="HIDDEN", visibility="district")
    sites = visible_sites(ANYBODY)
    found = [of_dimensions(sites, 0, 2), of_dimensions(sites, 1), without_place(sites)]
    assert [[row["code"] for row in told(ANYBODY, some)] for some in found] == [["TOMB"], ["WALL"], ["HIDDEN"]]


@pytest.mark.parametrize("count", [1, 3])
def test_export_is_one_question(count: int, db: None, django_assert_num_queries: Any) -> None:
    for _number in range(count):
        make.site()
    with django_assert_num_queries(1):
        assert len(told(ANYBODY)) == count
