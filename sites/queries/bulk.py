"""What a bulk edit would do, before it is done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Q, QuerySet

from sites.logic.diff import field_changes
from sites.models import Site
from sites.queries.history import Line, field_lines, plain

SHOWN: Final = 20


@dataclass(frozen=True)
class Preview:
    """How many sites are chosen and how many would change; which columns of how many; the first of them one by one."""

    chosen: int
    changed: int
    columns: list[tuple[str, str, int]]
    samples: list[tuple[Site, list[Line]]]


def preview(sites: QuerySet[Site], changes: Mapping[str, Any]) -> Preview:
    """Return what setting the columns would do to the sites."""
    found = differing(sites, changes)
    samples = list(found.defer("geom", "shown_geom").order_by("code")[:SHOWN])
    some = [field_changes(_values(site, changes), _plain(changes), changes) for site in samples]
    lines = field_lines(some)
    columns = []
    for name, value in changes.items():
        label = field_lines([field_changes({name: _other(value)}, {name: plain(value)}, [name])])[0]
        columns.append((label[0].label, label[0].after, differing(sites, {name: value}).count()))
    return Preview(sites.count(), found.count(), columns, list(zip(samples, lines, strict=True)))


def differing(sites: QuerySet[Site], changes: Mapping[str, Any]) -> QuerySet[Site]:
    """Return the sites of which a column of `changes` says something else now."""
    differs = Q(pk__in=[])
    for name, value in changes.items():
        differs |= ~Q(**{name: value}) | Q(**{f"{name}__isnull": True})
    return sites.filter(differs)


def fingerprint(rows: Iterable[tuple[Any, datetime]]) -> str:
    """Return what tells whether sites, by (key, updated_at), are still the same and as they were."""
    instants = [at for _pk, at in rows]
    return f"{len(instants)} {max(instants).isoformat() if instants else ''}"


def _values(site: Site, changes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: plain(getattr(site, name)) for name in changes}


def _plain(changes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: plain(value) for name, value in changes.items()}


def _other(value: Any) -> Any:
    """Return anything but the value, so that a line tells what is set."""
    return not value if isinstance(value, bool) else None if value else "exact"
