"""Who can get to which site: by district, by service point, by hexagon; and where groups of waiting sites lie."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.db.models import F, QuerySet

from core.sql import Statements
from planning.models import SiteReach
from planning.queries.duties import in_areas

STATEMENTS: Final = Statements(Path(__file__).parents[1] / "sql")
# "Send a group here": sites a group walks between, and enough of them for a day.
WITHIN_M: Final = 2_000.0
TOGETHER: Final = 4
# Beyond this the areas are too large for one picture; a district is chosen first.
MOST_GAPS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Cluster:
    """A group of waiting sites: how many, how many of them few volunteers reach, where, how wide, and their hull (GeoJSON)."""

    sites: int
    few: int
    district: str
    lon: float
    lat: float
    across_m: float
    hull: dict[str, Any]
    ids: tuple[Any, ...]


def reach_by_district(areas: Iterable[str], *, least: int, on: date) -> list[dict[str, Any]]:
    """Return the districts of the areas with the sites fewer than `least` volunteers reach, the most first."""
    return STATEMENTS.rows("reach_districts", {"patterns": _patterns(areas), "least": least, "today": on})


def catchments(areas: Iterable[str], *, on: date) -> list[dict[str, Any]]:
    """Return the service points of the areas with the sites in their catchment, those with most waiting first."""
    return STATEMENTS.rows("reach_points", {"patterns": _patterns(areas), "today": on})


def hard_to_reach(areas: Iterable[str], *, least: int) -> QuerySet[SiteReach]:
    """Return the sites of the areas that fewer than `least` volunteers have within their range, the loneliest first."""
    found = SiteReach.objects.filter(
        in_areas(areas, "site__district__code"), site__is_active=True, volunteers__lt=least
    ).select_related("site__level", "point")
    listed = found.defer("site__geom", "site__shown_geom")
    return listed.order_by("volunteers", F("volunteer_m").desc(nulls_first=True), "site__code")


def clusters(areas: Iterable[str], *, least: int, on: date) -> list[Cluster]:
    """Return groups of sites that wait for a visit, each at most 2 km from another, at least four; the largest first."""
    asked = {"patterns": _patterns(areas), "today": on, "least": least, "most": MOST_GAPS}
    rows = STATEMENTS.rows("clusters", {**asked, "within_m": WITHIN_M, "together": TOGETHER})
    return [Cluster(**{**row, "hull": json.loads(row["hull"]), "ids": tuple(row["ids"])}) for row in rows]


def hexagons(
    areas: Iterable[str], *, least: int, on: date, side_m: float, frame: dict[str, Any]
) -> list[dict[str, Any]]:
    """Return hexagons with the sites in them, drawn into the frame of `outlines` (x0, y0, scale)."""
    asked = {"patterns": _patterns(areas), "today": on, "least": least, "side_m": side_m}
    return STATEMENTS.rows("hexagons", {**asked, **{name: frame[name] for name in ("x0", "y0", "scale")}})


def _patterns(areas: Iterable[str]) -> list[str]:
    return [f"{area}%" for area in areas]
