"""Linear sites: surveyed anew as a new version, never redrawn; cut into numbered sections that stay for what was reported."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction

from core import audit
from core.errors import NotAllowed
from core.sql import Statements
from people.models import User
from people.permissions import has_right
from sites.actions.sites import LONGEST_WHY
from sites.errors import LineMissing, SectionsUnusable, WhyMissing
from sites.logic.measure import Interval, anchors_between, carry, cut, length_m, point_at
from sites.models import LineVersion, Section, Site, Tower

SQL: Final = Statements(Path(__file__).resolve().parent.parent / "sql")
# Shorter than this nobody walks as a section of its own.
SHORTEST_M: Final = 1.0
MOST_SECTIONS: Final = 2_000


def survey_line(
    *,
    site: Site,
    line: shapely.LineString,
    source: str,
    surveyed_on: date | None,
    towers: Mapping[str, float],
    by: User,
    at: datetime,
) -> LineVersion:
    """Add a survey of a site's line (WGS-84) as its next version; `towers` by number at their measure (metres).

    Towers of the same number and the course of both lines pair old and new measures; by them the sections go over to the new
    line with their numbers, and earlier ones stay. The site's geometry becomes the new line. Raises WhyMissing without a
    source, SectionsUnusable for a tower beyond the line, and NotAllowed.
    """
    if not source.strip():
        raise WhyMissing
    _refuse_outside(by, site)
    end = length_m(line)
    if not all(0 <= measure <= end for measure in towers.values()):
        raise SectionsUnusable(length=round(end))
    with transaction.atomic():
        # The site's row stands for the numbers of its versions and sections.
        site = Site.objects.select_for_update().get(pk=site.pk)
        former = site.line_versions.order_by("-number").first()
        version = LineVersion.objects.create(
            site=site,
            number=former.number + 1 if former else 1,
            geom=_geos(line),
            length_m=end,
            surveyed_on=surveyed_on,
            source=source,
            anchors=_anchors(former, line, towers) if former else [],
            by=by,
            at=at,
        )
        places = [(code, measure, _geos(point_at(line, measure))) for code, measure in towers.items()]
        Tower.objects.bulk_create(Tower(version=version, code=c, measure_m=m, geom=g) for c, m, g in places)
        _carry_sections(site, version)
        site.geom, site.updated_at, site.updated_by, site.updated_in = version.geom, at, by, None
        site.updated_why = source[:LONGEST_WHY]
        site.save(update_fields=["geom", "updated_at", "updated_by", "updated_in", "updated_why"])
        change = {"number": version.number, "length_m": round(end), "source": source}
        audit.record("survey_line", site, by=by, at=at, change=change)
    return version


def cut_sections(*, site: Site, at_measures: Sequence[float], by: User, at: datetime) -> list[Section]:
    """Cut the newest version of a site's line at measures (metres) into numbered sections; those before stay, not current.

    Raises LineMissing, SectionsUnusable (beyond the line, nearer than a metre to each other, too many), and NotAllowed.
    """
    _refuse_outside(by, site)
    with transaction.atomic():
        site = Site.objects.select_for_update().get(pk=site.pk)
        version = site.line_versions.order_by("-number").first()
        if version is None:
            raise LineMissing
        bounds = [0.0, *sorted(at_measures), version.length_m]
        parts = list(pairwise(bounds))
        if len(parts) > MOST_SECTIONS or any(end - start < SHORTEST_M for start, end in parts):
            raise SectionsUnusable(length=round(version.length_m))
        site.sections.filter(is_current=True).update(is_current=False)
        made = _add_sections(version, list(enumerate(parts, 1)))
        audit.record("cut_sections", site, by=by, at=at, change={"version": version.number, "at_m": bounds[1:-1]})
    return made


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
    made = _add_sections(version, [(one.number, interval) for one, interval in kept])
    for (one, _interval), section in zip(kept, made, strict=True):
        section.name, section.is_key = one.name, one.is_key
    Section.objects.bulk_update(made, ["name", "is_key"])


def _add_sections(version: LineVersion, parts: list[tuple[int, Interval]]) -> list[Section]:
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


def _refuse_outside(by: User, site: Site) -> None:
    if not has_right(by, "edit_sites", area=site.district_id):
        raise NotAllowed


def _shape(geom: GEOSGeometry) -> shapely.LineString:
    return shapely.from_wkb(bytes(geom.wkb))


def _geos(shape: shapely.Geometry) -> Any:
    return GEOSGeometry(shape.wkb_hex, srid=4326)
