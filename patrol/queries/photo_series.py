"""A site's photos over the years: series by photo point and kind of view, what changed between them, and its condition."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from patrol.models import Photo, PhotoChange, Report, Review
from patrol.permissions import review_areas
from patrol.queries.arrivals import not_sent
from patrol.queries.evidence import STATEMENTS
from patrol.queries.photos import seen_by
from people.models import in_language
from people.permissions import Person
from sites.models import Site
from sites.permissions import can_see_condition

# Sites whose new photos are compared in one go of the worker: some minutes of work.
AT_ONCE: Final = 20


@dataclass(frozen=True, slots=True)
class Frame:
    """One photo of a series."""

    id: UUID
    sha256: str
    role: str
    report_id: UUID
    taken_at: datetime
    condition: str
    thumbnail: str


@dataclass(frozen=True, slots=True)
class Series:
    """Photos of one view, the earliest first; `number` and `name` are the photo point's, 0 and "" without one."""

    key: str
    number: int
    name: str
    role: str
    frames: tuple[Frame, ...]


@dataclass(frozen=True, slots=True)
class Grade:
    """The condition an accepted report gave a site."""

    at: datetime
    label: str
    rank: int
    report_id: UUID


def series_of(site: Site, viewer: Person) -> list[Series]:
    """Return the series of the site's accepted photos that the viewer may look at: photo points first, then other views."""
    if not viewer.is_authenticated:
        return []
    allowed = Photo.objects.filter(~not_sent(), report__site=site, report__review__state=Review.State.ACCEPTED)
    photos = [str(key) for key in allowed.filter(seen_by(viewer)).values_list("pk", flat=True).distinct()]
    return _series(_rows([site.pk], photos)) if photos else []


def all_series(site_id: UUID) -> list[Series]:
    """Return the series of a site as the worker compares them, whoever may look at them."""
    return _series(_rows([site_id], None))


def sites_to_compare(limit: int = AT_ONCE) -> list[UUID]:
    """Return the sites with far photos that were not laid over an earlier one yet, those with most first."""
    return [row["site_id"] for row in STATEMENTS.rows("photo_pairs", {"limit": limit})]


def changes_of(frames: Iterable[Frame]) -> dict[tuple[UUID, UUID], PhotoChange]:
    """Return what was found between photos of a series, by (earlier, later)."""
    keys = [frame.id for frame in frames]
    found = PhotoChange.objects.filter(later__in=keys, earlier__in=keys)
    return {(one.earlier_id, one.later_id): one for one in found}


def changes_for(viewer: Person) -> QuerySet[PhotoChange]:
    """Return the pairs that look different in the areas whose reports the viewer reviews, newest first."""
    found = PhotoChange.objects.none()
    for area in review_areas(viewer):
        found = found | PhotoChange.objects.filter(later__report__site__district__code__startswith=area)
    flagged = found.filter(verdict=PhotoChange.Verdict.CHANGED)
    related = ("earlier__report", "later__report__site__district")
    return (
        flagged.select_related(*related)
        .defer("later__report__site__geom", "later__report__site__shown_geom", "later__report__site__district__geom")
        .order_by("-later__report__finished_at", "pk")
    )


def grades_of(site: Site, viewer: Person) -> list[Grade]:
    """Return the condition over the years by accepted reports, the earliest first, for whoever may know the condition."""
    if not can_see_condition(viewer, site):
        return []
    reports = Report.objects.filter(site=site, review__state=Review.State.ACCEPTED).select_related("condition")
    return [
        Grade(one.finished_at, one.condition.label, one.condition.rank, one.pk)
        for one in reports.defer("payload", "answers").order_by("finished_at", "pk")
    ]


def _rows(sites: list[UUID], photos: list[str] | None) -> list[dict[str, Any]]:
    return STATEMENTS.rows("photo_series", {"sites": [str(key) for key in sites], "photos": photos})


def _series(found: list[dict[str, Any]]) -> list[Series]:
    grouped: dict[str, list[Mapping[str, Any]]] = {}
    for row in found:
        grouped.setdefault(str(row["point_id"] or row["role"]), []).append(row)
    made = [
        Series(
            key=key,
            number=rows[0]["number"] if rows[0]["point_id"] else 0,
            name=rows[0]["name"] if rows[0]["point_id"] else "",
            role=rows[0]["role"],
            frames=tuple(map(_frame, rows)),
        )
        for key, rows in grouped.items()
    ]
    return sorted(made, key=lambda one: (one.number == 0, one.number, one.role != "far"))


def _frame(row: Mapping[str, Any]) -> Frame:
    return Frame(
        row["id"],
        row["file_id"],
        row["role"],
        row["report_id"],
        row["finished_at"],
        in_language(row["condition_zh"], row["condition_en"]),
        row["thumbnail"] or row["display"],
    )
