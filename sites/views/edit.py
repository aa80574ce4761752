"""One site edited by an officer: its words, its place on the map, why; a clash with another's change loses nothing."""

import json
from typing import Any
from urllib.parse import urlencode

import shapely
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.gis.geos import Polygon
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import NotAllowed, NotFound
from people.models import User
from people.permissions import has_right, signed_in
from sites.actions.sites import add_site, bring_back_site, change_site, retire_site
from sites.errors import DistrictNotFound, SiteChangedMeanwhile, SiteCodeTaken, WhyMissing
from sites.forms.edit import COLUMNS, PlaceFields, SiteForm, WhyForm, initial_of
from sites.models import District, Site
from sites.queries.editing import editable_sites, neighbours
from sites.queries.history import Line, differences, state_at

WIDEST_FRAME_DEG = 0.5


@login_required
@require_http_methods(["GET", "POST"])
def site_new(request: HttpRequest) -> HttpResponse:
    """Add a site."""
    officer = officer_of(request)
    defaults = {"visit_minutes": 30, "geom_accuracy_m": 100, "open_to": Site.OpenTo.YES}
    form = SiteForm(request.POST or None, site=None, person=officer, initial=defaults)
    if form.is_valid():
        told = form.cleaned_data
        try:
            site = add_site(code=told["code"], values=form.values, why=told["why"], by=officer, at=timezone.now())
        except SiteCodeTaken as problem:
            form.add_error("code", problem.detail)
        except DistrictNotFound as problem:
            form.add_error("district", problem.detail)
        else:
            messages.success(request, _("The site is in the register."))
            return redirect("sites:edit", site.code)
    return render(request, "sites/edit.html", _context(form, None), status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
def site_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Edit a site; where somebody else was faster, show what they changed and keep what was typed."""
    officer = officer_of(request)
    site = editable_site(officer, code)
    if request.method != "POST":
        form = SiteForm(initial=initial_of(site), site=site, person=officer)
        return render(request, "sites/edit.html", _context(form, site))
    form = SiteForm(request.POST, initial=initial_of(site), site=site, person=officer)
    if not form.is_valid():
        return render(request, "sites/edit.html", _context(form, site), status=422)
    seen_at = form.cleaned_data["seen_at"] or site.updated_at
    changes = _touched(form, state_at(site, seen_at).values)
    try:
        changed = change_site(
            site=site, seen_at=seen_at, changes=changes, why=form.cleaned_data["why"], by=officer, at=timezone.now()
        )
    except SiteChangedMeanwhile as problem:
        return _clash(request, form, officer, changes, problem)
    if changed.updated_at == site.updated_at:
        messages.info(request, _("Nothing was different, so nothing was written."))
    else:
        messages.success(request, _("Saved. The history has what it was before."))
    return redirect("sites:edit", site.code)


@login_required
@require_POST
def site_retire(request: HttpRequest, code: str) -> HttpResponse:
    """Take a site out of the register."""
    return _set_active(request, code, is_active=False)


@login_required
@require_POST
def site_bring_back(request: HttpRequest, code: str) -> HttpResponse:
    """Bring a site back into the register."""
    return _set_active(request, code, is_active=True)


@login_required
@require_GET
def neighbours_json(request: HttpRequest) -> JsonResponse:
    """Answer with borders and sites in a frame (`bbox=west,south,east,north`), for the editor to snap to."""
    officer = officer_of(request)
    features = neighbours(officer, _frame(request.GET.get("bbox", "")), but=request.GET.get("but", ""))
    return _private({"type": "FeatureCollection", "features": features})


@require_GET
def positions_json(request: HttpRequest) -> JsonResponse:
    """Answer with typed positions, in the datum told, as a geometry for the map; or with what is wrong with them.

    Open to everybody, like the page that asks for zones: it tells nothing but what was sent.
    """
    form = PlaceFields(request.GET)
    if form.is_valid() and form.shape is not None:
        return _private({"geometry": _geojson(form.shape)})
    problems = [text for errors in form.errors.values() for text in errors]
    return _private({"geometry": None, "problems": problems})


def officer_of(request: HttpRequest) -> User:
    """Return who asks, if they may edit anywhere."""
    person = signed_in(request)
    if not has_right(person, "edit_sites"):
        raise NotAllowed
    return person


def editable_site(officer: User, code: str) -> Site:
    """Return a site of the officer's area; who knows of the site but does not answer for it may not edit it."""
    found = editable_sites(officer).filter(code=code).select_related("unit", "district").defer("district__geom").first()
    if found is None:
        raise NotAllowed if Site.objects.filter(code=code, is_active=True).exists() else NotFound
    return found


def _context(form: SiteForm, site: Site | None, meanwhile: list[Line] | None = None) -> dict[str, Any]:
    covering = District.objects.defer("geom").filter(pk=form.covering).first() if form.covering else None
    return {
        "form": form,
        "site": site,
        "drawing": drawing_for(form, site),
        "is_line": site is not None and site.geom.geom_type == "LineString",
        "meanwhile": meanwhile or [],
        "covering": covering,
        "why": WhyForm(initial={"seen_at": site.updated_at.isoformat()} if site else {}, auto_id="retire_%s"),
    }


def drawing_for(form: PlaceFields, site: Site | None) -> dict[str, Any]:
    """Return what the map editor begins with: the place as it stands, what was drawn and not taken, where to ask."""
    drawn = form["geometry"].value() or ""
    return {
        "place": json.loads(site.geom.geojson) if site else None,
        "drawn": json.loads(drawn) if _is_json(drawn) else None,
        "neighbours": f"{reverse('sites:neighbours')}?{urlencode({'but': site.code if site else ''})}",
        "positions": reverse("sites:positions"),
    }


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def _touched(form: SiteForm, seen: dict[str, Any]) -> dict[str, Any]:
    """Return the columns in which the form says something else than the editor had seen."""
    values = form.values
    return {
        column: value for column, value in values.items() if column == "geom" or _text(value) != _text(seen.get(column))
    }


def _clash(
    request: HttpRequest, form: SiteForm, officer: User, changes: dict[str, Any], problem: SiteChangedMeanwhile
) -> HttpResponse:
    """Show the form again: what the editor touched stays, everything else is what the other left."""
    site = editable_site(officer, form.site.code if form.site else "")
    seen_at = form.cleaned_data["seen_at"]
    meanwhile = differences(state_at(site, seen_at), state_at(site, site.updated_at))
    data = request.POST.copy()
    present = initial_of(site)
    for name, column in COLUMNS.items():
        if column not in changes:
            _put(data, name, present[name])
    data["seen_at"] = present["seen_at"]
    again = SiteForm(data, initial=present, site=site, person=officer)
    again.is_valid()
    context = _context(again, site, meanwhile) | {"problem": problem, "author": site.updated_by}
    return render(request, "sites/edit.html", context, status=problem.status)


def _put(data: Any, name: str, value: Any) -> None:
    if isinstance(value, bool):
        if value:
            data[name] = "on"
        else:
            data.pop(name, None)
    else:
        data[name] = "" if value is None else str(value)


def _set_active(request: HttpRequest, code: str, *, is_active: bool) -> HttpResponse:
    officer = officer_of(request)
    site, form = editable_site(officer, code), WhyForm(request.POST)
    if not form.is_valid():
        raise WhyMissing
    action = bring_back_site if is_active else retire_site
    seen_at = form.cleaned_data["seen_at"]
    action(site=site, seen_at=seen_at, why=form.cleaned_data["why"], by=officer, at=timezone.now())
    said = _("The site is in the register again.") if is_active else _("The site is out of the register.")
    messages.success(request, said)
    return redirect("sites:edit", code)


def _frame(text: str) -> Polygon:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise NotFound from error
    if not (0 < east - west <= WIDEST_FRAME_DEG and 0 < north - south <= WIDEST_FRAME_DEG):
        raise NotFound
    frame: Polygon = Polygon.from_bbox((west, south, east, north))
    frame.srid = 4326
    return frame


def _geojson(shape: Any) -> Any:
    return shapely.geometry.mapping(shape)


def _private(body: dict[str, Any]) -> JsonResponse:
    response = JsonResponse(body)
    response["Cache-Control"] = "private, no-store"
    return response


def _text(value: Any) -> str:
    return "" if value is None else str(value)
