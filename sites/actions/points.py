"""Points of a site (photos taken again and again, survey points) and service points: kept, changed, put out of use."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.contrib.gis.geos import Point
from django.db import models, transaction
from django.db.models import Max

from core import audit
from core.errors import NotAllowed
from people.models import User
from people.permissions import has_right
from sites.errors import DistrictNotFound
from sites.models import PhotoPoint, ServicePoint, Site, SurveyPoint
from sites.queries.editing import county_of

PHOTO_FIELDS: Final = ("name", "geom", "bearing_deg", "note", "is_active")
SURVEY_FIELDS: Final = (
    "kind",
    "geom",
    "height_m",
    "accuracy_m",
    "given_position",
    "given_datum",
    "datum_basis",
    "note",
)
SERVICE_FIELDS: Final = ("name_zh", "name_en", "opening_hours", "catchment_m", "geom", "is_active")


def keep_photo_point(
    *, site: Site, point: PhotoPoint | None, values: Mapping[str, Any], by: User, at: datetime
) -> PhotoPoint:
    """Add a photo point (`point` None: numbered after the last) or change one, by columns of `PHOTO_FIELDS`."""
    _refuse_outside(by, site.district_id)
    with transaction.atomic():
        # The site's row stands for the numbers of its points.
        Site.objects.select_for_update().get(pk=site.pk)
        kept = PhotoPoint(site=site, number=_next_number(site.photo_points.all())) if point is None else point
        _write(kept, PHOTO_FIELDS, values, by, at, is_new=point is None)
    return kept


def keep_survey_point(
    *, site: Site, point: SurveyPoint | None, values: Mapping[str, Any], by: User, at: datetime
) -> SurveyPoint:
    """Add a survey point (numbered after the last of its kind) or change one, by columns of `SURVEY_FIELDS`."""
    _refuse_outside(by, site.district_id)
    with transaction.atomic():
        Site.objects.select_for_update().get(pk=site.pk)
        kept = SurveyPoint(site=site) if point is None else point
        if point is None or point.kind != values["kind"]:
            kept.number = _next_number(site.survey_points.filter(kind=values["kind"]))
        _write(kept, SURVEY_FIELDS, values, by, at, is_new=point is None)
    return kept


def remove_survey_point(*, point: SurveyPoint, by: User, at: datetime) -> None:
    """Remove a survey point that was measured wrongly; the audit trail keeps what it said."""
    _refuse_outside(by, point.site.district_id)
    with transaction.atomic():
        told = {name: _plain(getattr(point, name)) for name in ("number", *SURVEY_FIELDS)}
        audit.record("remove_survey_point", point, by=by, at=at, change=told)
        point.delete()


def keep_service_point(
    *, code: str, point: ServicePoint | None, values: Mapping[str, Any], by: User, at: datetime
) -> ServicePoint:
    """Add a service point or change one, by columns of `SERVICE_FIELDS`; its place decides its district.

    Raises DistrictNotFound where no county covers the place, NotAllowed outside of the person's area (old and new).
    """
    place = values.get("geom") or (point.geom if point else None)
    district = county_of(place) if place is not None else ""
    if not district:
        raise DistrictNotFound
    for one in {district, point.district_id if point else district}:
        _refuse_outside(by, one)
    with transaction.atomic():
        kept = ServicePoint(code=code) if point is None else ServicePoint.objects.select_for_update().get(pk=point.pk)
        kept.district_id = district
        _write(kept, SERVICE_FIELDS, values, by, at, is_new=point is None)
    return kept


def _write(
    kept: models.Model, fields: tuple[str, ...], values: Mapping[str, Any], by: User, at: datetime, *, is_new: bool
) -> None:
    changed = {
        name: [None if is_new else _plain(getattr(kept, name)), _plain(values[name])]
        for name in fields
        if name in values and (is_new or getattr(kept, name) != values[name])
    }
    if not changed:
        return
    for name in changed:
        setattr(kept, name, values[name])
    kept.save(force_insert=is_new)
    verb = f"{'add' if is_new else 'change'}_{kept._meta.verbose_name}".replace(" ", "_")
    audit.record(verb, kept, by=by, at=at, change=changed)


def _next_number(points: models.QuerySet[Any]) -> int:
    return int(points.aggregate(last=Max("number"))["last"] or 0) + 1


def _refuse_outside(by: User, district: str) -> None:
    if not has_right(by, "edit_sites", area=district):
        raise NotAllowed


def _plain(value: Any) -> Any:
    return [value.x, value.y] if isinstance(value, Point) else value
