"""The pages and the API of zones."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from people.models import User
from sites.models import Site, Zone
from tests.sites.queries.test_zones import zone

TODAY = timezone.localdate
TYPED = "116.390, 39.940\n116.391, 39.940\n116.391, 39.941"


@pytest.fixture
def desk(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client


def test_page_answers_for_a_place(client: Client, site: Site) -> None:
    zone(site)
    text = client.get("/sites/zones/", {"position": "116.395, 39.945", "datum": "wgs84"}).content.decode()
    assert (text.count("不得爆破、钻探、挖掘。"), text.count("在保护区划边界内 427 米")) == (1, 1)
    empty = client.get("/sites/zones/", {"position": "117, 39.945", "datum": "wgs84"}).content.decode()
    assert empty.count("此处没有已知的保护区划") == 1
    assert client.get("/sites/zones/", {"position": "here", "datum": "wgs84"}).context["form"].errors.keys() == {
        "position"
    }


def test_api_answers_the_same(client: Client, site: Site) -> None:
    zone(site)
    [here] = client.get("/api/v1/zones", {"lon": "116.395", "lat": "39.945"}).json()["here"]
    assert (here["site"], here["away_m"], here["rules"][0]["code"]) == (
        site.code,
        0,
        "protection-works",
    )


@pytest.mark.parametrize(
    "asked", [{}, {"lon": "200", "lat": "5"}, {"lon": "1", "lat": "x"}, {"lon": "1", "lat": "1", "on": "soon"}]
)
def test_api_says_what_is_wrong(asked: dict[str, str], client: Client, db: None) -> None:
    response = client.get("/api/v1/zones", asked)
    assert (response.status_code, response.headers["Content-Type"]) == (400, "application/problem+json")


def test_officer_adds_replaces_and_withdraws(desk: Client, site: Site) -> None:
    told = {
        "kind": "protection",
        "status": "provisional",
        "place_kind": "polygon",
        "place_text": TYPED,
        "place_datum": "wgs84",
    }
    assert desk.post(f"/sites/{site.code}/zones/new/", told).status_code == 302
    first = Zone.objects.get()
    replace = f"/sites/{site.code}/zones/{first.pk}/replace/"
    assert desk.post(replace, {**told, "valid_from": TODAY().isoformat()}).status_code == 302
    assert desk.post(replace, {**told, "valid_from": TODAY().isoformat()}).status_code == 422
    newer = Zone.objects.get(supersedes=first)
    gone = {"from_day": (TODAY() + timedelta(days=9)).isoformat(), "why": "撤销"}
    assert desk.post(f"/sites/{site.code}/zones/{newer.pk}/withdraw", gone).status_code == 302
    newer.refresh_from_db()
    assert newer.valid_to == TODAY() + timedelta(days=8)
    assert [one.pk for one in desk.get(f"/sites/{site.code}/zones/").context["zones"]] == [newer.pk, first.pk]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"place_text": ""}, "text"),
        ({"place_kind": "line"}, "place_text"),
        ({"status": "none"}, "status"),
        ({"status": "official"}, "document"),
        ({"control_class": "Ⅰ"}, "control_class"),
    ],
)
def test_contradiction_is_said_at_its_field(told: dict[str, str], field: str, desk: Client, site: Site) -> None:
    base = {
        "kind": "protection",
        "status": "provisional",
        "place_kind": "polygon",
        "place_text": TYPED,
        "place_datum": "wgs84",
    }
    response = desk.post(f"/sites/{site.code}/zones/new/", {**base, **told})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert Zone.objects.count() == 0


def test_wrong_day_is_said(desk: Client, site: Site) -> None:
    one = zone(site, valid_from=date(2026, 1, 1))
    desk.post(f"/sites/{site.code}/zones/{one.pk}/withdraw", {"from_day": "2100-01-01", "why": "x"})
    one.refresh_from_db()
    assert one.valid_to is None
