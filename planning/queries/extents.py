"""How much of lines and areas was seen: what waits to be measured, the tracks behind a visit, and what is known of a site."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.sql import Statements
from patrol.models import Outing, Visit
from patrol.models import Track as StoredTrack
from patrol.queries.tracks import AFTERWARDS, track_points
from people.permissions import Person
from planning.logic.cover import Track
from planning.logic.seen import Walked, with_gaps
from planning.models import SeenArea, SeenStretch, SiteExtent, VisitExtent, WalkedStretch
from planning.queries.duties import in_areas
from sites.models import LineVersion, Section, Site
from sites.queries import visible_sites
from sites.queries.lines import carried_over
from sites.queries.visibility import exact_for

STATEMENTS: Final = Statements(Path(__file__).parents[1] / "sql")


@dataclass(frozen=True, slots=True)
class VisitTracks:
    """The tracks behind a visit, and how many fixes stood on copies of another outing's track."""

    tracks: list[Track]
    copied: int


@dataclass(frozen=True, slots=True)
class Wall:
    """What is known of one line: its newest survey, every stretch with its last day or none, and what nobody can tell."""

    site: Site
    version: LineVersion
    stretches: list[Walked]
    sections: list[Section]


def waiting_visits(most: int) -> list[Visit]:
    """Return visits whose tracks wait to be measured, oldest first."""
    waiting = VisitExtent.objects.filter(measured_at=None).select_related("visit__site")
    return [one.visit for one in waiting.order_by("visit__visited_at", "pk")[:most]]


def stale_sites(most: int) -> QuerySet[Site]:
    """Return sites whose seen part must be put together anew."""
    return Site.objects.filter(extent__is_stale=True).order_by("pk")[:most]


def tracks_behind(visit: Visit) -> VisitTracks:
    """Return the recorded tracks of the outings during which the visit was made; a copied one is only counted."""
    outings = Outing.objects.annotate(back_at=Coalesce(F("ended_at"), F("expected_return_at"))).filter(
        volunteer=visit.volunteer_id, started_at__lte=visit.visited_at, back_at__gte=visit.visited_at - AFTERWARDS
    )
    found, copied = VisitTracks([], 0), 0
    for stored in StoredTrack.objects.filter(outing__in=outings, read_at__isnull=False).order_by("received_at"):
        if "copy" in stored.reasons:
            copied += stored.point_count
            continue
        points = track_points(stored)
        if len(points.lon):
            found.tracks.append(Track(*(np.asarray(one) for one in points)))
    return VisitTracks(found.tracks, copied)


def newest_version(site: Site) -> LineVersion | None:
    """Return the newest survey of a site's line, or none."""
    return site.line_versions.order_by("-number").first()


def seen_of(site: Site, version: LineVersion, *, is_sure: bool) -> list[tuple[float, float, date]]:
    """Return what all visits saw (or left unknown) of a line, as (from, to, day) along this version of it."""
    rows = SeenStretch.objects.filter(visit__site=site, is_sure=is_sure).order_by("from_m")
    groups: dict[tuple[int, date], list[tuple[float, float]]] = {}
    for number, day, start, end in rows.values_list("version__number", "seen_on", "from_m", "to_m"):
        groups.setdefault((number, day), []).append((start, end))
    return [
        (start, min(end, version.length_m), day)
        for (number, day), stretches in groups.items()
        for start, end in (stretches if number == version.number else carried_over(site, stretches, version=number))
    ]


def seen_areas(site: Site) -> list[tuple[shapely.Geometry, date]]:
    """Return the parts of an area each visit saw, with the day."""
    rows = SeenArea.objects.filter(visit__site=site).values_list("geom", "seen_on")
    return [(shapely.from_wkb(bytes(geom.wkb)), day) for geom, day in rows]


def extents(viewer: Person, areas: Iterable[str], *, since: date, district: str = "") -> list[dict[str, Any]]:
    """Return lines and areas of the areas with what of them was seen ever and since a day, the largest gap first.

    Only sites whose exact place the viewer may know. Metres for lines, square metres for areas.
    """
    sites = visible_sites(viewer).filter(exact_for(viewer), in_areas(areas, "district__code"))
    if district:
        sites = sites.filter(district_id=district)
    keys = list(sites.filter(extent__isnull=False).values_list("pk", flat=True))
    return STATEMENTS.rows("extents", {"sites": keys, "since": since})


def wall(viewer: Person, areas: Iterable[str], code: str) -> Wall | None:
    """Return what is known of a line in the areas, or none where the viewer may not know its place or there is no line."""
    sites = visible_sites(viewer).filter(exact_for(viewer), in_areas(areas, "district__code"))
    site = sites.select_related("district").defer("district__geom").filter(code=code).first()
    version = newest_version(site) if site else None
    if site is None or version is None:
        return None
    rows = WalkedStretch.objects.filter(version=version).order_by("from_m")
    walked = [Walked(start, end, day) for start, end, day in rows.values_list("from_m", "to_m", "last_on")]
    sections = list(site.sections.filter(is_current=True, version=version).order_by("from_m", "number"))
    return Wall(site, version, with_gaps(walked, version.length_m), sections)


def area_of(viewer: Person, areas: Iterable[str], code: str) -> SiteExtent | None:
    """Return what is known of an area, or none where the viewer may not know its place or nothing was measured."""
    sites = visible_sites(viewer).filter(exact_for(viewer), in_areas(areas, "district__code"), code=code)
    found = SiteExtent.objects.filter(site__in=sites.values("pk"), version=None)
    return found.select_related("site__district").defer("site__district__geom").first()


def shape_of(geom: GEOSGeometry) -> shapely.Geometry:
    """Return a stored geometry as a shapely one."""
    return shapely.from_wkb(bytes(geom.wkb))


def day_of(visit: Visit) -> date:
    """Return the day of a visit in Asia/Shanghai."""
    return timezone.localdate(visit.visited_at)
