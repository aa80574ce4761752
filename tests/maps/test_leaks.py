"""Nobody learns where a hidden site is: every address of the product, as everybody who may not know.

The addresses come from the access table, so a new output is looked at from its first day.
"""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from string import Formatter

import pyogrio
import pytest
import shapely
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import Point
from django.core import mail as django_mail
from django.http import HttpResponseBase
from django.utils import timezone
from pytest_django.fixtures import Settings

from patrol.actions.assignments import assign_many
from patrol.actions.moderation import open_case_of
from patrol.models import FindingKind, WebhookEvent
from patrol.queries.webhooks import payload
from people.actions import notify
from people.actions.deliveries import deliver_next
from people.channels import WAYS
from people.channels.push import payload as push_payload
from people.channels.texts import summary
from people.channels.writing import written
from people.models import Channel, Delivery
from people.notices import SENTENCES, TYPED
from sites.models import Site
from sites.queries import visible_sites
from tests.factories import make, told
from tests.factories.push_service import KEY
from tests.house.access import TABLE
from tests.house.test_access import QUERIES, url_of
from tests.house.world import World
from tests.maps.hidden import LAT, LON

NEAR_DEGREES = 0.001
NUMBER = re.compile(rb"-?\d+\.\d{3,}")
WHO_MAY_NOT_KNOW = ("anonymous", "stranger", "volunteer", "manager", "far_officer")
BOX = f"{LON - 0.0005},{LAT - 0.0005},{LON + 0.0005},{LAT + 0.0005}"


@pytest.mark.parametrize("name", sorted(name for name, answers in TABLE.items() if "200" in answers))
def test_no_address_tells_the_place(name: str, world: World) -> None:
    url = url_of(name, world)
    told = {role: list(places_in(world.client(role).get(url, QUERIES.get(name, {})))) for role in WHO_MAY_NOT_KNOW}
    assert told == {role: [] for role in WHO_MAY_NOT_KNOW}


@pytest.mark.parametrize("name", ["api_site", "api_sites", "api_sites_geojson", "maps:dashboard_file"])
def test_the_officer_is_told(name: str, world: World) -> None:
    assert list(places_in(world.client("officer").get(url_of(name, world))))


@pytest.mark.parametrize("zoom", [11, 14, 16])
def test_no_tile_holds_the_place(zoom: int, world: World, tmp_path: Path) -> None:
    def drawn(role: str, lon: float, lat: float) -> list[shapely.Point]:
        x, y = tile_of(zoom, lon, lat)
        body = world.client(role).get(f"/maps/tiles/sites/{zoom}/{x}/{y}.mvt").content
        return points_of(body, zoom, x, y, tmp_path / f"{role}.mvt")

    truth, cell = shapely.Point(LON, LAT), shapely.Point(116.415, 39.935)
    for role in WHO_MAY_NOT_KNOW:
        assert [point for point in drawn(role, LON, LAT) if point.distance(truth) < NEAR_DEGREES] == []
        assert {round(point.distance(cell), 3) for point in drawn(role, cell.x, cell.y)} == {0.0}
    assert {round(point.distance(truth), 3) for point in drawn("officer", LON, LAT)} == {0.0}


@pytest.mark.parametrize("role", WHO_MAY_NOT_KNOW)
def test_no_question_finds_the_place(role: str, world: World) -> None:
    client = world.client(role)
    assert client.get("/api/v1/sites", {"bbox": BOX}).json()["results"]["features"] == []
    assert b"VISITED" not in b"".join(client.get("/api/v1/sites.geojson", {"bbox": BOX}))
    # How far a site lies is measured to where it is shown, not to where it is.
    near = client.get("/api/v1/sites", {"near": f"{LON},{LAT}"}).json()["results"]["features"]
    assert {site["properties"]["distance_m"] > 300 for site in near} == {True}
    assert b"VISITED" not in client.get("/report-damage/near/", {"position": f"{LON}, {LAT}"}).content
    Site.objects.update(address_zh="景山后街暗道 7 号")
    assert client.get("/api/v1/sites", {"q": "暗道"}).json()["results"]["features"] == []


@pytest.mark.parametrize("is_in_case", [False, True])
def test_no_hotline_and_no_receiver_learns_where_a_citizen_stood(world: World, *, is_in_case: bool) -> None:
    """A citizen's report at a tomb tells where the tomb is: only coarsely, before anybody decided and after."""
    officer = world.people["officer"]
    assert officer is not None
    line, _key = told.hotline(officer)
    report, secret = told.receive(place=(LON, LAT), hotline=line)
    if is_in_case:
        kind, tomb = FindingKind.objects.get(code="crack"), Site.objects.get(code="VISITED")
        case = {"kind": kind, "site": tomb, "severity": 2, "version": 0}
        open_case_of(report=report, **case, by=officer, at=report.received_at)
    for role in WHO_MAY_NOT_KNOW:
        client = world.client(role)
        for url in (
            f"/open311/requests/{report.number}.json",
            "/open311/requests.xml",
            f"/report-damage/track/{secret}/",
        ):
            assert list(places_in(client.get(url))) == []
    event = WebhookEvent(kind="report.decided", at=make.NOW, data={"source": "hotline", "report": str(report.pk)})
    hook = told.webhook(officer, organisation=make.organisation())
    assert payload(event, hook)["data"]["place"] == {"lon": 116.415, "lat": 39.935}


def test_the_officers_question_finds_the_place(world: World) -> None:
    found = world.client("officer").get("/api/v1/sites", {"bbox": BOX}).json()["results"]["features"]
    assert {site["id"] for site in found} == {"VISITED", "FREE", "WALL"}


def test_no_message_tells_the_place(world: World, settings: Settings) -> None:
    """What leaves by mail, push, text and WeChat is read by no rule any more: it holds a name and a link, whoever reads it."""
    settings.PUSH_PRIVATE_KEY, address = KEY, "景山后街暗道 7 号"
    Site.objects.update(address_zh=address)
    told = tell_everybody(world, typed=f"{address}，{LON}, {LAT}")
    messages = [written([row], row.notice.user) for row in told]
    for message in messages:
        WAYS[Channel.EMAIL].send(message)
    said = [mail.subject + str(mail.body) + str(mail.alternatives) for mail in django_mail.outbox]
    said += [json.dumps(push_payload(message), ensure_ascii=False) for message in messages]
    said += [summary(message) for message in messages]
    assert {row.notice.kind for row in told} == set(SENTENCES)
    assert len(said) == 3 * len(messages)
    assert [words for words in said if address in words or list(numbers_near(words.encode()))] == []


def test_visit_asked_for_tells_the_volunteer_the_name_and_the_link_alone(world: World) -> None:
    volunteer = world.people["volunteer"]
    assert volunteer is not None
    site = Site.objects.get(code="FREE")
    EmailAddress.objects.create(user=volunteer, email=volunteer.email, verified=True)
    assign_many(pairs=[(site, volunteer)], by=world.people["planner"], at=timezone.now())
    assert deliver_next(at=timezone.now() + timedelta(days=1))
    [mail] = django_mail.outbox
    assert site.name_zh in mail.subject
    assert list(numbers_near((str(mail.body) + str(mail.alternatives)).encode())) == []


def test_site_known_by_district_alone_has_no_place_at_all(world: World) -> None:
    Site.objects.update(visibility="district")
    for site in Site.objects.all():
        site.save()
    assert set(visible_sites(AnonymousUser()).values_list("place", flat=True)) == {None}
    x, y = tile_of(6, LON, LAT)
    assert world.client("anonymous").get(f"/maps/tiles/sites/6/{x}/{y}.mvt").content == b""


def tell_everybody(world: World, *, typed: str) -> list[Delivery]:
    """Tell everybody a notice of every kind, about a hidden site, in which somebody typed something; return what goes out."""
    people = [person for person in world.people.values() if person is not None]
    for person in people:
        EmailAddress.objects.create(user=person, email=person.email, verified=True)
    for kind, sentence in SENTENCES.items():
        names = [name for _text, name, _spec, _conversion in Formatter().parse(str(sentence)) if name]
        params = {name: typed if name in TYPED else ["钟楼", "Bell Tower"] for name in names}
        notify(users=people, kind=kind, params=params, url="/field/mine/", at=make.NOW)
    return list(Delivery.objects.select_related("notice__user"))


def places_in(answer: HttpResponseBase) -> Iterator[str]:
    """Yield the numbers of an answer that lie within about a hundred metres of the hidden longitude or latitude."""
    return numbers_near(b"".join(answer) if answer.streaming else answer.content)  # type: ignore[attr-defined]


def numbers_near(body: bytes) -> Iterator[str]:
    """Yield the numbers of a text that lie within about a hundred metres of the hidden longitude or latitude."""
    for number in NUMBER.findall(body):
        if min(abs(float(number) - LON), abs(float(number) - LAT)) < NEAR_DEGREES:
            yield number.decode()


def tile_of(zoom: int, lon: float, lat: float) -> tuple[int, int]:
    """Return column and row of the web-mercator tile around a place."""
    point = Point(lon, lat, srid=4326)
    point.transform(3857)
    side = 2 * 20037508.342789244 / 2**zoom
    return int((point.x + 20037508.342789244) // side), int((20037508.342789244 - point.y) // side)


def points_of(body: bytes, zoom: int, x: int, y: int, file: Path) -> list[shapely.Point]:
    """Return the points of a tile's layer `sites` in WGS-84, read by GDAL."""
    file.write_bytes(body)
    if not body or "sites" not in {name for name, _kind in pyogrio.list_layers(file)}:
        return []
    geometries = pyogrio.raw.read(file, layer="sites")[2]
    side = 2 * 20037508.342789244 / 2**zoom
    west, north = x * side - 20037508.342789244, 20037508.342789244 - y * side
    return [wgs84(point, west, north, side) for point in shapely.from_wkb(geometries)]


def wgs84(point: shapely.Point, west: float, north: float, side: float) -> shapely.Point:
    """Turn a point in a tile's own coordinates (4096 along a side, upwards) into longitude and latitude."""
    placed = Point(west + point.x / 4096 * side, north - side + point.y / 4096 * side, srid=3857)
    placed.transform(4326)
    return shapely.Point(placed.x, placed.y)
