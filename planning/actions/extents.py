"""Measures what visits saw of lines and areas, and puts it together for each site."""

from datetime import datetime
from typing import Any, cast

import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.db import transaction

from patrol.models import Visit
from planning.logic.cover import area_m2, cover_line, seen_area
from planning.logic.intervals import Interval, total, within, without
from planning.logic.seen import last_seen
from planning.models import SeenArea, SeenStretch, SiteExtent, VisitExtent, WalkedStretch
from planning.queries.extents import (
    VisitTracks,
    day_of,
    newest_version,
    seen_areas,
    seen_of,
    shape_of,
    tracks_behind,
)
from sites.models import LineVersion, Site

# Shorter than this a stretch is the rounding of two measures.
SHORTEST_M = 0.1


def measure_visit(*, visit: Visit, at: datetime) -> VisitExtent | None:
    """Measure what the tracks of a visit prove of its site, and renew the site; none while another worker measures it.

    Where no point of any track is kept any more, what was proven before stays.
    """
    with transaction.atomic():
        extent = VisitExtent.objects.select_for_update(skip_locked=True).filter(pk=visit.pk).first()
        if extent is None:
            return None
        found = tracks_behind(visit)
        version = newest_version(visit.site)
        if found.tracks and version is not None:
            extent.rejected = _measure_line(visit, version, found, extent.swath_m)
        elif found.tracks and visit.site.geom.dims == 2:
            _measure_area(visit, found, extent.swath_m)
        extent.measured_at, extent.tracks = at, len(found.tracks) or extent.tracks
        if found.copied:
            extent.rejected = {**extent.rejected, "copy": extent.rejected.get("copy", 0) + found.copied}
        extent.save()
        if found.tracks:
            refresh_extent(site=visit.site, at=at)
    return extent


def refresh_extent(*, site: Site, at: datetime) -> SiteExtent | None:
    """Put together what all visits saw of a site's newest line or area; none for a site that is a point."""
    with transaction.atomic():
        # The site's row stands for its stretches: two workers never write them at once.
        site = Site.objects.select_for_update().get(pk=site.pk)
        version = newest_version(site)
        if version is not None:
            return _refresh_line(site, version, at)
        return _refresh_area(site, at) if site.geom.dims == 2 else None


def _measure_line(visit: Visit, version: LineVersion, found: VisitTracks, swath_m: float) -> dict[str, int]:
    cover = cover_line(shape_of(version.geom), found.tracks, swath_m=swath_m)
    visit.seen_stretches.all().delete()
    parts = [(one, True) for one in cover.stretches] + [(one, False) for one in cover.unknown]
    day = day_of(visit)
    SeenStretch.objects.bulk_create(
        SeenStretch(visit=visit, version=version, from_m=start, to_m=end, seen_on=day, is_sure=is_sure)
        for (start, end), is_sure in _on_line(parts, version)
    )
    return cover.rejected


def _on_line(parts: list[tuple[Interval, bool]], version: LineVersion) -> list[tuple[Interval, bool]]:
    clipped = [((start, min(end, version.length_m)), is_sure) for (start, end), is_sure in parts]
    return [(one, is_sure) for one, is_sure in clipped if one[1] - one[0] >= SHORTEST_M]


def _measure_area(visit: Visit, found: VisitTracks, swath_m: float) -> None:
    part = _polygons(seen_area(shape_of(visit.site.geom), found.tracks, swath_m=swath_m))
    visit_area = SeenArea.objects.filter(visit=visit)
    if part is None:
        visit_area.delete()
    else:
        visit_area.update_or_create(visit=visit, defaults={"geom": part, "seen_on": day_of(visit)})


def _refresh_line(site: Site, version: LineVersion, at: datetime) -> SiteExtent:
    walked = [one for one in last_seen(seen_of(site, version, is_sure=True)) if one.length_m >= SHORTEST_M]
    seen = [(one.from_m, one.to_m) for one in walked]
    maybe = [(start, end) for start, end, _day in seen_of(site, version, is_sure=False)]
    unknown = within(without(maybe, seen), 0.0, version.length_m)
    WalkedStretch.objects.filter(version__site=site).delete()
    WalkedStretch.objects.bulk_create(
        WalkedStretch(version=version, from_m=one.from_m, to_m=one.to_m, last_on=one.last_on)
        for one in walked
        if one.last_on
    )
    days = [one.last_on for one in walked if one.last_on]
    values = {"version": version, "whole": version.length_m, "seen": total(seen), "unknown": total(unknown)}
    return _keep(site, at, {**values, "last_on": max(days, default=None), "geom": None})


def _refresh_area(site: Site, at: datetime) -> SiteExtent:
    area, parts = shape_of(site.geom), seen_areas(site)
    seen = shapely.intersection(shapely.union_all([part for part, _day in parts]), shapely.make_valid(area))
    whole = area_m2(area)
    values = {"version": None, "whole": whole, "seen": min(whole, area_m2(seen)) if not seen.is_empty else 0.0}
    last_on = max((day for _part, day in parts), default=None)
    return _keep(site, at, {**values, "unknown": 0.0, "last_on": last_on, "geom": _polygons(seen)})


def _keep(site: Site, at: datetime, values: dict[str, Any]) -> SiteExtent:
    defaults = {**values, "is_stale": False, "measured_at": at}
    return SiteExtent.objects.update_or_create(site=site, defaults=defaults)[0]


def _polygons(shape: shapely.Geometry) -> MultiPolygon | None:
    parts = [one for one in shapely.get_parts(shape) if one.geom_type == "Polygon" and one.area > 0]
    return cast("MultiPolygon", GEOSGeometry(shapely.MultiPolygon(parts).wkb_hex, srid=4326)) if parts else None
