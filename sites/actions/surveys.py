"""What a survey of a line writes: the next version, its towers, and the sections that go over to it by measure."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry

from core.sql import Statements
from people.models import User
from sites.logic.measure import TOLERANCE_M, Interval, anchors_between, carry, cut, length_m, measures_of, point_at
from sites.models import LineVersion, Section, Site, Tower

SQL: Final = Statements(Path(__file__).resolve().parent.parent / "sql")
# Shorter than this nobody walks as a section of its own.
SHORTEST_M: Final = 1.0
LONGEST_SOURCE: Final = 200


def add_version(
    *,
    site: Site,
    line: shapely.LineString,
    source: str,
    by: User | None,
    at: datetime,
    surveyed_on: date | None = None,
    towers: Mapping[str, float] | None = None,
) -> LineVersion:
    """Add the next version of a line whose site is locked; the sections go over to it, and earlier ones stay.

    `towers` by number at their measure (metres); None where nobody surveyed them: those beside the new line stay theirs.
    """
    former = site.line_versions.order_by("-number").first()
    found = _towers_beside(former, line) if towers is None else towers
    version = LineVersion.objects.create(
        site=site,
        number=former.number + 1 if former else 1,
        geom=_geos(line),
        length_m=length_m(line),
        surveyed_on=surveyed_on,
        source=source[:LONGEST_SOURCE],
        anchors=_anchors(former, line, found) if former else [],
        by=by,
        at=at,
    )
    places = [(code, measure, _geos(point_at(line, measure))) for code, measure in found.items()]
    Tower.objects.bulk_create(Tower(version=version, code=c, measure_m=m, geom=g) for c, m, g in places)
    _carry_sections(site, version)
    return version


def keep_line(*, site: Site, source: str, by: User | None, at: datetime) -> LineVersion | None:
    """Add a version where a locked site's line is another than its newest version's; nothing for other shapes."""
    if site.geom.geom_type != "LineString" or site.geom.length == 0:
        return None
    newest = site.line_versions.order_by("-number").first()
    if newest is not None and newest.geom.equals_exact(site.geom):
        return None
    return add_version(site=site, line=_shape(site.geom), source=source, by=by, at=at)


def add_sections(*, version: LineVersion, parts: list[tuple[int, Interval]]) -> list[Section]:
    """Add numbered sections of a version by their measures (metres), with who answers for them."""
    line = _shape(version.geom)
    sections = [
        Section(
            site_id=version.site_id,
            version=version,
            number=number,
            from_m=start,
            to_m=end,
            geom=_geos(cut(line, start, end)),
        )
        for number, (start, end) in parts
    ]
    made = Section.objects.bulk_create(sections)
    keys: list[UUID] = [one.pk for one in made]
    SQL.run("jurisdictions", {"sections": keys})
    return made


def _towers_beside(former: LineVersion | None, line: shapely.LineString) -> dict[str, float]:
    towers = list(former.towers.order_by("measure_m")) if former else []
    if not towers:
        return {}
    lon, lat = np.array([one.geom.coords for one in towers], float).T
    found, off = measures_of(line, lon, lat)
    beside = zip(towers, found.tolist(), off.tolist(), strict=True)
    return {tower.code: measure for tower, measure, metres in beside if metres <= TOLERANCE_M}


def _anchors(former: LineVersion, line: shapely.LineString, towers: Mapping[str, float]) -> list[list[float]]:
    old = _shape(former.geom)
    known = [(one.measure_m, towers[one.code]) for one in former.towers.all() if one.code in towers]
    return [[round(one, 3), round(other, 3)] for one, other in anchors_between(old, line, known)]


def _carry_sections(site: Site, version: LineVersion) -> None:
    """Put the current sections over to the new version, by measure; the stretches nobody knows stay without a section."""
    current = list(site.sections.filter(is_current=True, version__number=version.number - 1).order_by("from_m"))
    anchors = [(old, new) for old, new in version.anchors]
    carried = [(one, carry([(one.from_m, one.to_m)], anchors)) for one in current]
    site.sections.filter(is_current=True).update(is_current=False)
    kept = [(one, found[0]) for one, found in carried if found and found[0][1] - found[0][0] >= SHORTEST_M]
    made = add_sections(version=version, parts=[(one.number, interval) for one, interval in kept])
    for (one, _interval), section in zip(kept, made, strict=True):
        section.name, section.is_key = one.name, one.is_key
    Section.objects.bulk_update(made, ["name", "is_key"])


def _shape(geom: GEOSGeometry) -> shapely.LineString:
    """Return Django's geometry as shapely's."""
    return shapely.from_wkb(bytes(geom.wkb))


def _geos(shape: shapely.Geometry) -> Any:
    """Return shapely's geometry (WGS-84) as Django's."""
    return GEOSGeometry(shape.wkb_hex, srid=4326)
