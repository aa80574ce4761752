"""Suspended areas: which, until when and why; a new suspension is shown with its effect before it is kept."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import NotAllowed, NotFound, Problem
from people.permissions import areas_of, signed_in
from planning.actions.area_suspensions import lift_area_suspension, suspend_area
from planning.forms.area_suspensions import AreaSuspensionForm
from planning.models import AreaSuspension
from planning.permissions import can_suspend_area, coverage_areas
from planning.queries.area_suspensions import area_effect, area_suspensions
from planning.queries.duties import today
from planning.queries.jurisdictions import jurisdiction, jurisdictions_within
from planning.views.tabs import coverage_tabs
from sites.models import Level


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def suspensions_page(request: HttpRequest) -> HttpResponse:
    """Show the suspended areas; look at the effect of a new suspension, and keep it when it was seen."""
    coverage_areas(request.user)
    if request.method != "POST":
        return _page(request, _form(request))
    if not can_suspend_area(request.user):
        raise NotAllowed
    form = _form(request)
    if not form.is_valid():
        return _page(request, form, status=422)
    if "is_seen" not in request.POST:
        return _page(request, form, seen=form.suspension())
    try:
        suspend_area(**form.told(), by=signed_in(request), at=timezone.now())
    except Problem as problem:
        if problem.status == 403:
            raise
        form.add_error(None, problem.detail)
        return _page(request, form, status=422)
    messages.success(request, _("The visits are suspended. Whoever was to go there in these days is told."))
    return redirect("planning:area_suspensions")


@login_required
@require_POST
def lift(request: HttpRequest, suspension_id: UUID) -> HttpResponse:
    """End a suspension early; it stays on record."""
    coverage_areas(request.user)
    if not AreaSuspension.objects.filter(pk=suspension_id).exists():
        raise NotFound
    lift_area_suspension(suspension_id=suspension_id, by=signed_in(request), at=timezone.now())
    messages.success(request, _("The suspension is lifted; the visits are due again."))
    return redirect("planning:area_suspensions")


def _form(request: HttpRequest) -> AreaSuspensionForm:
    areas = jurisdictions_within(areas_of(request.user, "suspend_areas"))
    return AreaSuspensionForm(request.POST or None, areas=areas, today=today())


def _page(
    request: HttpRequest, form: AreaSuspensionForm, *, seen: AreaSuspension | None = None, status: int = 200
) -> HttpResponse:
    found, day = area_suspensions(coverage_areas(request.user)), today()
    labels = {one.code: one.label for one in Level.objects.all()}
    names = {code: jurisdiction(code).name for code in {one.area for one in [*found, *([seen] if seen else [])]}}

    def row(one: AreaSuspension) -> dict[str, Any]:
        return {
            "one": one,
            "where": names[one.area],
            "level": labels.get(one.level, one.level),
            "is_ahead": one.from_on > day,
            "may_lift": can_suspend_area(request.user, one.area),
        }

    context = {
        "tabs": coverage_tabs("planning:area_suspensions"),
        "form": form,
        "may_add": can_suspend_area(request.user),
        "running": [row(one) for one in found if not _is_over(one, day)],
        "over": [row(one) for one in found if _is_over(one, day)],
        "seen": seen and {**row(seen), "effect": area_effect(seen)},
    }
    return render(request, "planning/area_suspensions.html", context, status=status)


def _is_over(one: AreaSuspension, day: date) -> bool:
    return one.lifted_on is not None or one.to_on < day
