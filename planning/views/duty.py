"""What is owed to one site on a day: which rule decides and why, every other that fits, and its suspensions."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.errors import NotFound, Problem
from people.permissions import Person, signed_in
from planning.actions.obligations import lift_suspension, suspend_duty
from planning.forms.coverage import SuspensionForm
from planning.models import Suspension
from planning.permissions import can_see_coverage, can_suspend, coverage_areas
from planning.queries.area_suspensions import reasons_on, suspensions_over
from planning.queries.duties import in_areas, today
from planning.queries.jurisdictions import jurisdiction
from planning.queries.obligations import Obligation, obligation, suspensions_of
from planning.sentences import FLOOR_SOURCE, source_words, why_rule
from sites.models import Site
from sites.queries import visible_sites


@login_required
@require_safe
def duty_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is owed to the site today, or on the day asked for."""
    site = _site(request.user, code)
    return _page(request, site, SuspensionForm(today=today()))


@login_required
@require_POST
def suspend(request: HttpRequest, code: str) -> HttpResponse:
    """Suspend the visits to the site."""
    site, form = _site(request.user, code), SuspensionForm(request.POST, today=today())
    if form.is_valid():
        try:
            suspend_duty(site=site, **form.cleaned_data, by=signed_in(request), at=timezone.now())
        except Problem as problem:
            if problem.status == 403:
                raise
            form.add_error(None, problem.detail)
        else:
            messages.success(request, _("Visits to this site are suspended."))
            return redirect("planning:duty", site.code)
    return _page(request, site, form, status=422)


@login_required
@require_POST
def lift(request: HttpRequest, code: str, suspension_id: UUID) -> HttpResponse:
    """Lift a suspension."""
    site = _site(request.user, code)
    suspension = get_object_or_404(Suspension.objects.select_related("site"), pk=suspension_id, site=site)
    lift_suspension(suspension=suspension, by=signed_in(request), at=timezone.now())
    messages.success(request, _("The suspension is lifted; the visits are due again."))
    return redirect("planning:duty", site.code)


@require_safe
def site_panel(request: HttpRequest, code: str) -> HttpResponse:
    """Say on the site's page which rule decides and why; nothing to whoever sees no coverage there."""
    site = visible_sites(request.user).select_related("category").filter(code=code).first()
    if site is None:
        raise NotFound
    if not can_see_coverage(request.user, site.district_id):
        return HttpResponse()
    owed = obligation(site, today())
    context = {"site": site, "owed": owed, "rows": _rows(owed), "reasons": reasons_on(site, owed.on)}
    return render(request, "planning/_site_panel.html", context)


def _site(person: Person, code: str) -> Site:
    areas = coverage_areas(person)
    sites = visible_sites(person).filter(in_areas(areas, "district__code"), code=code)
    site = sites.select_related("category", "district", "level", "condition").defer("district__geom").first()
    if site is None:
        raise NotFound
    return site


def _page(request: HttpRequest, site: Site, form: SuspensionForm, status: int = 200) -> HttpResponse:
    owed = obligation(site, _day(request))
    context: dict[str, Any] = {
        "site": site,
        "owed": owed,
        "reasons": reasons_on(site, owed.on),
        "is_today": owed.on == today(),
        "rows": _rows(owed),
        "suspensions": [(one, _is_running(one)) for one in suspensions_of(site)],
        "of_area": [(one, jurisdiction(one.area).name) for one in suspensions_over(site)],
        "form": form,
        "may_suspend": can_suspend(request.user, site.district_id),
    }
    return render(request, "planning/duty.html", context, status=status)


def _day(request: HttpRequest) -> date:
    try:
        return parse_date(request.GET.get("on", "")) or today()
    except ValueError:
        return today()


def _rows(owed: Obligation) -> list[dict[str, Any]]:
    rows = [
        {"why": why_rule(one.rule, one.interval_days), "source": source_words(one.rule.source), "due": one.due_on}
        for one in owed.fitting
    ]
    floor = {"why": _("every {days} days, as no stricter rule applies").format(days=365), "source": FLOOR_SOURCE}
    return rows or [{**floor, "due": owed.due_on}]


def _is_running(one: Suspension) -> bool:
    return one.lifted_on is None and one.to_on >= today()
