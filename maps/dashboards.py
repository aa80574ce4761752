"""Standalone dashboards: one HTML file with its map library inside, which opens from a disk without any network."""

import base64
import mimetypes
import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import folium
from branca.element import Element, Figure
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.sentences import STATUSES
from maps.queries.coverage import DistrictCoverage, SiteDot, coverage_by_district, site_dots
from maps.queries.filters import Filters
from maps.queries.status import status_counts
from people.permissions import Person, areas_of

# More markers than this make the file slow to open; what needs somebody is kept.
MOST_MARKERS: Final = 3_000
# Shares of timely visits, in per cent, and the strength of the fill from each on: one hue, ever darker.
STEPS: Final = ((0, 0.08), (20, 0.24), (40, 0.4), (60, 0.56), (80, 0.72))
# The shapes of `core/static/core/status.js`, so that no map tells a status by colour alone.
SHAPES: Final = {
    "current": "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16Z",
    "due_soon": "M12 3 22 20H2Z",
    "overdue": "M12 2 22 12 12 22 2 12Z",
    "never": "M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16Zm0 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7Z",
    "suspended": "M4.5 4.5h15v15h-15Z",
}


class OfflineMap(folium.Map):
    """A folium map that asks no other host: no tiles, and none of the libraries folium would fetch."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - folium's own shape
    default_css: list[tuple[str, str]] = []  # noqa: RUF012 - folium's own shape

    def __init__(self, **options: Any) -> None:
        super().__init__(tiles=None, **options)
        head = figure_of(self).header
        for name in ("core/tokens.css", "vendor/leaflet/leaflet.css", "maps/dashboard.css"):
            head.add_child(Element(f"<style>{_inlined_css(name)}</style>"), name=name)
        head.add_child(Element(f"<script>{_leaflet_js()}</script>"), name="leaflet_js")


def coverage_dashboard(viewer: Person, *, on: date, language: str) -> str:
    """Return the dashboard of visit coverage as HTML, with what this viewer may know on that day."""
    with override(language):
        districts = coverage_by_district(viewer, on=on)
        dots = site_dots(viewer, on=on, most=MOST_MARKERS)
        chart = OfflineMap(zoom_control=True, control_scale=True, attribution_control=False)
        _add_districts(chart, districts)
        for mark in STATUSES.values():
            _add_sites(chart, str(mark.label), [dot for dot in dots if dot.status == mark.key])
        folium.LayerControl(collapsed=True, position="bottomright").add_to(chart)
        if box := _box(districts, dots):
            chart.fit_bounds(box)
        return _page(chart, viewer, districts, drawn=len(dots), on=on, language=language)


def _add_districts(chart: folium.Map, districts: Iterable[DistrictCoverage]) -> None:
    features = [_district_feature(district) for district in districts]
    if not features:
        return
    fields = {"name": _("District"), "sites": _("Sites"), "share": _("Visited in time")}
    fields |= {mark.key: str(mark.label) for mark in STATUSES.values()}
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        name=_("Districts by share visited in time"),
        style_function=lambda feature: {
            "color": token("line-strong"),
            "weight": 1,
            "fillColor": token("celadon"),
            "fillOpacity": feature["properties"]["strength"],
        },
        tooltip=folium.GeoJsonTooltip(fields=list(fields), aliases=list(fields.values()), sticky=True),
    ).add_to(chart)


def _district_feature(district: DistrictCoverage) -> dict[str, Any]:
    share = district.timely_share
    properties = {
        "name": str(escape(district.name)),
        "sites": district.total,
        "share": "–" if share is None else f"{share} %",
        "strength": strength_of(share),
        **district.counts,
    }
    return {"type": "Feature", "id": district.code, "properties": properties, "geometry": district.outline}


def _add_sites(chart: folium.Map, label: str, dots: list[SiteDot]) -> None:
    group = folium.FeatureGroup(name=f"{label} ({len(dots)})").add_to(chart)
    for is_exact in (True, False):
        chosen = [dot for dot in dots if dot.is_exact is is_exact]
        if chosen:
            icon = folium.DivIcon(
                html=symbol(chosen[0].status, is_exact=is_exact), icon_size=(20, 20), class_name="site"
            )
            fields = {
                "name": _("Site"),
                "status": _("Status"),
                "level": _("Protection level"),
                "district": _("District"),
                "place": _("Place"),
            }
            folium.GeoJson(
                {"type": "FeatureCollection", "features": [_dot_feature(dot) for dot in chosen]},
                marker=folium.Marker(icon=icon),
                tooltip=folium.GeoJsonTooltip(fields=["name", "status"], labels=False),
                popup=folium.GeoJsonPopup(fields=list(fields), aliases=list(fields.values())),
            ).add_to(group)


def _dot_feature(dot: SiteDot) -> dict[str, Any]:
    # Folium writes properties into the page as HTML: a name must not become markup.
    properties = {
        "name": str(escape(dot.name)),
        "status": str(escape(STATUSES[dot.status].label)),
        "level": str(escape(dot.level)),
        "district": str(escape(dot.district)),
        "place": _("exact") if dot.is_exact else _("coarse: within about one kilometre"),
    }
    geometry = {"type": "Point", "coordinates": [dot.longitude, dot.latitude]}
    return {"type": "Feature", "id": dot.code, "properties": properties, "geometry": geometry}


def symbol(status: str, *, is_exact: bool) -> str:
    """Return a status's shape as SVG in its colour, in a dashed square where the place is coarse."""
    color, edge = token(f"status-{status.replace('_', '-')}"), token("surface")
    square = (
        ""
        if is_exact
        else f'<rect x="1" y="1" width="22" height="22" fill="none" stroke="{token("ink-2")}" stroke-dasharray="3 2"/>'
    )
    scale = "" if is_exact else ' transform="translate(4.8 4.8) scale(.6)"'
    shape = f'<path d="{SHAPES[status]}" fill="{color}" fill-rule="evenodd" stroke="{edge}" stroke-width="1.5"{scale}/>'
    return f'<svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">{square}{shape}</svg>'


def strength_of(share: int | None) -> float:
    """Return how strongly a district is filled for its share of timely visits; none is not filled at all."""
    return 0.0 if share is None else max(strength for start, strength in STEPS if share >= start)


def _page(
    chart: folium.Map, viewer: Person, districts: list[DistrictCoverage], *, drawn: int, on: date, language: str
) -> str:
    counts = status_counts(viewer, Filters(), on=on)
    panel = render_to_string(
        "maps/dashboard_panel.html",
        {
            "on": on,
            "is_public": not areas_of(viewer, "see_exact_places"),
            "legend": [
                {"symbol": symbol(mark.key, is_exact=True), "label": mark.label, "count": counts.by_status[mark.key]}
                for mark in STATUSES.values()
            ],
            "coarse": symbol("current", is_exact=False),
            "total": counts.total,
            "drawn": drawn,
            "steps": [{"from": start, "strength": strength} for start, strength in STEPS],
            "districts": districts,
            "statuses": list(STATUSES.values()),
        },
    )
    root = figure_of(chart)
    root.html.add_child(Element(panel), name="panel")
    root.header.add_child(
        Element(f"<title>{escape(_('Heritage Patrol: visit coverage'))} {on:%Y-%m-%d}</title>"), name="title"
    )
    html: str = root.render()
    # The symbols are drawn in light colours, so the rest stays light too.
    html = html.replace("<html>", f'<html lang="{escape(language)}" data-theme="light">', 1)
    # Folium forbids zooming the page with two fingers; people with weak eyes need it.
    return re.sub(r",\s*maximum-scale=1.0, user-scalable=no", "", html)


def _box(districts: list[DistrictCoverage], dots: list[SiteDot]) -> list[list[float]]:
    """Return the south-west and north-east corner (latitude first, as Leaflet wants it) of what is drawn."""
    points = [point for district in districts for part in district.outline["coordinates"] for point in _flat(part)]
    points += [(dot.longitude, dot.latitude) for dot in dots]
    if not points:
        return []
    longitudes, latitudes = zip(*points, strict=True)
    return [[min(latitudes), min(longitudes)], [max(latitudes), max(longitudes)]]


def _flat(part: list[Any]) -> list[tuple[float, float]]:
    return [tuple(part)] if isinstance(part[0], float | int) else [point for one in part for point in _flat(one)]


def figure_of(chart: folium.Map) -> Figure:
    """Return the page folium builds around a map."""
    figure = chart.get_root()
    assert isinstance(figure, Figure)  # noqa: S101 - folium puts every map into one
    return figure


@cache
def token(name: str) -> str:
    """Return the light value of a token of the design system: a file that is sent around is always ink on paper."""
    found = re.search(rf"--{re.escape(name)}:\s*([^;]+);", _static("core/tokens.css").read_text(encoding="utf-8"))
    if found is None:
        raise LookupError(name)
    return found[1]


@cache
def _leaflet_js() -> str:
    source = _static("vendor/leaflet/leaflet.js").read_text(encoding="utf-8")
    return re.sub(r"//# sourceMappingURL=.*", "", source).replace("</script", "<\\/script")


@cache
def _inlined_css(name: str) -> str:
    source, folder = _static(name).read_text(encoding="utf-8"), name.rpartition("/")[0]
    return re.sub(r"url\((images/[^)]+)\)", lambda found: f"url({_data_uri(f'{folder}/{found[1]}')})", source)


def _data_uri(name: str) -> str:
    kind = mimetypes.guess_type(name)[0]
    return f"data:{kind};base64,{base64.b64encode(_static(name).read_bytes()).decode()}"


def _static(name: str) -> Path:
    # Collected in production, found in its app or package elsewhere.
    return Path(finders.find(name) or staticfiles_storage.path(name))
