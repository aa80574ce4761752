"""Protected units: a list to search, and a page for each with its sites and its merges."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.errors import NotFound, Problem
from people.permissions import has_right
from sites.actions.units import merge_units
from sites.forms.units import MergeForm, UnitSearch
from sites.models import ProtectedUnit
from sites.queries import visible_sites
from sites.queries.units import merges_of, units
from sites.views.edit import officer_of

PAGE_SIZE = 20


@require_safe
def unit_list(request: HttpRequest) -> HttpResponse:
    """List the protected units."""
    form = UnitSearch(request.GET)
    words = form.cleaned_data["q"].strip() if form.is_valid() else ""
    page = Paginator(units(words), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "sites/units.html", {"form": form, "page": page, "words": words})


@require_safe
def unit_page(request: HttpRequest, unit_code: str) -> HttpResponse:
    """Show a unit, its sites and its merges."""
    return _page(request, _unit(unit_code))


@login_required
@require_POST
def unit_merge(request: HttpRequest, unit_code: str) -> HttpResponse:
    """Merge a unit into another."""
    officer, unit = officer_of(request), _unit(unit_code)
    form = MergeForm(request.POST, unit=unit)
    if not form.is_valid():
        return _page(request, unit, form)
    told = form.cleaned_data
    try:
        merge = merge_units(unit=unit, by=officer, at=timezone.now(), **told)
    except Problem as problem:
        form.add_error(None, problem.detail)
        return _page(request, unit, form, status=problem.status)
    said = _("{unit} is part of {into} now, with {count} sites.")
    messages.success(request, said.format(unit=unit, into=merge.into, count=len(merge.site_codes)))
    return redirect("sites:unit", merge.into.code)


def _unit(code: str) -> ProtectedUnit:
    unit = ProtectedUnit.objects.select_related("level", "merged_into").filter(code=code).first()
    if unit is None:
        raise NotFound
    return unit


def _page(request: HttpRequest, unit: ProtectedUnit, form: MergeForm | None = None, status: int = 422) -> HttpResponse:
    sites = visible_sites(request.user).filter(unit=unit).select_related("level", "category", "district")
    sites = sites.defer("geom", "shown_geom", "district__geom").order_by("code")
    context = {
        "unit": unit,
        "page": Paginator(sites, PAGE_SIZE).get_page(request.GET.get("page")),
        "merges": merges_of(unit),
        "form": form or MergeForm(unit=unit),
        "may_merge": has_right(request.user, "edit_sites") and unit.merged_into_id is None,
    }
    return render(request, "sites/unit.html", context, status=status if form else 200)
