"""What an officer edits: the sites of their area, the division that covers a place, and geometry nearby to snap to."""

import math
from pathlib import Path
from typing import Any, Final

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.db.models.functions import AsGeoJSON, Intersection
from django.contrib.gis.geos import GEOSGeometry, Point, Polygon
from django.db.models import F, Func, JSONField, Q, QuerySet
from django.db.models.functions import Cast

from core.sql import Statements
from people.models import User
from people.permissions import Person, areas_of
from sites.models import District, Site
from sites.queries.visibility import visible_sites, within

SQL: Final = Statements(Path(__file__).resolve().parent.parent / "sql")
MOST_NEIGHBOURS: Final = 200
PLACE_DECIMALS: Final = 7
METRES_PER_DEGREE: Final = 110_574
SLACK_DEG: Final = 1e-6


def in_areas(person: Person, right: str, path: str = "district__code") -> Q:
    """Return the condition that the district at `path` lies where the person holds the right."""
    found = Q(pk__in=[])
    for area in areas_of(person, right):
        found |= Q(**{f"{path}__startswith": area}) if area else ~Q(pk=None)
    return found


def editable_sites(person: Person) -> QuerySet[Site]:
    """Return the sites the person may edit, those taken out of the register too; their exact place is theirs to know."""
    return Site.objects.filter(in_areas(person, "edit_sites"))


def counties_of(person: Person) -> QuerySet[District]:
    """Return the counties in which the person may edit, without their outlines."""
    counties = District.objects.filter(kind=District.Kind.COUNTY).filter(in_areas(person, "edit_sites", "code"))
    return counties.defer("geom").order_by("code")


def county_of(geom: GEOSGeometry) -> str:
    """Return the code of the county that covers the largest part of a WGS-84 geometry, "" where none does."""
    return _covering(geom, District.Kind.COUNTY)


def division_of(geom: GEOSGeometry) -> str:
    """Return the code of the smallest division below the county that covers the place, "" where none is known."""
    return _covering(geom, District.Kind.VILLAGE) or _covering(geom, District.Kind.TOWNSHIP)


def frame_around(place: Point, metres: float) -> Polygon:
    """Return a box (WGS-84) that holds every place within so many metres."""
    tall = metres / METRES_PER_DEGREE + SLACK_DEG
    wide = tall / max(0.01, math.cos(math.radians(place.y)))
    frame: Polygon = Polygon.from_bbox((place.x - wide, place.y - tall, place.x + wide, place.y + tall))
    frame.srid = 4326
    return frame


def neighbours(person: User, frame: Polygon, *, but: str) -> list[dict[str, Any]]:
    """Return GeoJSON features in the frame to snap to: districts' borders, and other sites whose exact place the person knows."""
    sites: Any = visible_sites(person).filter(within(person, frame)).exclude(code=but)
    sites = sites.filter(is_exact=True).annotate(told=_told(F("place"))).order_by("code")
    districts = District.objects.filter(geom__bboverlaps=frame, kind=District.Kind.COUNTY).order_by("code")
    edge = Func(F("geom"), function="ST_Boundary", output_field=GeometryField(srid=4326))
    cut = Intersection(edge, frame)
    told = districts.annotate(told=_told(cut)).values_list("code", "told")
    return [
        {"type": "Feature", "properties": {"code": code}, "geometry": geometry}
        for code, geometry in [*sites.values_list("code", "told")[:MOST_NEIGHBOURS], *told]
        if geometry
    ]


def _told(geometry: Any) -> Cast:
    return Cast(AsGeoJSON(geometry, precision=PLACE_DECIMALS), JSONField())


def _covering(geom: GEOSGeometry, kind: str) -> str:
    return SQL.value("covering", {"place": bytes(geom.wkb), "kind": kind}) or ""
