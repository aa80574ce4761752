"""The filters of every map, table and export, read from an address; the same words everywhere."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict

from planning.models import Duty, StatusCell
from sites.models import Category, District, Level
from sites.queries import named

# Rows with columns the model does not have, such as `status`; the type checker cannot know them.
Annotated = QuerySet[Any, Any]
STATUSES: Final = tuple(Duty.Status.values)
LONGEST_SEARCH: Final = 80


@dataclass(frozen=True)
class Filters:
    """What the reader asks for; an empty value asks for everything."""

    status: tuple[str, ...] = ()
    level: str = ""
    district: str = ""
    category: str = ""
    q: str = ""

    @property
    def is_empty(self) -> bool:
        """Say whether everything is asked for."""
        return self == Filters()

    def query(self) -> str:
        """Return the filters as they stand in an address, without the empty ones."""
        chosen = {field.name: getattr(self, field.name) for field in fields(self)}
        return urlencode({name: value for name, value in chosen.items() if value}, doseq=True)

    def without_status(self) -> "Filters":
        """Return the filters with every status, for the counts beside the choices."""
        return Filters((), self.level, self.district, self.category, self.q)


def read_filters(address: QueryDict) -> Filters:
    """Return the filters an address asks for; values nobody knows match nothing rather than everything, but statuses are folded."""
    return Filters(
        status=_statuses(address.getlist("status")),
        level=address.get("level", ""),
        district=address.get("district", ""),
        category=address.get("category", ""),
        q=address.get("q", "").strip()[:LONGEST_SEARCH],
    )


def narrowed(sites: Annotated, filters: Filters) -> Annotated:
    """Return the sites (annotated with `status`) that the filters ask for."""
    if filters.status:
        sites = sites.filter(status__in=filters.status)
    if filters.level:
        sites = sites.filter(level_id=filters.level)
    if filters.district:
        sites = sites.filter(district__code__startswith=filters.district)
    if filters.category:
        sites = sites.filter(Q(category_id=filters.category) | Q(category__parent_id=filters.category))
    return sites.filter(named(filters.q)) if filters.q else sites


def narrowed_cells(cells: QuerySet[StatusCell], filters: Filters) -> QuerySet[StatusCell]:
    """Return the grid's rows that the filters ask for; the grid knows no names, so a search cannot use it."""
    if filters.status:
        cells = cells.filter(status__in=filters.status)
    if filters.level:
        cells = cells.filter(level=filters.level)
    if filters.district:
        cells = cells.filter(district_code__startswith=filters.district)
    return cells.filter(category=filters.category) if filters.category else cells


def choices() -> dict[str, list[tuple[str, str]]]:
    """Return what can be chosen for level, district and category, with labels in the reader's language."""
    return {
        "level": [(level.code, level.label) for level in Level.objects.order_by("rank")],
        "district": [(district.code, district.name) for district in District.objects.defer("geom").order_by("code")],
        "category": [
            (category.code, category.label) for category in Category.objects.filter(parent=None).order_by("rank")
        ],
    }


def _statuses(asked: Iterable[str]) -> tuple[str, ...]:
    wanted = {word for value in asked for word in value.split(",")}
    return tuple(status for status in STATUSES if status in wanted)
