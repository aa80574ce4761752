"""Photo points, survey points and service points."""

import pytest
from django.contrib.gis.geos import Point

from core.errors import NotAllowed
from core.models import AuditEntry
from people.models import User
from sites.actions.points import keep_photo_point, keep_service_point, keep_survey_point, remove_survey_point
from sites.errors import DistrictNotFound
from sites.models import PhotoPoint, Site, SurveyPoint
from tests.factories import make

HERE = Point(116.39, 39.94, srid=4326)
PHOTO = {"name": "山门", "geom": HERE, "bearing_deg": 45.0, "note": "", "is_active": True}
SURVEY = {
    "kind": "boundary",
    "geom": HERE,
    "height_m": None,
    "accuracy_m": 0.1,
    "given_position": "116.39, 39.94",
    "given_datum": "cgcs2000",
    "datum_basis": "declared",
    "note": "",
}
SERVICE = {
    "name_zh": "服务点",
    "name_en": "",
    "opening_hours": "",
    "catchment_m": 2000,
    "geom": HERE,
    "is_active": True,
}


def test_photo_points_are_numbered_and_changed(officer: User, site: Site) -> None:
    numbers = [keep_photo_point(site=site, point=None, values=PHOTO, by=officer, at=make.NOW).number for _ in range(2)]
    point = PhotoPoint.objects.get(number=2)
    keep_photo_point(site=site, point=point, values={**PHOTO, "bearing_deg": 90.0}, by=officer, at=make.NOW)
    point.refresh_from_db()
    assert (numbers, point.bearing_deg) == ([1, 2], 90.0)
    assert AuditEntry.objects.get(verb="change_photo_point").change == {"bearing_deg": [45.0, 90.0]}


def test_survey_points_are_numbered_by_kind_and_removed(officer: User, site: Site) -> None:
    first = keep_survey_point(site=site, point=None, values=SURVEY, by=officer, at=make.NOW)
    other = keep_survey_point(site=site, point=None, values={**SURVEY, "kind": "centre"}, by=officer, at=make.NOW)
    assert (first.number, other.number) == (1, 1)
    remove_survey_point(point=first, by=officer, at=make.NOW)
    assert list(SurveyPoint.objects.values_list("kind", flat=True)) == ["centre"]
    assert AuditEntry.objects.get(verb="remove_survey_point").change["given_position"] == "116.39, 39.94"


def test_service_point_lies_in_the_district_of_its_place(officer: User) -> None:
    make.district()
    point = keep_service_point(code="SP", point=None, values=SERVICE, by=officer, at=make.NOW)
    assert point.district_id == "110101"
    with pytest.raises(DistrictNotFound):
        away = {**SERVICE, "geom": Point(100, 30, srid=4326)}
        keep_service_point(code="SP", point=point, values=away, by=officer, at=make.NOW)


def test_points_are_kept_by_officers_of_the_area_alone(stranger: User, officer: User, site: Site) -> None:
    with pytest.raises(NotAllowed):
        keep_photo_point(site=site, point=None, values=PHOTO, by=stranger, at=make.NOW)
    far = make.site(code="FAR", district=make.district("110105"))
    with pytest.raises(NotAllowed):
        keep_survey_point(site=far, point=None, values=SURVEY, by=officer, at=make.NOW)
    assert (PhotoPoint.objects.count(), SurveyPoint.objects.count()) == (0, 0)
