"""The maps for people: front door, live status map with its table, vector tiles, dashboard."""

import gzip
import hashlib
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.errors import NotAllowed, NotFound
from core.pagination import KeyedPaginator
from core.sentences import STATUSES
from maps.layers import LAYERS, Layer, Request
from maps.queries.figures import public_figures
from maps.queries.filters import Filters, choices, read_filters
from maps.queries.status import Counts, bounds_of, status_counts, status_table
from maps.queries.tiles import Tile
from maps.sentences import DRAWING_WORDS, DRAWINGS, MAP_WORDS
from people.permissions import areas_of, has_right
from planning.queries.duties import today
from sites.models import Site

PAGE_SIZE: Final = 20
MVT: Final = "application/vnd.mapbox-vector-tile"
# Below this a compressed tile saves less than its headers.
WORTH_COMPRESSING: Final = 1_000


@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    """Show the front door: what this is, how it stands, and where to go."""
    figures = public_figures(on=today(), at=timezone.now())
    return render(request, "maps/welcome.html", {"figures": figures, "map": _map(Filters())})


@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """Show the live status map with filters, legend and table; with HTMX only what the filters change."""
    filters, on = read_filters(request.GET), today()
    counts = status_counts(request.user, filters.without_status(), on=on)
    context = {
        "filters": filters,
        "choices": choices(),
        "legend": [{"mark": mark, "count": counts.by_status[mark.key]} for mark in STATUSES.values()],
        "page": _page(request, filters, counts),
        "map": _map(filters),
        "knows_dates": request.user.is_authenticated,
    }
    if not request.htmx:  # type: ignore[attr-defined]
        return render(request, "maps/status.html", context)
    part = render(request, "maps/_results.html", {**context, "is_part": True})
    # The address of what is shown, so that it can be sent to somebody; without the empty filters.
    part["HX-Replace-Url"] = f"{request.path}?{filters.query()}"
    return part


@require_safe
def site_panel(request: HttpRequest, code: str) -> HttpResponse:
    """Show one site's status and place, as a part of its page."""
    site = status_table(request.user, Filters(), on=today()).filter(code=code).first()
    if site is None:
        raise NotFound
    context = {
        "site": site,
        "map": _map(Filters(district=site.district_id)),
        "knows_dates": request.user.is_authenticated,
    }
    return render(request, "maps/_site_panel.html", context)


@login_required
@require_safe
def import_panel(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Show the places of an import's rows, as a part of its page; the rows come from the register's own address."""
    if not has_right(request.user, "edit_sites"):
        raise NotAllowed
    context = {"map": _map(Filters()), "places": reverse("sites:import_places", args=[batch_id])}
    return render(request, "maps/_import_panel.html", context)


@require_safe
def drawing(request: HttpRequest, kind: str) -> HttpResponse:
    """Show an empty map as a part of a page of the register; the page itself holds what is drawn on it."""
    if kind not in DRAWINGS:
        raise NotFound
    words = {key: str(word) for key, word in DRAWING_WORDS.items()}
    label, foot = DRAWINGS[kind]
    context = {"kind": kind, "map": _map(Filters()), "words": words, "label": label, "foot": foot}
    return render(request, "maps/_drawing.html", context)


@require_safe
def tile(request: HttpRequest, layer: str, zoom: int, x: int, y: int) -> HttpResponse:
    """Answer with one vector tile; a signed-in viewer's is kept by no shared cache and always asked for again."""
    declared, place = LAYERS.get(layer), Tile(zoom, x, y)
    if declared is None or not place.exists or not declared.min_zoom <= zoom <= declared.max_zoom:
        raise NotFound
    viewer = request.user if declared.differs_by_viewer else AnonymousUser()
    language = request.GET.get("lang", "zh-hans")
    drawn = declared.draw(Request(viewer, place, read_filters(request.GET), today(), language))
    response = _unless_known(request, drawn)
    response["Cache-Control"] = _cache_control(declared, is_private=viewer.is_authenticated)
    if declared.differs_by_viewer:
        patch_vary_headers(response, ["Cookie"])
    return response


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """Say what the standalone dashboard holds for this viewer, and offer it."""
    counts = status_counts(request.user, Filters(), on=today())
    is_exact = bool(areas_of(request.user, "see_exact_places"))
    return render(request, "maps/dashboard.html", {"counts": counts, "on": today(), "is_exact": is_exact})


@require_safe
@never_cache
def dashboard_file(request: HttpRequest) -> HttpResponse:
    """Answer with the dashboard as one file that opens without a network; it holds what this viewer may know."""
    # Folium brings pandas: two seconds at the start of every process. Only who asks for the file waits for it.
    from maps.dashboards import coverage_dashboard

    html = coverage_dashboard(request.user, on=today(), language=get_language() or "zh-hans")
    name = f"heritage-patrol-{today():%Y-%m-%d}.html"
    return HttpResponse(html, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _page(request: HttpRequest, filters: Filters, counts: Counts) -> Page[Site]:
    paginator = KeyedPaginator(status_table(request.user, filters, on=today()), PAGE_SIZE)
    # The legend has counted already.
    wanted = filters.status or counts.by_status
    paginator.count = sum(counts.by_status[status] for status in wanted)
    return paginator.get_page(request.GET.get("page"))


def _map(filters: Filters) -> dict[str, Any]:
    """Return what a map's element tells its script: where its tiles are, what to show first, and its words."""
    return {
        "tiles": {layer.name: _tiles(layer, filters) for layer in LAYERS.values()},
        "bounds": bounds_of(filters.district),
        "words": {key: str(word) for key, word in MAP_WORDS.items()},
    }


def _tiles(layer: Layer, filters: Filters) -> dict[str, str | int]:
    query = urlencode({"lang": get_language() or "zh-hans"})
    if layer.is_filtered and not filters.is_empty:
        query += f"&{filters.query()}"
    sample = reverse("maps:tile", args=[layer.name, 0, 0, 0])
    url = sample.replace("/0/0/0.mvt", "/{z}/{x}/{y}.mvt")
    return {"url": f"{url}?{query}", "minzoom": layer.min_zoom, "maxzoom": layer.max_zoom}


def _unless_known(request: HttpRequest, drawn: bytes) -> HttpResponse:
    etag = f'W/"{hashlib.sha256(drawn).hexdigest()[:32]}"'
    if etag in request.headers.get("If-None-Match", ""):
        response: HttpResponse = HttpResponseNotModified()
    elif len(drawn) > WORTH_COMPRESSING and "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(gzip.compress(drawn, compresslevel=3), content_type=MVT)
        response["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(drawn, content_type=MVT)
    response["ETag"] = etag
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _cache_control(layer: Layer, *, is_private: bool) -> str:
    return "private, no-cache" if is_private else f"public, max-age={layer.seconds_fresh}"
