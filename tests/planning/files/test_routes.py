"""Files of a route, read by GDAL's own command and by icalendar."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone, translation
from icalendar import Calendar

from people.models import User
from planning.actions.routes import give_route
from planning.files.routes import route_gpx, route_ics, route_kml
from planning.models import Route
from planning.queries.routes import seen_route
from sites.models import PlaceGrant
from tests.planning import trips
from tests.planning.cases import now, site_at


@pytest.fixture
def route(planner: User) -> Route:
    site_at(1, name_zh="近 & 好")
    site_at(2, name_zh="远")
    return trips.planned(planner)


def ogrinfo(path: Path, *words: str) -> str:
    return subprocess.run(["ogrinfo", "-ro", *words, str(path)], check=True, capture_output=True, text=True).stdout


def test_gpx_is_read_by_gdal_as_stops_and_a_track(route: Route, planner: User, tmp_path: Path) -> None:
    path = tmp_path / "route.gpx"
    path.write_text(route_gpx(seen_route(route, planner)), encoding="utf-8")
    said = ogrinfo(path, "-al")
    first, second = trips.order(route)[0]
    assert f"name (String) = 1-1 {first}" in said
    assert f"name (String) = 1-2 {second}" in said
    assert "MULTILINESTRING ((116.39 39.9,116.4" in said
    assert said.count("desc (String) = 0") == 2


def test_kml_is_read_by_gdal_alike(route: Route, planner: User, tmp_path: Path) -> None:
    path = tmp_path / "route.kml"
    path.write_bytes(route_kml(seen_route(route, planner)))
    said = ogrinfo(path, "-al")
    assert "Feature Count: 3" in said
    assert f"Name (String) = 1-1 {trips.order(route)[0][0]}" in said
    assert said.count("LINESTRING (116.39 39.9,116.4") == 1


def test_calendar_has_one_entry_a_trip_and_no_place(route: Route, planner: User) -> None:
    with translation.override("zh-hans"):
        written = route_ics(seen_route(route, planner))
    [entry] = Calendar.from_ical(written).walk("VEVENT")
    begins = timezone.localtime(entry["dtstart"].dt.astimezone(UTC))
    assert (begins.date(), begins.hour, begins.minute) == (route.day, 8, 0)
    course = seen_route(route, planner).trips[0].course
    assert course is not None
    assert entry["dtend"].dt - entry["dtstart"].dt == timedelta(minutes=round(course.returns) - 480)
    first, _second = trips.order(route)[0]
    assert [line.split(" ")[0] for line in str(entry["description"]).splitlines()[:2]] == ["1.", "2."]
    assert first in str(entry["description"])
    assert b"116." not in written
    assert b"GEO" not in written


def test_files_tell_a_walker_without_leave_no_hidden_place_nor_times(planner: User, volunteer: User) -> None:
    site = site_at(1, name_zh="墓", category_id="0201")
    route = trips.planned(planner)
    give_route(route_id=route.pk, version=route.version, walkers={0: volunteer}, by=planner, at=now())
    with_leave = route_gpx(seen_route(route, volunteer))
    assert f'lon="{site.geom.x!r}"' in with_leave
    PlaceGrant.objects.update(until=datetime(2026, 1, 2, tzinfo=UTC))
    found = seen_route(route, volunteer)
    assert (found.tells_times, found.trips[0].course) == (False, None)
    for written in (route_gpx(found), route_kml(found).decode(), route_ics(found).decode()):
        assert repr(site.geom.x) not in written
        assert "08:1" not in written
