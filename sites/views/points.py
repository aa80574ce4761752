"""Points of a site (photos, survey) and service points: their lists on a map, and a form for each."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import NotAllowed, NotFound
from people.models import User
from people.permissions import has_right
from sites.actions.points import keep_photo_point, keep_service_point, keep_survey_point, remove_survey_point
from sites.errors import DistrictNotFound
from sites.forms.points import (
    PhotoPointForm,
    ServicePointForm,
    SurveyPointForm,
    initial_of_photo,
    initial_of_service,
    initial_of_survey,
)
from sites.models import PhotoPoint, ServicePoint, Site, SurveyPoint
from sites.queries.editing import in_areas
from sites.views.edit import editable_site, officer_of


@login_required
@require_safe
def site_points(request: HttpRequest, code: str) -> HttpResponse:
    """Show a site's photo points and survey points on a map and in lists."""
    site = editable_site(officer_of(request), code)
    photos, surveys = site.photo_points.order_by("number"), site.survey_points.order_by("kind", "number")
    context = {"site": site, "photos": photos, "surveys": surveys, "features": _features(site, photos, surveys)}
    return render(request, "sites/points.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def photo_point(request: HttpRequest, code: str, point_id: UUID | None = None) -> HttpResponse:
    """Add or change a photo point."""
    officer = officer_of(request)
    site = editable_site(officer, code)
    point = _one(site.photo_points.all(), point_id)
    form = PhotoPointForm(request.POST or None, initial=initial_of_photo(point) if point else {})
    if form.is_valid():
        kept = keep_photo_point(site=site, point=point, values=form.values, by=officer, at=timezone.now())
        messages.success(request, _("Photo point {number} is kept.").format(number=kept.number))
        return redirect("sites:points", site.code)
    return _point_page(request, site, form, point, "photo")


@login_required
@require_http_methods(["GET", "POST"])
def survey_point(request: HttpRequest, code: str, point_id: UUID | None = None) -> HttpResponse:
    """Add or change a survey point."""
    officer = officer_of(request)
    site = editable_site(officer, code)
    point = _one(site.survey_points.all(), point_id)
    form = SurveyPointForm(request.POST or None, initial=initial_of_survey(point) if point else {})
    if form.is_valid():
        keep_survey_point(site=site, point=point, values=form.values, by=officer, at=timezone.now())
        messages.success(request, _("The survey point is kept."))
        return redirect("sites:points", site.code)
    return _point_page(request, site, form, point, "survey")


@login_required
@require_POST
def survey_point_remove(request: HttpRequest, code: str, point_id: UUID) -> HttpResponse:
    """Remove a survey point."""
    officer = officer_of(request)
    site = editable_site(officer, code)
    point = _one(site.survey_points.all(), point_id)
    if point is not None:
        remove_survey_point(point=point, by=officer, at=timezone.now())
        messages.success(request, _("The survey point is removed; the audit trail keeps what it said."))
    return redirect("sites:points", site.code)


@require_safe
def service_points(request: HttpRequest) -> HttpResponse:
    """Show where volunteers are received, on a map and in a table; officers may change those of their area."""
    points = ServicePoint.objects.select_related("district").defer("district__geom")
    may_edit = has_right(request.user, "edit_sites")
    if not may_edit:
        points = points.filter(is_active=True)
    rows = list(points.order_by("district_id", "code"))
    mine = set(ServicePoint.objects.filter(in_areas(request.user, "edit_sites")).values_list("pk", flat=True))
    features = {"features": [_circle(point) for point in rows if point.is_active]}
    context = {"points": rows, "mine": mine, "may_edit": may_edit, "features": features}
    return render(request, "sites/service_points.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def service_point(request: HttpRequest, point_code: str | None = None) -> HttpResponse:
    """Add or change a service point."""
    officer = officer_of(request)
    point = _service_point(officer, point_code)
    initial = initial_of_service(point) if point else {"catchment_m": 3000}
    form = ServicePointForm(request.POST or None, point=point, initial=initial)
    if form.is_valid():
        code = form.cleaned_data["code"]
        try:
            keep_service_point(code=code, point=point, values=form.values, by=officer, at=timezone.now())
        except DistrictNotFound as problem:
            form.add_error("position", problem.detail)
        else:
            messages.success(request, _("The service point is kept."))
            return redirect("sites:service_points")
    features = {"features": [], "positions": reverse("sites:positions")}
    context = {"form": form, "point": point, "features": features}
    return render(request, "sites/service_point.html", context, status=422 if form.is_bound else 200)


def _service_point(officer: User, code: str | None) -> ServicePoint | None:
    if code is None:
        return None
    point = ServicePoint.objects.filter(pk=code).first()
    if point is None:
        raise NotFound
    if not has_right(officer, "edit_sites", area=point.district_id):
        raise NotAllowed
    return point


def _one(points: Any, point_id: UUID | None) -> Any:
    if point_id is None:
        return None
    found = points.filter(pk=point_id).first()
    if found is None:
        raise NotFound
    return found


def _point_page(request: HttpRequest, site: Site, form: Any, point: Any, kind: str) -> HttpResponse:
    others = _features(site, site.photo_points.order_by("number"), site.survey_points.order_by("kind", "number"))
    others["features"] = [one for one in others["features"] if point is None or one["id"] != str(point.pk)]
    context = {"site": site, "form": form, "point": point, "kind": kind, "features": others}
    return render(request, "sites/point.html", context, status=422 if form.is_bound else 200)


def _features(site: Site, photos: Any, surveys: Any) -> dict[str, Any]:
    """Return the site's place and points as GeoJSON for the map of a person who may edit it."""
    places = [_feature("site", site.geom.geojson, {"kind": "site"})]
    places += [_feature(str(one.pk), one.geom.geojson, _photo(one)) for one in photos]
    places += [_feature(str(one.pk), one.geom.geojson, _survey(one)) for one in surveys]
    return {"features": places, "positions": reverse("sites:positions")}


def _photo(point: PhotoPoint) -> dict[str, Any]:
    return {
        "kind": "photo" if point.is_active else "photo-off",
        "label": str(point.number),
        "bearing": point.bearing_deg,
    }


def _survey(point: SurveyPoint) -> dict[str, Any]:
    return {"kind": "survey", "label": f"{point.get_kind_display()} {point.number}"}


def _circle(point: ServicePoint) -> dict[str, Any]:
    told = {"kind": "service", "label": point.name, "radius": point.catchment_m}
    return _feature(point.code, point.geom.geojson, told)


def _feature(key: str, geometry: str, told: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "id": key, "geometry": json.loads(geometry), "properties": told}
