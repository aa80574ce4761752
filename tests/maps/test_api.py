"""What a volunteer takes along: the pack, and the map as a file; each place only while its visit is open."""

import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import shapely
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pmtiles.reader import MemorySource, Reader, all_tiles
from pytest_django.asserts import assertNumQueries
from pytest_django.fixtures import Settings

from patrol.actions.assignments import release_assignment, take_assignment
from patrol.models import Assignment, Report, Review
from people.models import User
from planning.models import Duty
from sites.models import PhotoPoint, Site
from tests.conftest import signed_in
from tests.factories import make
from tests.maps.hidden import LAT, LON
from tests.maps.test_leaks import points_of

PACK, MAP = "/api/v1/field/pack", "/api/v1/field/map.pmtiles"
PHOTO = "cd" * 32


@pytest.fixture(autouse=True)
def _no_map_is_kept(db: None) -> None:
    cache.clear()


@pytest.fixture
def tomb(db: None) -> Site:
    """A tomb, of which the public may know the kilometre only."""
    return make.site(
        code="TOMB", category_id="0201", geom=shapely_point(LON, LAT), safety_note="井", access_note="小路"
    )


@pytest.fixture
def visit(tomb: Site, volunteer: User) -> Assignment:
    return take_assignment(site=tomb, by=volunteer, at=timezone.now())


def shapely_point(lon: float, lat: float) -> Any:
    from django.contrib.gis.geos import Point

    return Point(lon, lat, srid=4326)


def last_report(person: User, site: Site, point: PhotoPoint) -> Report:
    """Let somebody have been there, with a finding and a photo from the photo point."""
    said = {"photos": [{"photo_point": str(point.pk)}]}
    report = make.report(person, site, severity=2, note="门朝南", payload=said)
    file = make.photo(report, 0, PHOTO).file
    file.thumbnail = file.display = "x.jpg"
    file.save()
    Review.objects.update(state="accepted", decided_at=make.NOW, decided_by=make.user())
    return report


def test_pack_holds_what_is_needed_at_the_site(as_volunteer: Client, visit: Assignment, tomb: Site) -> None:
    point = PhotoPoint.objects.create(site=tomb, number=1, name="墓门", geom=tomb.geom, bearing_deg=90)
    last_report(make.volunteer(), tomb, point)
    Duty.objects.update_or_create(
        site=tomb, defaults={"last_visited_on": "2020-01-01", "interval_days": 30, "due_on": "2020-01-31"}
    )
    pack = as_volunteer.get(PACK).json()
    [site] = pack["sites"]
    place = {"type": "Point", "coordinates": [LON, LAT]}
    assert {
        key: site[key] for key in ("code", "is_exact", "place", "access_note", "safety_note", "status", "due_on")
    } == {
        "code": "TOMB",
        "is_exact": True,
        "place": place,
        "access_note": "小路",
        "safety_note": "井",
        "status": "overdue",
        "due_on": "2020-01-31",
    }
    assert site["assignment"] == {"id": str(visit.pk), "do_by": visit.do_by.isoformat(), "company": None}
    assert (site["last_report"]["note"], site["last_report"]["findings"][0]["severity"]) == ("门朝南", 2)
    url = f"/media/photos/{PHOTO}/display"
    assert site["last_photos"] == [{"sha256": PHOTO, "role": "far", "url": url}]
    named = {"id": str(point.pk), "label": "墓门", "place": place, "bearing_deg": 90, "photo_url": url}
    assert site["photo_points"] == [named]
    assert "zone_building" in site["checklist"]
    assert (pack["order"], pack["form"]["limits"]["photos"]) == ([site["id"]], 20)
    assert pack["person"]["id"] == str(visit.volunteer_id)


def test_pack_forgets_the_place_with_the_visit(
    as_volunteer: Client, visit: Assignment, tomb: Site, volunteer: User
) -> None:
    point = PhotoPoint.objects.create(site=tomb, number=1, name="墓门", geom=tomb.geom)
    last_report(make.volunteer(), tomb, point)
    release_assignment(assignment=visit, by=volunteer, at=timezone.now())
    pack = as_volunteer.get(PACK).json()
    assert (pack["sites"], pack["map"], pack["order"]) == ([], None, [])
    assert as_volunteer.get(MAP).status_code == 404


def test_a_visit_whose_days_are_over_tells_no_place(as_volunteer: Client, visit: Assignment, tomb: Site) -> None:
    point = PhotoPoint.objects.create(site=tomb, number=1, name="墓门", geom=tomb.geom)
    last_report(make.volunteer(), tomb, point)
    Assignment.objects.update(do_by=timezone.localdate() - timedelta(days=1))
    tomb.place_grants.update(until=timezone.now())
    [site] = as_volunteer.get(PACK).json()["sites"]
    assert site["place"]["coordinates"] == [116.415, 39.935]
    hidden = ("is_exact", "access_note", "safety_note", "last_report", "last_photos", "photo_points")
    assert [site[key] for key in hidden] == [False, "", "", None, [], []]


def test_pack_is_stale_when_the_first_place_must_be_forgotten(as_volunteer: Client, visit: Assignment) -> None:
    Assignment.objects.update(do_by=timezone.localdate() + timedelta(days=2))
    ends = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=3)
    assert as_volunteer.get(PACK).json()["stale_after"] == ends.isoformat()


@pytest.mark.parametrize("count", [1, 3])
def test_pack_asks_the_same_number_of_questions_for_one_and_three(
    count: int, as_volunteer: Client, volunteer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("maps.api.field_map", lambda *_args, **_kwargs: None)
    for _ in range(count):
        take_assignment(site=make.site(), by=volunteer, at=timezone.now())
    as_volunteer.get(PACK)
    with assertNumQueries(16):
        assert len(as_volunteer.get(PACK).json()["sites"]) == count


def test_map_is_a_pmtiles_file_as_large_as_said(as_volunteer: Client, visit: Assignment) -> None:
    said = as_volunteer.get(PACK).json()["map"]
    file = as_volunteer.get(MAP)
    assert (said["url"], said["bytes"], file["Content-Type"]) == (MAP, len(file.content), "application/vnd.pmtiles")
    reader = Reader(MemorySource(file.content))
    header = reader.header()
    assert (header["version"], header["min_zoom"], header["max_zoom"]) == (3, 6, said["max_zoom"])
    assert said["max_zoom"] == 14
    names = {layer["id"] for layer in reader.metadata()["vector_layers"]}
    assert {"districts", "sites", "shapes"} <= names
    assert file["Cache-Control"] == "private, no-cache"


def test_map_shows_the_exact_place_to_its_visitor_alone(
    visit: Assignment, tomb: Site, as_volunteer: Client, tmp_path: Path
) -> None:
    truth = shapely.Point(LON, LAT)
    assert min(point.distance(truth) for point in drawn(as_volunteer, tmp_path)) < 1e-3
    other = make.volunteer()
    take_assignment(site=make.site(geom=shapely_point(LON + 0.002, LAT)), by=other, at=timezone.now())
    own = shapely.Point(LON + 0.002, LAT)
    strangers = [point for point in drawn(signed_in(other), tmp_path) if point.distance(own) > 1e-3]
    assert strangers
    assert min(point.distance(truth) for point in strangers) > 4e-3


def drawn(client: Client, folder: Path) -> list[shapely.Point]:
    """Return the sites' points in all deepest tiles of the client's map."""
    import gzip

    content = client.get(MAP).content
    found = []
    for (zoom, x, y), packed in all_tiles(MemorySource(content)):
        if zoom == 14:
            found += points_of(gzip.decompress(packed), zoom, x, y, folder / "tile.mvt")
    return found


def test_map_comes_by_range_and_only_once(as_volunteer: Client, visit: Assignment) -> None:
    whole = as_volunteer.get(MAP)
    etag = whole["ETag"]
    piece = as_volunteer.get(MAP, headers={"range": "bytes=5-14", "if-range": etag})
    assert (piece.status_code, piece.content) == (206, whole.content[5:15])
    assert piece["Content-Range"] == f"bytes 5-14/{len(whole.content)}"
    rest = as_volunteer.get(MAP, headers={"range": f"bytes={len(whole.content) - 3}-"})
    assert rest.content == whole.content[-3:]
    changed = as_volunteer.get(MAP, headers={"range": "bytes=5-14", "if-range": '"other"'})
    assert (changed.status_code, len(changed.content)) == (200, len(whole.content))
    beyond = as_volunteer.get(MAP, headers={"range": f"bytes={len(whole.content)}-"})
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(whole.content)}")
    assert as_volunteer.get(MAP, headers={"if-none-match": etag}).status_code == 304
    assert as_volunteer.head(MAP)["Content-Length"] == str(len(whole.content))


def test_map_stays_within_its_budget(
    as_volunteer: Client, visit: Assignment, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("maps.queries.field_map.MEGABYTE", 1000)
    settings.MAP_PACK_MB = 3
    said = as_volunteer.get(PACK).json()["map"]
    assert 6 <= said["max_zoom"] < 14
    assert said["bytes"] < 3000 + 2000


def test_pack_and_map_are_for_who_goes_out(officer: User) -> None:
    answers = [signed_in(officer).get(address) for address in (PACK, MAP)]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert json.loads(io.BytesIO(answers[0].content).read())["code"] == "not_allowed"
