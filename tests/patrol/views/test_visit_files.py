"""Visits in a calendar and on another device: no place in the one, only the shown place in the other."""

from datetime import timedelta

import pyogrio
import pytest
import shapely
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from core.models import AuditEntry
from patrol.actions.assignments import release_assignment, take_assignment
from patrol.models import Assignment
from people.models import CalendarKey, User
from sites.models import Site
from tests.conftest import signed_in
from tests.factories import make

ICS = "/field/visits.ics"


@pytest.fixture
def visit(volunteer: User, site: Site) -> Assignment:
    return take_assignment(site=site, by=volunteer, at=timezone.now())


def secret_address(client: Client) -> str:
    """Make an address on the page and return its path."""
    answer = client.post("/me/calendars/new/")
    [address] = [one["address"] for one in answer.context["feeds"] if "/field/" in one["address"]]
    return str(address).removeprefix("http://127.0.0.1:8000")


def names(content: bytes) -> list[str]:
    return [str(entry["summary"]) for entry in Calendar.from_ical(content).walk("VEVENT")]


def test_calendar_holds_each_open_visit_on_its_last_day(as_volunteer: Client, visit: Assignment) -> None:
    answer = as_volunteer.get(ICS)
    [entry] = Calendar.from_ical(answer.content).walk("VEVENT")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert (str(entry["summary"]), entry["dtstart"].dt, entry["dtend"].dt) == (
        "巡查：钟楼",
        visit.do_by,
        visit.do_by + timedelta(days=1),
    )
    assert str(entry["url"]) == f"http://127.0.0.1:8000{reverse('patrol:field_site', args=[visit.site.code])}"
    assert {name for name in entry if name in ("LOCATION", "GEO")} == set()
    [reminder] = entry.walk("VALARM")
    assert reminder["trigger"].dt == timedelta(days=-2)


def test_calendar_without_visits_is_a_calendar(as_volunteer: Client) -> None:
    assert names(as_volunteer.get(ICS).content) == []


def test_secret_address_is_read_without_signing_in(as_volunteer: Client, visit: Assignment, volunteer: User) -> None:
    address = secret_address(as_volunteer)
    assert names(Client().get(address).content) == ["巡查：钟楼"]
    release_assignment(assignment=visit, by=volunteer, at=timezone.now())
    assert names(Client().get(address).content) == []


def test_secret_itself_is_not_kept(as_volunteer: Client, visit: Assignment) -> None:
    secret = secret_address(as_volunteer).rpartition("/")[2].removesuffix(".ics")
    assert len(secret) >= 43
    assert CalendarKey.objects.get().secret_sha256 != secret
    assert [entry.change for entry in AuditEntry.objects.filter(verb="make_calendar_key")] == [{}]
    assert secret not in as_volunteer.get("/me/calendars/").text


def test_new_address_ends_the_old_one(as_volunteer: Client, visit: Assignment) -> None:
    old, new = secret_address(as_volunteer), secret_address(as_volunteer)
    assert [Client().get(one).status_code for one in (old, new)] == [404, 200]


def test_address_is_revoked(as_volunteer: Client, visit: Assignment) -> None:
    address = secret_address(as_volunteer)
    as_volunteer.post("/me/calendars/end/")
    as_volunteer.post("/me/calendars/end/")
    assert Client().get(address).status_code == 404
    assert AuditEntry.objects.filter(verb="revoke_calendar_key").count() == 1


def test_address_of_who_left_opens_nothing(as_volunteer: Client, visit: Assignment, volunteer: User) -> None:
    address = secret_address(as_volunteer)
    volunteer.volunteer.is_active = False
    volunteer.volunteer.save()
    assert Client().get(address).status_code == 404


def test_guessed_address_opens_nothing(db: None) -> None:
    assert Client().get("/field/calendar/guess.ics").status_code == 404


def test_gpx_holds_targets_in_walking_order(as_volunteer: Client, volunteer: User) -> None:
    for name, lat in (("远", 39.99), ("近", 39.91), ("中", 39.95)):
        place = f"SRID=4326;POINT(116.39 {lat})"
        take_assignment(site=make.site(name_zh=name, geom=place), by=volunteer, at=timezone.now())
    answer = as_volunteer.get("/field/visits.gpx")
    assert answer["Content-Type"] == "application/gpx+xml; charset=utf-8"
    assert waypoints(answer.content) == [("1 近", 116.39, 39.91), ("2 中", 116.39, 39.95), ("3 远", 116.39, 39.99)]


def test_gpx_of_a_hidden_place_says_that_it_is_not_exact(as_volunteer: Client, volunteer: User) -> None:
    tomb = make.site(category_id="0201", geom="SRID=4326;POINT(116.4117 39.9383)")
    take_assignment(site=tomb, by=volunteer, at=timezone.now())
    assert b"116.4117" in as_volunteer.get("/field/visits.gpx").content
    tomb.place_grants.update(until=timezone.now())
    coarse = as_volunteer.get("/field/visits.gpx")
    assert waypoints(coarse.content) == [("1 钟楼", 116.415, 39.935)]
    assert coarse.text.count("<desc>请在") == coarse.text.count("1 公里方格的中心，并非准确位置</desc>") == 1
    assert coarse.text.count("116.4117") == 0


def waypoints(content: bytes) -> list[tuple[str, float, float]]:
    """Read names and places as another program does."""
    told, _ids, shapes, fields = pyogrio.raw.read(content, layer="waypoints")
    named = fields[told["fields"].tolist().index("name")]
    points = shapely.from_wkb(shapes)
    return [(name, round(point.x, 6), round(point.y, 6)) for name, point in zip(named, points, strict=True)]


def test_files_are_for_who_goes_out(officer: User) -> None:
    client = signed_in(officer)
    assert [client.get(one).status_code for one in (ICS, "/field/visits.gpx", "/field/calendar/")] == [403, 403, 403]


def test_one_secret_opens_both_calendars_and_a_new_one_ends_both(as_volunteer: Client, volunteer: User) -> None:
    old = {one["address"] for one in as_volunteer.post("/me/calendars/new/").context["feeds"]}
    assert [Client().get(one.removeprefix("http://127.0.0.1:8000")).status_code for one in sorted(old)] == [200, 200]
    as_volunteer.post("/me/calendars/new/")
    assert [Client().get(one.removeprefix("http://127.0.0.1:8000")).status_code for one in sorted(old)] == [404, 404]
    assert CalendarKey.objects.filter(user=volunteer, revoked_at=None).count() == 1
