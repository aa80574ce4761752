import json
from typing import Any

import pytest
from django.contrib.gis.geos import LineString
from django.test import Client

from sites.models import Category, Site
from tests.factories import make

PLACE = [116.3894, 39.9407]
CELL = [116.385, 39.945]


@pytest.fixture
def tomb(db: None) -> Site:
    return make.site(code="TOMB", name_zh="某墓", name_en="A Tomb", category_id="0200", address_zh="某胡同 9 号")


@pytest.fixture
def hoard(db: None) -> Site:
    return make.site(code="HOARD", name_zh="某窖藏", name_en="A Hoard", visibility="district")


def features(client: Client, **asked: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/api/v1/sites", asked).json()["results"]["features"]
    return found


def codes(client: Client, **asked: Any) -> list[str]:
    return [feature["id"] for feature in features(client, **asked)]


def streamed(client: Client, **asked: Any) -> list[dict[str, Any]]:
    response = client.get("/api/v1/sites.geojson", asked)
    found: list[dict[str, Any]] = json.loads(b"".join(response.streaming_content))["features"]  # type: ignore[attr-defined]
    return found


def test_site_is_a_feature_with_its_public_columns(client: Client, db: None) -> None:
    make.site(code="BELL", era_zh="明", era_en="Ming", summary_zh="钟楼。", summary_en="A tower.")
    assert client.get("/api/v1/sites/BELL").json() == {
        "id": "BELL",
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": PLACE},
        "properties": {
            "name_zh": "钟楼",
            "name_en": "Bell Tower",
            "level": "national",
            "category": "0300",
            "district": "110101",
            "era_zh": "明",
            "era_en": "Ming",
            "summary_zh": "钟楼。",
            "summary_en": "A tower.",
            "open_to": "yes",
            "is_exact": True,
            "precision": "exact",
            "distance_m": None,
        },
    }


@pytest.mark.parametrize("count", [1, 3])
def test_sites_come_by_code(count: int, client: Client, db: None, django_assert_num_queries: Any) -> None:
    for number in range(count):
        make.site(code=f"S-{number}")
    with django_assert_num_queries(2):
        found = codes(client)
    assert found == [f"S-{number}" for number in range(count)]


def test_tomb_is_coarse_to_the_public_and_exact_to_its_officer(client: Client, as_officer: Client, tomb: Site) -> None:
    told = [(one["geometry"]["coordinates"], one["properties"]["precision"]) for one in features(client)]
    assert told == [(CELL, "cell")]
    told = [(one["geometry"]["coordinates"], one["properties"]["precision"]) for one in features(as_officer)]
    assert told == [(PLACE, "exact")]


def test_hidden_site_has_no_geometry(client: Client, hoard: Site) -> None:
    [feature] = features(client)
    assert (feature["geometry"], feature["properties"]["precision"]) == (None, "district")


def test_stream_says_the_same_as_the_pages(
    client: Client, as_officer: Client, site: Site, tomb: Site, hoard: Site
) -> None:
    make.site(code="WALL", geom=LineString((116.1234567891, 40.1), (116.2, 40.2), srid=4326))
    for viewer in (client, as_officer):
        paged = features(viewer)
        for feature in paged:
            del feature["properties"]["distance_m"]
        assert streamed(viewer) == paged


def test_stream_of_nothing_is_a_collection(client: Client, db: None) -> None:
    response = client.get("/api/v1/sites.geojson")
    assert response.headers["Content-Type"] == "application/geo+json"
    assert response.headers["Content-Disposition"] == 'attachment; filename="sites.geojson"'
    assert streamed(client) == []


def test_answers_tell_no_address(client: Client, tomb: Site) -> None:
    texts = [client.get("/api/v1/sites").content.decode(), json.dumps(streamed(client), ensure_ascii=False)]
    assert [text.count("某胡同") for text in texts] == [0, 0]


def test_sites_are_narrowed(client: Client, tomb: Site) -> None:
    subtype = Category.objects.filter(parent="0300").order_by("code")[0]
    make.site(code="HALL", level_id="county", category=subtype, district=make.district("110105"))
    asked = [{"level": "county"}, {"category": "0300"}, {"district": "110101"}, {"district": "11"}, {"q": "tomb"}]
    found = [codes(client, **one) for one in asked]
    assert found == [["HALL"], ["HALL"], ["TOMB"], ["HALL", "TOMB"], ["TOMB"]]


def test_box_meets_the_shown_place(client: Client, as_officer: Client, tomb: Site, hoard: Site) -> None:
    around_cell, around_place = "116.384,39.944,116.386,39.946", "116.389,39.940,116.390,39.941"
    assert (codes(client, bbox=around_cell), codes(client, bbox=around_place)) == (["TOMB"], [])
    assert (codes(as_officer, bbox=around_cell), codes(as_officer, bbox=around_place)) == ([], ["HOARD", "TOMB"])


def test_near_measures_to_the_shown_place(client: Client, tomb: Site, hoard: Site) -> None:
    make.site(code="BELL")
    found = [(one["id"], one["properties"]["distance_m"]) for one in features(client, near="116.3894,39.9407")]
    assert found == [("BELL", 0), ("TOMB", 608), ("HOARD", None)]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("bbox", "1,2,3"),
        ("bbox", "a,b,c,d"),
        ("bbox", "117,39,116,40"),
        ("bbox", "116,41,117,40"),
        ("bbox", "116,nan,117,40"),
        ("bbox", "-inf,-90,inf,90"),
        ("near", "39.9407,116.3894"),
        ("near", "116.3894"),
        ("q", "n" * 81),
    ],
)
def test_wrong_question_is_refused_with_what_is_wrong(name: str, value: str, client: Client, db: None) -> None:
    for path in ("/api/v1/sites", "/api/v1/sites.geojson"):
        response = client.get(path, {name: value})
        assert (response.status_code, response.json()["code"]) == (400, "invalid")
        assert list(response.json()["errors"]) == [name]


def test_what_is_left_empty_is_not_asked(client: Client, site: Site) -> None:
    empty = dict.fromkeys(("level", "category", "district", "q", "bbox", "near"), "")
    assert codes(client, **empty) == [site.code]


@pytest.mark.parametrize("code", ["NOWHERE", "OLD", "a%00b"])
def test_site_nobody_knows_is_not_found(code: str, client: Client, db: None) -> None:
    make.site(code="OLD", is_active=False)
    response = client.get(f"/api/v1/sites/{code}")
    assert (response.status_code, response.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_register_is_only_read(method: str, as_officer: Client, site: Site) -> None:
    assert getattr(as_officer, method)(f"/api/v1/sites/{site.code}").status_code == 405
