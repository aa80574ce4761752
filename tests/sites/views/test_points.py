"""Pages of points, and of many sites at once."""

from typing import Any

import pytest
from django.test import Client

from people.models import User
from sites.models import PhotoPoint, ServicePoint, Site, SurveyPoint
from tests.factories import make

POSITION = {"position": "116.39, 39.94", "datum": "wgs84"}


@pytest.fixture
def desk(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client


def test_photo_point_is_added_and_changed(desk: Client, site: Site) -> None:
    told = {**POSITION, "name": "山门", "bearing_deg": "360", "is_active": "on"}
    assert desk.post(f"/sites/{site.code}/points/photo/", told).status_code == 302
    point = PhotoPoint.objects.get()
    assert (point.bearing_deg, point.number, point.geom.coords) == (0.0, 1, (116.39, 39.94))
    address = f"/sites/{site.code}/points/photo/{point.pk}/"
    assert desk.post(address, {**told, "is_active": ""}).status_code == 302
    point.refresh_from_db()
    assert point.is_active is False
    assert desk.post(address, {**told, "position": "here"}).status_code == 422


def test_survey_point_keeps_what_was_given(desk: Client, site: Site) -> None:
    told = {"position": "39°56′26″N 116°23′22″E", "datum": "gcj02", "kind": "boundary", "accuracy_m": "0.5"}
    assert desk.post(f"/sites/{site.code}/points/survey/", told).status_code == 302
    point = SurveyPoint.objects.get()
    assert (point.given_position, point.given_datum) == (told["position"], "gcj02")
    assert point.geom.x == pytest.approx(116.3832, abs=1e-3)
    assert desk.post(f"/sites/{site.code}/points/survey/{point.pk}/remove").status_code == 302
    assert SurveyPoint.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_service_points_in_one_query_for_any_number(
    count: int, client: Client, db: None, django_assert_num_queries: Any
) -> None:
    make.district()
    for number in range(count):
        told = {"name_zh": "站", "district_id": "110101", "geom": "SRID=4326;POINT(116.4 39.9)"}
        ServicePoint.objects.create(code=f"SP-{number}", is_active=number != 1, **told)
    with django_assert_num_queries(1):
        response = client.get("/sites/service-points/")
    assert len(response.context["points"]) == (1 if count == 1 else 2)


def test_service_point_is_added_once(desk: Client, site: Site) -> None:
    told = {**POSITION, "code": "SP-1", "name_zh": "服务点", "catchment_m": "2500", "is_active": "on"}
    assert desk.post("/sites/service-points/new/", told).status_code == 302
    assert ServicePoint.objects.get().catchment_m == 2500
    assert desk.post("/sites/service-points/new/", told).status_code == 422
    away = {**told, "code": "SP-2", "position": "100, 30"}
    assert list(desk.post("/sites/service-points/new/", away).context["form"].errors) == ["position"]


def test_many_sites_are_previewed_then_changed(desk: Client, officer: User) -> None:
    make.site(code="A"), make.site(code="B"), make.site(code="FAR", district=make.district("110105"))
    told = {"open_to": "no", "why": "闭馆"}
    seen = desk.post("/sites/bulk/?all=1", told).context
    assert (seen["count"], seen["preview"].changed) == (2, 2)
    assert set(Site.objects.values_list("open_to", flat=True)) == {"yes"}
    applied = desk.post("/sites/bulk/?all=1", {**told, "seen": seen["seen"], "apply": "1"})
    assert applied.status_code == 302
    assert dict(Site.objects.values_list("code", "open_to")) == {"A": "no", "B": "no", "FAR": "yes"}
    again = {"open_to": "yes", "why": "开放", "seen": seen["seen"], "apply": "1"}
    assert desk.post("/sites/bulk/?all=1", again).status_code == 409


def test_bulk_without_a_value_or_a_site(desk: Client, site: Site) -> None:
    assert desk.post("/sites/bulk/?all=1", {"why": "x"}).status_code == 422
    assert desk.get("/sites/bulk/").context["count"] == 0
