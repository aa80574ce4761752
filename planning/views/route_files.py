"""A route to take along: GPX, KML, iCalendar, and a sheet of paper."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from core.errors import NotFound
from core.paper import as_pdf, square
from people.permissions import signed_in
from planning.files.routes import route_gpx, route_ics, route_kml
from planning.queries.route_drawing import route_drawing
from planning.queries.routes import SeenRoute, seen_route
from planning.sentences import why_not
from planning.views.route import seen, trip_shown

STYLES: Final = ("core/tokens.css", "patrol/sheet.css", "planning/route_sheet.css")


@login_required
@never_cache
@require_GET
def route_file(request: HttpRequest, route_id: UUID, format_name: str) -> HttpResponse:
    """Send the route in one of the formats, with what its reader may know."""
    if format_name not in WRITERS:
        raise NotFound
    content_type, write = WRITERS[format_name]
    route = seen(request, route_id)
    answer = HttpResponse(write(request, seen_route(route, signed_in(request))), content_type=content_type)
    how = "inline" if format_name == "pdf" else "attachment"
    answer["Content-Disposition"] = f'{how}; filename="route-{route.day.isoformat()}.{format_name}"'
    return answer


def _pdf(request: HttpRequest, found: SeenRoute) -> bytes:
    address = request.build_absolute_uri(reverse("planning:route", args=[found.route.pk]))
    context: dict[str, Any] = {
        "route": found.route,
        "language": get_language(),
        "trips": [trip_shown(trip) for trip in found.trips if trip.stops],
        "left_out": [{"one": one, "why": why_not(one.stop)} for one in found.left_out],
        "drawing": route_drawing(found),
        "tells_times": found.tells_times,
        "address": address,
        "code_modules": square(address),
        "printed_at": timezone.localtime(),
        "reader": str(request.user),
    }
    return as_pdf(render_to_string("planning/route_sheet.html", context, request), styles=STYLES)


Writer = Callable[[HttpRequest, SeenRoute], str | bytes]
WRITERS: Final[dict[str, tuple[str, Writer]]] = {
    "gpx": ("application/gpx+xml; charset=utf-8", lambda _request, found: route_gpx(found)),
    "kml": ("application/vnd.google-earth.kml+xml", lambda _request, found: route_kml(found)),
    "ics": ("text/calendar; charset=utf-8", lambda _request, found: route_ics(found)),
    "pdf": ("application/pdf", _pdf),
}
