"""The whole register as it stood on an earlier day.

Whoever may not know exact places today learns none from the past either: see `sql/register_at.sql`.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from people.models import in_language
from people.permissions import Person, areas_of
from sites.models import District, Level
from sites.queries.editing import SQL
from sites.queries.exports import half_cell_m

MOST_PLACES: Final = 3_000
FATES: Final = ("new", "changed", "retired")


@dataclass(frozen=True)
class Stood:
    """A site as it stood: by the names of then, with today's labels of its level and district."""

    code: str
    name: str
    level: str
    district: str
    precision: str
    lon: float | None
    lat: float | None


@dataclass(frozen=True)
class Fate:
    """A site that is new, changed or retired since."""

    code: str
    name: str
    fate: str
    at: datetime


@dataclass(frozen=True)
class Places:
    """GeoJSON features in a part of the map; cut where there are more than can be shown."""

    features: list[dict[str, Any]]
    is_cut: bool


@dataclass(frozen=True)
class LevelCount:
    """How many sites of a level stood in the register, and how many do today."""

    label: str
    then: int
    now: int


def end_of(day: date) -> datetime:
    """Return the instant at which the day ends here: the register of a day is the one it ended with."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def sites_as_of(viewer: Person, at: datetime) -> tuple[str, dict[str, Any]]:
    """Return the statement of the register at the instant as this viewer may know it, with its parameters.

    Rows: id, code, name_zh, name_en, level_id, category_id, district_id, is_exact, precision, place (WGS-84 or null).
    Leave to know a place for a single visit does not open the past.
    """
    areas = areas_of(viewer, "see_exact_places")
    names = {f"area_{number}": f"{area}%" for number, area in enumerate(areas)}
    condition = " OR ".join(f"site.district_id LIKE %({name})s" for name in names) or "false"
    return SQL.text("register_at").replace("{exact}", f"({condition})"), {"at": at, **names}


def counts_as_of(at: datetime) -> list[LevelCount]:
    """Return how many sites of each level stood in the register then, and do now; counts are for everybody to know."""
    found = {row["level"]: row for row in SQL.rows("register_levels", {"at": at})}
    none = {"stood": 0, "stand": 0}
    levels = [(level.label, found.get(level.code, none)) for level in Level.objects.order_by("rank")]
    return [LevelCount(label, row["stood"], row["stand"]) for label, row in levels]


def table_as_of(viewer: Person, at: datetime, *, first: int, count: int) -> list[Stood]:
    """Return `count` sites from the `first` on, by their codes, as they stood then."""
    statement, parameters = sites_as_of(viewer, at)
    page = SQL.text("register_page").replace("{register}", statement)
    rows = _rows(page, {**parameters, "count": count, "first": first})
    districts = District.objects.defer("geom").in_bulk({row[5] for row in rows})
    return [
        Stood(code, in_language(zh, en), in_language(level_zh, level_en), str(districts[district]), precision, lon, lat)
        for code, zh, en, level_zh, level_en, district, precision, lon, lat in rows
    ]


def places_as_of(viewer: Person, at: datetime, frame: tuple[float, float, float, float]) -> Places:
    """Return what stood in a frame (west, south, east, north; WGS-84), as GeoJSON features of at most `MOST_PLACES`."""
    statement, parameters = sites_as_of(viewer, at)
    bounds = dict(zip(("west", "south", "east", "north"), frame, strict=True))
    rows = _rows(
        SQL.text("register_places").replace("{register}", statement), {**parameters, **bounds, "limit": MOST_PLACES + 1}
    )
    features = [_feature(*row) for row in rows[:MOST_PLACES]]
    return Places(features, is_cut=len(rows) > MOST_PLACES)


def fates_since(at: datetime) -> dict[str, int]:
    """Return how many sites are new, changed and retired since the instant."""
    return {name: int(count) for name, count in SQL.rows("register_fates", {"at": at})[0].items()}


def changed_since(at: datetime, fate: str, *, first: int, count: int) -> list[Fate]:
    """Return sites of one fate since the instant, the latest first; names and codes alone, which everybody may know."""
    rows = SQL.rows("register_since", {"at": at, "fate": fate, "limit": count, "offset": first})
    return [
        Fate(row["code"], in_language(row["name_zh"], row["name_en"]), row["fate"], row["updated_at"]) for row in rows
    ]


def _feature(code: str, zh: str, en: str, geometry: str, precision: str) -> dict[str, Any]:
    place = json.loads(geometry)
    told: dict[str, Any] = {"kind": "site", "label": f"{in_language(zh, en)} · {code}"}
    if precision == "cell":
        told["radius"] = half_cell_m(place["coordinates"][1])
    return {"type": "Feature", "geometry": place, "properties": told}


def _rows(statement: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
