from typing import Any

import pytest
from django.contrib.gis.geos import GEOSGeometry, LineString, Point
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from people.models import User
from sites.models import Category, District, Level, PlaceGrant, Section, Site, Zone
from tests.factories import make

LINE = LineString((116.38, 39.94), (116.39, 39.95), srid=4326)
BOX = GEOSGeometry("SRID=4326;MULTIPOLYGON(((116.3 39.9,116.4 39.9,116.4 40,116.3 39.9)))")


def refused(make_it: Any, **values: Any) -> str:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        make_it(**values)
    return str(refusal.value.__cause__.diag.constraint_name)  # type: ignore[union-attr]


def shown(site: Site) -> tuple[str, tuple[float, float] | None]:
    site.refresh_from_db()
    place = site.shown_geom
    return site.shown_as, None if place is None else (round(place.x, 6), round(place.y, 6))


def test_shown_place_follows_the_category(db: None) -> None:
    assert shown(make.site(category_id="0300")) == ("exact", (116.3894, 39.9407))
    assert shown(make.site(category_id="0200")) == ("cell", (116.385, 39.945))


def test_shown_place_follows_the_site_before_its_category(db: None) -> None:
    assert shown(make.site(category_id="0300", visibility="district")) == ("district", None)


def test_shown_place_of_a_coarse_line_is_a_cell_too(db: None) -> None:
    assert shown(make.site(category_id="0100", geom=LINE)) == ("cell", (116.385, 39.945))


def test_shown_place_moves_with_the_site(db: None) -> None:
    site = make.site(category_id="0200")
    Site.objects.filter(pk=site.pk).update(geom=Point(116.5, 40.0, srid=4326))
    assert shown(site) == ("cell", (116.505, 40.005))


def test_shown_place_moves_with_the_rule_of_the_category(db: None) -> None:
    site = make.site(category_id="0300")
    Category.objects.filter(code="0300").update(visibility="district")
    assert shown(site) == ("district", None)


def test_shown_place_is_not_written_by_hand(db: None) -> None:
    site = make.site(category_id="0200")
    Site.objects.filter(pk=site.pk).update(shown_geom=site.geom, shown_as="exact")
    assert shown(site) == ("cell", (116.385, 39.945))


@pytest.mark.parametrize(
    ("longitude", "latitude", "cell"),
    [
        (116.38, 39.94, (116.385, 39.945)),
        (116.3899999, 39.9499999, (116.385, 39.945)),
        (-0.001, -0.001, (-0.005, -0.005)),
    ],
)
def test_every_place_of_a_cell_is_shown_as_its_centre(
    longitude: float, latitude: float, cell: tuple[float, float], db: None
) -> None:
    with connection.cursor() as cursor:
        statement = "SELECT ST_X(c), ST_Y(c) FROM sites_cell(ST_SetSRID(ST_MakePoint(%s, %s), 4326)) AS c"
        cursor.execute(statement, [longitude, latitude])
        assert cursor.fetchone() == pytest.approx(cell)


@pytest.mark.parametrize("minutes", [0])
def test_visit_of_no_time_is_refused(minutes: int, site: Site) -> None:
    assert refused(Site.objects.filter(pk=site.pk).update, visit_minutes=minutes) == "site_visit_minutes_positive"


def test_place_is_granted_once(site: Site, volunteer: User) -> None:
    values = {"site": site, "user": volunteer, "until": make.NOW}
    PlaceGrant.objects.create(**values)
    assert refused(PlaceGrant.objects.create, **values) == "place_granted_once"


@pytest.mark.parametrize(("geom", "status"), [(None, "official"), (None, "provisional"), (BOX, "none")])
def test_zone_says_whether_it_has_a_geometry(geom: GEOSGeometry | None, status: str, site: Site) -> None:
    values = {"site": site, "kind": "protection", "geom": geom, "status": status}
    assert refused(Zone.objects.create, **values) == "zone_geometry_matches_status"


def test_section_runs_forward_under_its_own_number(site: Site) -> None:
    values = {"site": site, "number": 1, "from_m": 0.0, "to_m": 500.0, "geom": LINE}
    Section.objects.create(**values)
    assert refused(Section.objects.create, **values) == "section_number_once"
    assert refused(Section.objects.create, **{**values, "number": 2, "to_m": 0.0}) == "section_runs_forward"


@pytest.mark.parametrize(("language", "name"), [("zh-hans", "钟楼"), ("en", "Bell Tower")])
def test_site_is_named_in_the_readers_language(language: str, name: str) -> None:
    site = Site(
        name_zh="钟楼",
        name_en="Bell Tower",
        summary_zh="钟楼",
        summary_en="Bell Tower",
        era_zh="钟楼",
        era_en="Bell Tower",
    )
    with translation.override(language):
        assert (str(site), site.name, site.summary, site.era) == (name,) * 4
        assert District(name_zh="钟楼", name_en="Bell Tower").name == name
        assert Level(label_zh="钟楼", label_en="Bell Tower").label == name
