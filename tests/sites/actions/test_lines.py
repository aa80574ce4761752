"""Lines are surveyed as versions and cut into sections; nothing of what was is changed."""

from datetime import timedelta
from typing import Any

import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db import IntegrityError, connection, transaction

from core.errors import NotAllowed
from people.models import User
from sites.actions.lines import cut_sections, survey_line
from sites.actions.sites import change_site
from sites.errors import LineMissing, SectionsUnusable, WhyMissing
from sites.models import Jurisdiction, LineVersion, Section, Site, SiteVersion
from sites.queries.lines import carried_over
from tests.factories import make

LATER = make.NOW + timedelta(days=1)
# Two kilometres northwards.
WALL = shapely.LineString([(116.39, 39.90), (116.39, 39.91801)])
LONGER = shapely.LineString([(116.39, 39.891), (116.39, 39.91801)])


def survey(site: Site, by: User, line: shapely.LineString = WALL, **told: Any) -> LineVersion:
    given = {"source": "四普复测", "surveyed_on": None, "towers": {}, **told}
    return survey_line(site=site, line=line, by=by, at=LATER, **given)


def current(site: Site) -> list[tuple[int, int, int]]:
    rows = site.sections.filter(is_current=True).order_by("number")
    return [(one.number, round(one.from_m), round(one.to_m)) for one in rows]


def test_first_survey_becomes_the_place_of_the_site(officer: User, site: Site) -> None:
    version = survey(site, officer, towers={"1": 0.0, "2": 900.0})
    site.refresh_from_db()
    assert (version.number, round(version.length_m), site.geom.geom_type) == (1, 2000, "LineString")
    assert (site.updated_why, SiteVersion.objects.get(site=site).geom.geom_type) == ("四普复测", "Point")
    assert [(one.code, round(one.geom.y, 5)) for one in version.towers.order_by("measure_m")] == [
        ("1", 39.9),
        ("2", 39.90811),
    ]


def test_sections_go_over_to_a_new_survey_with_their_numbers(officer: User, site: Site) -> None:
    survey(site, officer)
    old = cut_sections(site=site, at_measures=[500, 1500], by=officer, at=LATER)
    Section.objects.filter(pk=old[1].pk).update(name="西段", is_key=True)
    survey(site, officer, LONGER)
    assert current(site) == [(1, 999, 1499), (2, 1499, 2499), (3, 2499, 2999)]
    kept = site.sections.get(is_current=True, number=2)
    assert (kept.name, kept.is_key, kept.version.number if kept.version else 0) == ("西段", True, 2)
    assert site.sections.filter(is_current=False, version__number=1).count() == 3
    [(start, end)] = carried_over(site, [(500.0, 600.0)], version=1)
    assert (round(start), round(end)) == (1499, 1599)


def test_line_edited_by_hand_is_a_new_version_with_the_towers_beside_it(officer: User, site: Site) -> None:
    survey(site, officer, towers={"1": 0.0, "2": 900.0})
    cut_sections(site=site, at_measures=[500], by=officer, at=LATER)
    site.refresh_from_db()
    longer = GEOSGeometry(LONGER.wkb_hex, srid=4326)
    change_site(site=site, seen_at=site.updated_at, changes={"geom": longer}, why="补测南段", by=officer, at=LATER)
    newest = site.line_versions.get(number=2)
    assert (newest.source, round(newest.length_m)) == ("补测南段", 2999)
    assert [(one.code, round(one.measure_m)) for one in newest.towers.order_by("measure_m")] == [
        ("1", 999),
        ("2", 1899),
    ]
    assert current(site) == [(1, 999, 1499), (2, 1499, 2999)]


def test_words_edited_by_hand_are_no_new_version(officer: User, site: Site) -> None:
    survey(site, officer)
    site.refresh_from_db()
    change_site(site=site, seen_at=site.updated_at, changes={"owner": "村集体"}, why="核实", by=officer, at=LATER)
    assert site.line_versions.count() == 1


def test_a_line_cannot_leave_its_newest_version_behind(officer: User, site: Site) -> None:
    survey(site, officer)
    with pytest.raises(IntegrityError, match="newest version"), transaction.atomic():
        Site.objects.filter(pk=site.pk).update(geom=GEOSGeometry(LONGER.wkb_hex, srid=4326))
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_cut_replaces_the_sections_and_keeps_the_former(officer: User, site: Site) -> None:
    survey(site, officer)
    cut_sections(site=site, at_measures=[1000], by=officer, at=LATER)
    cut_sections(site=site, at_measures=[], by=officer, at=LATER)
    assert (current(site), site.sections.count()) == ([(1, 0, 2000)], 3)


@pytest.mark.parametrize("measures", [[-1], [2500], [500, 500.5]])
def test_measures_lie_on_the_line_apart(measures: list[float], officer: User, site: Site) -> None:
    survey(site, officer)
    with pytest.raises(SectionsUnusable):
        cut_sections(site=site, at_measures=measures, by=officer, at=LATER)
    assert site.sections.count() == 0


def test_both_sides_of_a_border_answer(officer: User, site: Site) -> None:
    west = "SRID=4326;MULTIPOLYGON(((116.2 39.7,116.39 39.7,116.39 40.1,116.2 40.1,116.2 39.7)))"
    east = "SRID=4326;MULTIPOLYGON(((116.39 39.7,116.6 39.7,116.6 40.1,116.39 40.1,116.39 39.7)))"
    site.district.geom = west
    site.district.save()
    make.district("110105", geom=east)
    survey(site, officer)
    cut_sections(site=site, at_measures=[], by=officer, at=LATER)
    assert set(Jurisdiction.objects.values_list("district_id", "side")) == {("110101", "left"), ("110105", "right")}


def test_line_within_a_district_has_one(officer: User, site: Site) -> None:
    survey(site, officer)
    cut_sections(site=site, at_measures=[], by=officer, at=LATER)
    assert list(Jurisdiction.objects.values_list("district_id", "side")) == [("110101", "both")]


def test_refusals(officer: User, stranger: User, site: Site) -> None:
    with pytest.raises(LineMissing):
        cut_sections(site=site, at_measures=[], by=officer, at=LATER)
    with pytest.raises(WhyMissing):
        survey(site, officer, source=" ")
    with pytest.raises(SectionsUnusable):
        survey(site, officer, towers={"9": 9_000.0})
    with pytest.raises(NotAllowed):
        survey(site, stranger)
    assert LineVersion.objects.count() == 0
