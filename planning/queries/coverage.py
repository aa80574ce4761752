"""Coverage: how many sites stand in which status, by level and by district, and which they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from core.sql import Statements
from patrol.models import Assignment
from planning.logic.duty import Status
from planning.logic.summary import StatusCounts, overall
from planning.logic.urgency import LEVELS, MOST_INTERVALS, NEVER_INTERVALS
from planning.models import Duty
from planning.queries.duties import MOST_URGENT_FIRST, DutyFacts, duties, in_areas
from sites.models import District, Level

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

# Beyond so many rows of each level and interval, sorting all duties is not slower.
MOST_BY_INDEX: Final = 2_000
STATEMENTS = Statements(Path(__file__).parents[1] / "sql")


class ListedFacts(DutyFacts):
    """What the list of sites adds to a duty."""

    is_asked: bool


DutyListed: TypeAlias = "WithAnnotations[Duty, ListedFacts]"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader chose; "" stands for all."""

    district: str = ""
    level: str = ""
    status: str = ""
    area: str = ""

    def as_dict(self) -> dict[str, str]:
        """Return the choices that are made, for an address."""
        chosen = {"area": self.area, "district": self.district, "level": self.level, "status": self.status}
        return {name: value for name, value in chosen.items() if value}


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of the sites in reach of the reader: all that fit the filters, by level, by district."""

    all: StatusCounts
    levels: tuple[StatusCounts, ...]
    districts: tuple[StatusCounts, ...]


def coverage(areas: Iterable[str], *, on: date, district: str = "", level: str = "") -> Summary:
    """Return the counts by status in the areas, read by one statement.

    The counts by level follow the chosen district, and those by district the chosen level, so that each shows what
    another choice would bring; `all` follows both.
    """
    held = list(areas)
    asked = {"today": on, "patterns": patterns(held), "is_everywhere": "" in held, "district": district, "level": level}
    found: dict[str, list[StatusCounts]] = {"level": [], "district": []}
    for row in STATEMENTS.rows("coverage_counts", asked):
        found[row.pop("by")].append(StatusCounts(**row))
    levels, districts = tuple(found["level"]), tuple(found["district"])
    return Summary(overall(one for one in levels if level in ("", one.key)), levels, districts)


def due_sites(areas: Iterable[str], *, on: date, filters: Filters) -> "QuerySet[DutyListed]":
    """Return the duties that fit the filters, most urgent first, each with its site, rule and `is_asked`.

    `is_asked` says that somebody has an open assignment for the site.
    """
    asked = Assignment.objects.filter(site=OuterRef("site_id"), status=Assignment.Status.OPEN)
    chosen = duties(areas, on=on).annotate(is_asked=Exists(asked))
    if filters.district:
        chosen = chosen.filter(district_id=filters.district)
    if filters.level:
        chosen = chosen.filter(level_id=filters.level)
    if filters.status:
        chosen = chosen.filter(status=filters.status)
    listed = chosen.select_related("site__level", "rule").defer("site__geom", "site__shown_geom")
    return listed.order_by(*MOST_URGENT_FIRST)


def waiting_keys(
    areas: Iterable[str], *, on: date, filters: Filters, waiting: int, first: int, end: int
) -> list[UUID] | None:
    """Return the keys of `due_sites` from one place to before another by the index, where that is the shorter way; else none.

    It is for the first pages of everywhere, of the `waiting` sites that fit the filters: late ones, and never visited ones.
    """
    is_of_waiting = filters.status in ("", Status.OVERDUE, Status.NEVER) and end <= min(waiting, MOST_BY_INDEX)
    if "" not in areas or filters.district or not is_of_waiting:
        return None
    asked = {"today": on, "level": filters.level, "status": filters.status, "first": first, "last": end}
    weights = {"levels": LEVELS, "most_intervals": MOST_INTERVALS, "never_intervals": NEVER_INTERVALS}
    return [row["site_id"] for row in STATEMENTS.rows("waiting_first", asked | weights)]


def districts_in(areas: Iterable[str]) -> QuerySet[District]:
    """Return the districts of the areas by code, without their outlines."""
    return District.objects.filter(in_areas(areas, "code")).defer("geom").order_by("code")


def levels() -> QuerySet[Level]:
    """Return the protection levels, strictest first."""
    return Level.objects.order_by("rank")


def outlines(
    codes: Iterable[str], *, points: Sequence[tuple[float, float]] = (), width: int = 1000
) -> list[dict[str, Any]]:
    """Return the districts' outlines as SVG paths in a drawing at most that wide (see `sql/outlines.sql`).

    `codes` may be areas, beginnings of codes; `points` are (lon, lat) in degrees WGS-84 that must lie inside the frame.
    """
    parameters = {
        "patterns": patterns(codes),
        "lons": [lon for lon, _ in points],
        "lats": [lat for _, lat in points],
        "width": width,
    }
    return STATEMENTS.rows("outlines", parameters)


def patterns(areas: Iterable[str]) -> list[str]:
    """Return the LIKE patterns of areas."""
    return [f"{area}%" for area in areas]
