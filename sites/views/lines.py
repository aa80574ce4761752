"""A linear site's line: its versions, towers and sections, a new survey, a new cut."""

import json
from typing import Any
from uuid import UUID

import shapely
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import NotFound, Problem
from sites.actions.lines import cut_sections, name_section, survey_line
from sites.forms.lines import CutForm, SectionForm, SurveyForm
from sites.models import Site
from sites.views.edit import drawing_for, editable_site, officer_of


@login_required
@require_safe
def line(request: HttpRequest, code: str) -> HttpResponse:
    """Show the line's versions, and the sections of the newest one on a map and in a table."""
    return _page(request, editable_site(officer_of(request), code), CutForm())


@login_required
@require_POST
def line_cut(request: HttpRequest, code: str) -> HttpResponse:
    """Cut the newest version into sections."""
    officer = officer_of(request)
    site, form = editable_site(officer, code), CutForm(request.POST)
    newest = site.line_versions.order_by("-number").first()
    if form.is_valid():
        try:
            measures = form.measures(newest.length_m if newest else 0)
            made = cut_sections(site=site, at_measures=measures, by=officer, at=timezone.now())
        except Problem as problem:
            form.add_error(None, problem.detail)
        else:
            messages.success(request, _("The line has {count} sections now.").format(count=len(made)))
            return redirect("sites:line", site.code)
    return _page(request, site, form, status=422)


@login_required
@require_POST
def section_name(request: HttpRequest, code: str, section_id: UUID) -> HttpResponse:
    """Give a section its name."""
    officer = officer_of(request)
    section = editable_site(officer, code).sections.filter(pk=section_id, is_current=True).first()
    if section is None:
        raise NotFound
    form = SectionForm(request.POST)
    if form.is_valid():
        name_section(section=section, **form.cleaned_data, by=officer, at=timezone.now())
    else:
        messages.error(request, _("A name has at most 80 letters."))
    return redirect("sites:line", code)


@login_required
@require_http_methods(["GET", "POST"])
def line_survey(request: HttpRequest, code: str) -> HttpResponse:
    """Take a new survey of the line."""
    officer = officer_of(request)
    site = editable_site(officer, code)
    form = SurveyForm(request.POST or None, initial={"place_kind": "line"})
    if form.is_valid():
        told = form.cleaned_data
        surveyed = {name: told[name] for name in ("source", "surveyed_on", "towers")}
        shape: Any = form.shape
        try:
            version = survey_line(site=site, line=shape, by=officer, at=timezone.now(), **surveyed)
        except Problem as problem:
            form.add_error("towers", problem.detail)
        else:
            messages.success(request, _("Version {number} of the line is kept.").format(number=version.number))
            return redirect("sites:line", site.code)
    is_line = isinstance(shapely.from_wkb(bytes(site.geom.wkb)), shapely.LineString)
    drawing = {
        **drawing_for(form, site if is_line else None),
        "around": json.loads(site.geom.geojson),
        "mode": "linestring",
    }
    context = {"site": site, "form": form, "drawing": drawing}
    return render(request, "sites/survey.html", context, status=422 if form.is_bound else 200)


def _page(request: HttpRequest, site: Site, form: CutForm, status: int = 200) -> HttpResponse:
    versions = list(site.line_versions.select_related("by").order_by("-number"))
    sections = list(
        site.sections.filter(is_current=True).prefetch_related("jurisdictions__district").order_by("from_m", "number")
    )
    towers = list(versions[0].towers.order_by("measure_m")) if versions else []
    # Every other section in another tone, so that their ends are seen.
    kinds = ("section", "section-even")
    features = [
        _feature(one.geom, kinds[place % 2], f"{one.number} {one.name}".strip()) for place, one in enumerate(sections)
    ]
    features += [_feature(one.geom, "tower", f"{one.code} · {one.measure_m:.0f} m") for one in towers]
    newest = json.loads(versions[0].geom.geojson) if versions else None
    context = {
        "site": site,
        "versions": versions,
        "sections": sections,
        "towers": towers,
        "form": form,
        "drawing": {"features": features, "line": newest},
    }
    return render(request, "sites/line.html", context, status=status)


def _feature(geom: Any, kind: str, label: str) -> dict[str, Any]:
    return {"type": "Feature", "geometry": json.loads(geom.geojson), "properties": {"kind": kind, "label": label}}
