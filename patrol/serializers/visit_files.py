"""A person's visits as files other programs read: a calendar (iCalendar), and the targets in walking order (GPX)."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

import shapely
from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from patrol.models import Assignment
from patrol.queries.pack import PackVisit
from sites.files.write_gpx import gpx_pieces
from sites.files.write_rows import Row

REMIND: Final = timedelta(days=-2)
REFRESH: Final = timedelta(hours=6)


def calendar_of(visits: Iterable[Assignment]) -> bytes:
    """Write the open visits as whole-day entries on their last day. No place: calendars lie on others' machines."""
    calendar = Calendar()
    calendar.add("prodid", "-//Heritage Patrol//Visits//")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Heritage visits"))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for visit in visits:
        calendar.add_component(_entry(visit))
    written: bytes = calendar.to_ical()
    return written


def gpx_of(ordered: Iterable[PackVisit]) -> str:
    """Write the targets, numbered in walking order, with the place their visitor may know."""
    placed = [visit for visit in ordered if visit.site.place]
    rows = [_target(number, visit) for number, visit in enumerate(placed, 1)]
    name = _("Heritage visits")
    return "".join(gpx_pieces(name, _("In walking order"), [rows], []))


def _entry(visit: Assignment) -> Event:
    site = visit.site
    url = f"{settings.PUBLIC_URL}{reverse('patrol:field_site', args=[site.code])}"
    entry = Event()
    entry.add("uid", f"{visit.pk}@heritage-patrol")
    entry.add("dtstamp", visit.made_at)
    entry.add("dtstart", visit.do_by)
    entry.add("dtend", visit.do_by + timedelta(days=1))
    entry.add("summary", _("Visit {site}").format(site=site.name))
    entry.add("description", f"{site.level.label} · {site.district.name}\n{url}")
    entry.add("url", url)
    entry.add("transp", "TRANSPARENT")
    reminder = Alarm()
    reminder.add("action", "DISPLAY")
    reminder.add("description", _("Visit {site}").format(site=site.name))
    reminder.add("trigger", REMIND)
    entry.add_component(reminder)
    return entry


def _target(number: int, visit: PackVisit) -> Row:
    site = visit.site
    point = site.place.point_on_surface
    told = _("Visit by {day}").format(day=date_format(visit.assignment.do_by, "DATE_FORMAT"))
    if not site.is_exact:
        told += " · " + _("the middle of a 1 km square, not the exact place")
    values = {"code": site.code, "name_zh": f"{number} {site.name}", "summary_zh": told}
    return values, shapely.to_wkb(shapely.Point(point.x, point.y))
