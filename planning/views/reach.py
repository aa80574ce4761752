"""Who can get where: sites few volunteers reach, groups of waiting sites, districts, hexagons and service points."""

from typing import Any, Final
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.pagination import KeyedPaginator
from people.models import in_language
from planning.forms.coverage import ReachForm
from planning.permissions import can_make_plans, coverage_areas
from planning.queries.coverage import districts_in, outlines
from planning.queries.drawing import Frame
from planning.queries.duties import today
from planning.queries.reach import Cluster, catchments, clusters, hard_to_reach, hexagons, reach_by_district
from planning.views.tabs import coverage_tabs

PAGE_SIZE: Final = 25
# A drawing of a thousand units shows hexagons of about so many.
HEXAGON_UNITS: Final = 22.0
SHADES: Final = (0.0, 0.25, 0.5, 0.75, 1.0)


@login_required
@require_safe
def reach_page(request: HttpRequest) -> HttpResponse:
    """Show where help is missing, on a map and in tables that say the same."""
    areas, day = coverage_areas(request.user), today()
    districts = list(districts_in(areas))
    form = ReachForm(request.GET, districts=districts)
    district, least = form.chosen()
    here = (district,) if district else areas
    names = {one.code: one.name for one in districts}
    rows = reach_by_district(here, least=least, on=day)
    groups = clusters(here, least=least, on=day)
    page = KeyedPaginator(hard_to_reach(here, least=least), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "tabs": coverage_tabs("planning:reach"),
        "form": form,
        "least": least,
        "totals": {key: sum(row[key] for row in rows) for key in ("sites", "few", "nobody", "waiting", "waiting_few")},
        "districts": [{**row, "name": names.get(row["district"], row["district"])} for row in rows],
        "clusters": [_cluster(number, one, names) for number, one in enumerate(groups, 1)],
        "points": [{**row, "name": in_language(row["name_zh"], row["name_en"])} for row in catchments(here, on=day)],
        "map": _map(here, groups, least, day),
        "page": page,
        "names": names,
        "can_plan": can_make_plans(request.user),
    }
    return render(request, "planning/reach.html", context)


def _cluster(number: int, one: Cluster, names: dict[str, str]) -> dict[str, Any]:
    return {
        "number": number,
        "sites": one.sites,
        "few": one.few,
        "district": one.district,
        "name": names.get(one.district, one.district),
        "across_km": one.across_m / 1_000,
        "route": _route_here(one),
    }


def _route_here(one: Cluster) -> str:
    """Return what the form of a new route is filled with: the group meets in the middle and walks to all around."""
    around = max(1.0, round(one.across_m / 1_000, 1))
    place = f"{one.lon:.5f}, {one.lat:.5f}"
    return urlencode({"district": one.district, "start": "place", "start_place": place, "around_km": around})


def _map(areas: tuple[str, ...], groups: list[Cluster], least: int, day: Any) -> dict[str, Any]:
    shapes = outlines(areas)
    if not shapes:
        return {"shapes": [], "width": 1, "height": 1}
    frame = shapes[0]
    cells = hexagons(areas, least=least, on=day, side_m=HEXAGON_UNITS / frame["scale"], frame=frame)
    for cell in cells:
        cell["shade"] = str(next(at for at, end in enumerate(SHADES) if cell["few"] / cell["sites"] <= end))
    return {
        "shapes": shapes,
        "cells": cells,
        "groups": [
            {"number": n, **_drawn(one, Frame(frame["x0"], frame["y0"], frame["scale"]))}
            for n, one in enumerate(groups, 1)
        ],
        "width": frame["width"],
        "height": frame["height"],
    }


def _drawn(one: Cluster, frame: Frame) -> dict[str, Any]:
    ring = [frame.mark(lon, lat, "", 0) for lon, lat in one.hull["coordinates"][0]]
    middle = frame.mark(one.lon, one.lat, "", 0)
    return {"points": " ".join(f"{at.x},{at.y}" for at in ring), "x": middle.x, "y": middle.y}
