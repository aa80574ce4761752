"""Linear sites: surveyed anew as a new version, never redrawn; cut into numbered sections that stay for what was reported."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Final

import shapely
from django.db import transaction

from core import audit
from core.errors import NotAllowed
from people.models import User
from people.permissions import has_right
from sites.actions.sites import LONGEST_WHY
from sites.actions.surveys import SHORTEST_M, add_sections, add_version
from sites.errors import LineMissing, SectionsUnusable, WhyMissing
from sites.logic.measure import length_m
from sites.models import LineVersion, Section, Site

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
        version = add_version(site=site, line=line, source=source, by=by, at=at, surveyed_on=surveyed_on, towers=towers)
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
        made = add_sections(version=version, parts=list(enumerate(parts, 1)))
        audit.record("cut_sections", site, by=by, at=at, change={"version": version.number, "at_m": bounds[1:-1]})
    return made


def name_section(*, section: Section, name: str, is_key: bool, by: User, at: datetime) -> Section:
    """Give a section its name, and say whether it is a key one (looked at more often); both go over to later surveys."""
    _refuse_outside(by, section.site)
    with transaction.atomic():
        section = Section.objects.select_for_update().get(pk=section.pk)
        change = {"number": section.number, "name": [section.name, name], "is_key": [section.is_key, is_key]}
        section.name, section.is_key = name, is_key
        section.save(update_fields=["name", "is_key"])
        audit.record("name_section", section, by=by, at=at, change=change)
    return section


def _refuse_outside(by: User, site: Site) -> None:
    if not has_right(by, "edit_sites", area=site.district_id):
        raise NotAllowed
