"""A route as files other programs read: GPX and KML with its stops and ways, iCalendar with its trips."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from zoneinfo import ZoneInfo

import shapely
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from planning.queries.routes import SeenRoute, SeenTrip
from planning.sentences import clock, trip_name
from sites.files.write_gdal import write_kml
from sites.files.write_gpx import gpx_pieces
from sites.files.write_rows import Row
from sites.logic.fields import EXPORTED

EMPTY: Final[dict[str, Any]] = dict.fromkeys((field.name for field in EXPORTED), None)


def route_gpx(seen: SeenRoute) -> str:
    """Write the stops as numbered waypoints and each trip as a track, with the places their reader may know."""
    stops = [row for trip in seen.trips for row in _stops(trip)]
    lines = [_line(seen, trip) for trip in seen.trips if trip.stops]
    return "".join(gpx_pieces(seen.route.title, seen.route.day.isoformat(), [stops], [lines]))


def route_kml(seen: SeenRoute) -> bytes:
    """Write the same as KML, by GDAL."""
    rows = [row for trip in seen.trips if trip.stops for row in (*_stops(trip), _line(seen, trip))]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "route.kml"
        write_kml(path, iter([rows]))
        return path.read_bytes()


def route_ics(seen: SeenRoute) -> bytes:
    """Write each trip as one entry of its day. No place: calendars lie on others' machines."""
    calendar = Calendar()
    calendar.add("prodid", "-//Heritage Patrol//Routes//")
    calendar.add("version", "2.0")
    for trip in seen.trips:
        if trip.stops:
            calendar.add_component(_entry(seen, trip))
    written: bytes = calendar.to_ical()
    return written


def _stops(trip: SeenTrip) -> Iterator[Row]:
    for number, one in enumerate(trip.stops, 1):
        if one.site.place is None:
            continue
        point = one.site.place.point_on_surface
        told = [] if one.call is None else [f"{clock(one.call.begins)}–{clock(one.call.departs)}"]
        if not one.site.is_exact:
            told.append(_("the middle of a 1 km square, not the exact place"))
        name = f"{trip.number + 1}-{number} {one.site.name}"
        values = {**EMPTY, "code": one.site.code, "name_zh": name, "summary_zh": " · ".join(told)}
        yield values, shapely.to_wkb(shapely.Point(point.x, point.y))


def _line(seen: SeenRoute, trip: SeenTrip) -> Row:
    middles = [one.site.place.point_on_surface for one in trip.stops if one.site.place is not None]
    along = [(point.x, point.y) for point in (seen.route.start, *middles, seen.route.end)]
    values = {**EMPTY, "code": "", "name_zh": trip_name(trip.number), "summary_zh": seen.route.title}
    return values, shapely.to_wkb(shapely.LineString(along))


def _entry(seen: SeenRoute, trip: SeenTrip) -> Event:
    route, zone = seen.route, ZoneInfo(settings.TIME_ZONE)
    midnight = datetime.combine(route.day, time(0), tzinfo=zone)
    leaves = midnight + timedelta(hours=route.leaves_at.hour, minutes=route.leaves_at.minute)
    ends = leaves + timedelta(minutes=route.budget_minutes)
    if trip.course is not None:
        leaves = midnight + timedelta(minutes=round(trip.course.leaves))
        ends = midnight + timedelta(minutes=round(trip.course.returns))
    url = f"{settings.PUBLIC_URL}{reverse('planning:route', args=[route.pk])}"
    entry = Event()
    entry.add("uid", f"{route.pk}-{trip.number}@heritage-patrol")
    entry.add("dtstamp", (route.given_at or route.solved_at or route.made_at).astimezone(UTC))
    entry.add("dtstart", leaves)
    entry.add("dtend", ends)
    entry.add("summary", f"{route.title} · {trip_name(trip.number)}")
    entry.add("description", "\n".join([*(_line_of(number, one) for number, one in enumerate(trip.stops, 1)), url]))
    entry.add("url", url)
    return entry


def _line_of(number: int, one: Any) -> str:
    at = "" if one.call is None else f"{clock(one.call.begins)} "
    return f"{number}. {at}{one.site.name}"
