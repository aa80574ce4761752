"""Zones: which hold at a place, for everybody; and a site's zones, for its officers."""

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

from core.errors import NotFound, Problem
from sites.actions.zones import add_zone, withdraw_zone
from sites.forms.zones import WithdrawForm, ZoneForm, ZoneQuestion
from sites.models import Site, Zone
from sites.queries.zones import history_of_zones, zones_at
from sites.views.edit import drawing_for, editable_site, officer_of


@require_safe
def zones_here(request: HttpRequest) -> HttpResponse:
    """Say which zones hold at a place, what is forbidden there, and how sure that is."""
    form = ZoneQuestion(request.GET or None)
    context: dict[str, Any] = {"form": form, "zones": None}
    context["features"] = {"features": [], "positions": reverse("sites:positions")}
    if form.is_valid():
        context["accuracy_m"] = form.cleaned_data["accuracy_m"] or 0
        context["zones"] = zones_at(
            request.user, form.cleaned_data["geom"], on=timezone.localdate(), accuracy_m=context["accuracy_m"]
        )
    response = render(request, "sites/zones_here.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_safe
def site_zones(request: HttpRequest, code: str) -> HttpResponse:
    """List a site's zones, those of the past too."""
    site = editable_site(officer_of(request), code)
    context = {"site": site, "zones": history_of_zones(site), "withdraw": WithdrawForm(), "today": timezone.localdate()}
    return render(request, "sites/zones.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def zone_new(request: HttpRequest, code: str, zone_id: UUID | None = None) -> HttpResponse:
    """Add a zone; with `zone_id` one that replaces it."""
    officer = officer_of(request)
    site = editable_site(officer, code)
    former = _zone(site, zone_id) if zone_id else None
    form = ZoneForm(request.POST or None, initial=_initial(former))
    if form.is_valid():
        try:
            add_zone(site=site, values=form.values, geom=form.geom, by=officer, at=timezone.now(), replaces=former)
        except Problem as problem:
            form.add_error(None, problem.detail)
        else:
            messages.success(request, _("The zone is kept."))
            return redirect("sites:site_zones", site.code)
    drawing = {**drawing_for(form, None), "around": json.loads(site.geom.geojson), "mode": "polygon"}
    context = {"site": site, "form": form, "former": former, "drawing": drawing}
    return render(request, "sites/zone.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def zone_withdraw(request: HttpRequest, code: str, zone_id: UUID) -> HttpResponse:
    """End a zone."""
    officer = officer_of(request)
    site = editable_site(officer, code)
    zone, form = _zone(site, zone_id), WithdrawForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        withdraw_zone(zone=zone, from_day=told["from_day"], why=told["why"], by=officer, at=timezone.now())
        messages.success(request, _("The zone ends; the list keeps it."))
    else:
        messages.error(request, " ".join(str(text) for errors in form.errors.values() for text in errors))
    return redirect("sites:site_zones", site.code)


def _zone(site: Site, zone_id: UUID) -> Zone:
    zone = site.zones.defer("geom").select_related("site").filter(pk=zone_id).first()
    if zone is None:
        raise NotFound
    return zone


def _initial(former: Zone | None) -> dict[str, Any]:
    if former is None:
        return {"status": Zone.Status.PROVISIONAL, "place_kind": "polygon"}
    told = {
        name: getattr(former, name) for name in ("kind", "control_class", "sub_number", "text", "status", "document")
    }
    return {**told, "valid_from": timezone.localdate(), "place_kind": "polygon"}
