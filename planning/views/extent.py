"""How much of lines and areas was seen: the list, and one line or area on a map and in tables."""

import json
from datetime import date, timedelta
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.errors import NotFound
from people.models import in_language
from planning.forms.coverage import DistrictForm
from planning.logic.cover.policy import SWATH_M
from planning.logic.seen import Walked, seen_m
from planning.models import SiteExtent
from planning.permissions import coverage_areas
from planning.queries.coverage import districts_in
from planning.queries.duties import today
from planning.queries.extents import Wall, area_of, extents, shape_of, wall
from planning.views.tabs import coverage_tabs
from sites.logic.measure import cut

# The county authority looks at every section once a year (长城执法巡查办法).
SINCE: Final = timedelta(days=365)
# A shorter gap is two fixes apart, not a stretch anybody would walk again.
SHORTEST_M: Final = 1.0


@login_required
@require_safe
def extent_list(request: HttpRequest) -> HttpResponse:
    """Show lines and areas with what of them was seen within a year, the largest gap first."""
    areas = coverage_areas(request.user)
    districts = list(districts_in(areas))
    form = DistrictForm(request.GET, districts=districts)
    rows = extents(request.user, areas, since=today() - SINCE, district=form.chosen())
    names = {one.code: one.name for one in districts}
    context = {
        "tabs": coverage_tabs("planning:extents"),
        "form": form,
        "lines": [_listed(row, names) for row in rows if row["is_line"]],
        "areas": [_listed(row, names) for row in rows if not row["is_line"]],
        "swath": round(SWATH_M),
    }
    return render(request, "planning/extents.html", context)


@login_required
@require_safe
def extent_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show one line or area: what was seen when, and what nobody looked at."""
    areas = coverage_areas(request.user)
    line = wall(request.user, areas, code)
    if line is not None:
        return render(request, "planning/extent.html", _line(line))
    area = area_of(request.user, areas, code)
    if area is None:
        raise NotFound
    return render(request, "planning/extent.html", _area(area))


def _listed(row: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    part = row["recent"] if row["is_line"] else row["seen"]
    return {
        **row,
        "name": in_language(row["name_zh"], row["name_en"]),
        "district_name": names.get(row["district"], row["district"]),
        "percent": _percent(part, row["whole"]),
        "gap": max(0.0, row["whole"] - part),
    }


def _line(line: Wall) -> dict[str, Any]:
    since = today() - SINCE
    length, stretches = line.version.length_m, [one for one in line.stretches if one.length_m >= SHORTEST_M]
    recent, ever = (seen_m(line.stretches, 0.0, length, since=day) for day in (since, None))
    sections = [
        {
            "section": one,
            "length": one.to_m - one.from_m,
            "seen": seen_m(line.stretches, one.from_m, one.to_m, since=since),
            "percent": _percent(seen_m(line.stretches, one.from_m, one.to_m, since=since), one.to_m - one.from_m),
        }
        for one in line.sections
    ]
    unknown = line.site.extent.unknown if hasattr(line.site, "extent") else 0.0
    return {
        "site": line.site,
        "is_line": True,
        "numbers": {"whole": length, "recent": recent, "ever": ever, "unknown": unknown},
        "percent": _percent(recent, length),
        "stretches": [{"part": one, "kind": _kind(one, since)} for one in stretches],
        "sections": sections,
        "drawing": {"features": [_feature(line, one, since) for one in stretches], "line": None},
    }


def _area(area: SiteExtent) -> dict[str, Any]:
    shapes = [("unseen", area.site.geom, _("not seen")), ("seen", area.geom, _("seen"))]
    features = [
        {"type": "Feature", "geometry": json.loads(geom.geojson), "properties": {"kind": kind, "label": label}}
        for kind, geom, label in shapes
        if geom is not None
    ]
    return {
        "site": area.site,
        "is_line": False,
        "numbers": {"whole": area.whole, "recent": area.seen, "ever": area.seen, "unknown": 0.0},
        "percent": _percent(area.seen, area.whole),
        "last_on": area.last_on,
        "drawing": {"features": features, "line": None},
    }


def _feature(line: Wall, part: Walked, since: date) -> dict[str, Any]:
    shape = cut(shape_of(line.version.geom), part.from_m, part.to_m)
    day = date_format(part.last_on, "Y-m-d") if part.last_on else _("never")
    label = _("{start}–{end} m: {day}").format(start=round(part.from_m), end=round(part.to_m), day=day)
    geometry = {"type": "LineString", "coordinates": [[round(x, 7), round(y, 7)] for x, y in shape.coords]}
    return {"type": "Feature", "geometry": geometry, "properties": {"kind": _kind(part, since), "label": label}}


def _kind(part: Walked, since: date) -> str:
    if part.last_on is None:
        return "unseen"
    return "seen" if part.last_on >= since else "seen-long-ago"


def _percent(part: float, whole: float) -> int:
    """Return whole percent; only what is whole is called 100, and only nothing is called 0."""
    share = part / whole if whole else 0.0
    if share >= 1 - 1e-6:
        return 100
    return min(99, max(1, round(100 * share))) if share > 0 else 0
