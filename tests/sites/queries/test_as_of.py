"""The register of an earlier day, for everybody and for whoever may know more."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import Point
from django.utils import translation

from people.models import User
from people.permissions import Person
from sites.actions.sites import change_site, retire_site
from sites.models import Site
from sites.queries.as_of import changed_since, counts_as_of, fates_since, places_as_of, table_as_of
from tests.factories import make

THEN = make.NOW + timedelta(hours=1)
LATER = make.NOW + timedelta(days=1)
NOBODY = AnonymousUser()
EVERYWHERE = (116.0, 39.0, 117.0, 41.0)
MOVED = Point(116.45, 39.99, srid=4326)


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


def change(site: Site, officer: User, **changes: object) -> None:
    change_site(site=site, seen_at=site.updated_at, changes=changes, why="x", by=officer, at=LATER)


def stood(viewer: Person) -> dict[str, tuple[str, str, tuple[float, float] | None]]:
    rows = table_as_of(viewer, THEN, first=0, count=10)
    return {
        row.code: (row.name, row.precision, (round(row.lon, 4), round(row.lat or 0, 4)) if row.lon else None)
        for row in rows
    }


def test_register_stands_as_it_stood(officer: User) -> None:
    bell, drum = make.site(code="BELL"), make.site(code="DRUM", name_zh="鼓楼")
    change(bell, officer, name_zh="大钟楼", level_id="county", geom=MOVED)
    retire_site(site=drum, seen_at=drum.updated_at, why="x", by=officer, at=LATER)
    make.site(code="NEW", created_at=LATER)
    told = {"BELL": ("钟楼", "exact", (116.3894, 39.9407)), "DRUM": ("鼓楼", "exact", (116.3894, 39.9407))}
    assert stood(NOBODY) == told
    assert fates_since(THEN) == {"new": 1, "changed": 1, "retired": 1}
    assert {fate: [one.code for one in changed_since(THEN, fate, first=0, count=9)] for fate in fates_since(THEN)} == {
        "new": ["NEW"],
        "changed": ["BELL"],
        "retired": ["DRUM"],
    }
    counts = [(one.then, one.now) for one in counts_as_of(THEN)]
    assert counts == [(2, 1), (0, 0), (0, 0), (0, 1), (0, 0)]


def test_what_is_hidden_now_was_never_shown(officer: User) -> None:
    # A building turns out to be a tomb: its open place of then is as secret as today's.
    site = make.site(code="TOMB")
    change(site, officer, category_id="0200")
    assert stood(NOBODY)["TOMB"][1] == "cell"
    assert stood(officer)["TOMB"] == ("钟楼", "exact", (116.3894, 39.9407))


def test_what_was_hidden_then_stays_hidden_then(officer: User) -> None:
    # The tomb that was becomes a building elsewhere: its earlier place is not told by today's openness.
    site = make.site(code="TOMB", category_id="0200")
    change(site, officer, category_id="0300", geom=MOVED)
    assert stood(NOBODY)["TOMB"][2] != (116.3894, 39.9407)


def test_places_in_a_frame(officer: User) -> None:
    make.site(code="TOMB", category_id="0200")
    [hidden], [known] = (places_as_of(viewer, THEN, EVERYWHERE).features for viewer in (NOBODY, officer))
    assert known["geometry"]["coordinates"] == [116.3894, 39.9407]
    assert (hidden["geometry"]["coordinates"] == [116.3894, 39.9407], hidden["properties"]["radius"]) == (False, 710)
    assert places_as_of(officer, THEN, (100.0, 20.0, 101.0, 21.0)).features == []
