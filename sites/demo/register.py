"""The demo register from its own files: sites with their shapes, zones and service points."""

import csv
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib.gis.geos import GEOSGeometry, LineString, MultiPolygon, Point, Polygon

from sites.logic.words import search_text
from sites.models import ProtectedUnit, ServicePoint, Site, Zone

FOLDER = Path(__file__).parent
GREAT_WALL = "BJ-GREAT-WALL"
DIFFICULT_EXTRA_MINUTES = 30
# On the wall a patrol takes its time: about four hours for 1.3 km of the hard parts.
WALL_MINUTES = 150
REGISTERED_BEFORE = timedelta(days=400)


def read_units() -> list[ProtectedUnit]:
    """Return the protected units that hold several of the demo's sites."""
    return [ProtectedUnit(code=GREAT_WALL, name_zh="长城", name_en="The Great Wall")]


def read_sites(*, units: dict[str, ProtectedUnit], at: datetime) -> list[Site]:
    """Read the sites; an outline or line of `shapes.geojson` replaces the point."""
    shapes = {feature["properties"]["code"]: feature for feature in _features("shapes.geojson")}
    return [_site(row, shapes.get(row["code"]), units, at) for row in _rows("sites.csv")]


def read_zones(sites: dict[str, Site]) -> list[Zone]:
    """Read the zones, all of them provisional."""
    return [_zone(feature, sites[feature["properties"]["code"]]) for feature in _features("zones.geojson")]


def read_service_points() -> list[ServicePoint]:
    """Read the service points."""
    return [
        ServicePoint(
            code=row["code"],
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            district_id=row["district"],
            opening_hours=row["opening_hours"],
            geom=_point(row),
        )
        for row in _rows("service_points.csv")
    ]


def _site(row: dict[str, str], shape: dict[str, Any] | None, units: dict[str, ProtectedUnit], at: datetime) -> Site:
    geom = _geometry(shape) if shape else _point(row)
    accuracy_m = shape["properties"]["accuracy_m"] if shape else row["position_accuracy_m"]
    is_difficult = row["difficult"] == "yes"
    return Site(
        code=row["code"],
        unit=units[GREAT_WALL] if isinstance(geom, LineString) else None,
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        level_id=row["level"],
        category_id=row["category"],
        district_id=row["district"],
        condition_id=row["condition"],
        era_zh=row["era_zh"],
        era_en=row["era_en"],
        address_zh=row["address_zh"],
        summary_zh=row["summary_zh"],
        summary_en=row["summary_en"],
        open_to=row["open_to_public"],
        is_difficult=is_difficult,
        visit_minutes=_visit_minutes(geom, is_difficult=is_difficult),
        geom=geom,
        geom_accuracy_m=int(accuracy_m),
        # The register is older than the patrols of the demo's year.
        created_at=at - REGISTERED_BEFORE,
        updated_at=at,
        search_text=search_text(row["code"], row["name_zh"], row["name_en"]),
    )


def _visit_minutes(geom: GEOSGeometry, *, is_difficult: bool) -> int:
    if isinstance(geom, LineString):
        return WALL_MINUTES
    return (60 if isinstance(geom, Polygon) else 30) + (DIFFICULT_EXTRA_MINUTES if is_difficult else 0)


def _zone(feature: dict[str, Any], site: Site) -> Zone:
    facts = feature["properties"]
    outline = _geometry(feature)
    return Zone(
        site=site,
        kind=facts["kind"],
        control_class=facts["class"],
        text=facts["note"],
        geom=outline if isinstance(outline, MultiPolygon) else MultiPolygon(outline, srid=4326),
        status=facts["status"],
    )


def _geometry(feature: dict[str, Any]) -> GEOSGeometry:
    return GEOSGeometry(json.dumps(feature["geometry"]), srid=4326)


def _point(row: dict[str, str]) -> Point:
    return Point(float(row["lon"]), float(row["lat"]), srid=4326)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def _features(name: str) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads((FOLDER / name).read_text(encoding="utf-8"))["features"]
    return features
