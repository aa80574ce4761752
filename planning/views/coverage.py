"""The coverage page and its list as a table to take away."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.csv_lines import csv_lines
from core.pagination import KeyedPaginator
from planning.forms.coverage import CoverageForm
from planning.logic.duty import Status
from planning.logic.summary import StatusCounts, worst_first
from planning.permissions import can_make_plans, coverage_areas
from planning.queries.areas import chosen_area, parts_of
from planning.queries.coverage import Filters, coverage, districts_in, due_sites, levels, outlines, waiting_keys
from planning.queries.duties import today
from planning.queries.jurisdictions import jurisdiction
from planning.sentences import lateness, source_of, why_due
from planning.views.tabs import coverage_tabs

PAGE_SIZE = 25
# Bars of parts of the area; the map shows all, and a part with more of them is opened on its own.
BARS = 40
# Upper ends of the shades of the map, as parts of the sites on duty that are late or were never visited.
SHADES = (0.0, 0.25, 0.5, 0.75, 1.0)


@login_required
@require_GET
def coverage_page(request: HttpRequest) -> HttpResponse:
    """Show how many sites stand in which status, as tiles, map, chart and table, and which they are."""
    held, day = coverage_areas(request.user), today()
    area = chosen_area(request.GET.get("area", ""), held)
    areas = (area,) if area else held
    districts, ranks = list(districts_in(areas)), list(levels())
    form = CoverageForm(request.GET, districts=districts, levels=ranks)
    filters = Filters(**form.chosen(), area=area)
    found = coverage(areas, on=day, district=filters.district, level=filters.level)
    names = {one.code: one.name for one in districts}
    labels = {one.code: one.label for one in ranks}
    by_level = {one.key: one for one in found.levels}
    parts = parts_of(found.districts, names)
    form.narrow(filters.district)
    context = {
        "tabs": coverage_tabs("planning:coverage"),
        "form": form,
        "filters": filters,
        "area_name": area and jurisdiction(area).name,
        "query": urlencode(filters.as_dict()),
        "tiles": _tiles(found.all, filters),
        "total": found.all.total,
        "level_rows": _bars((by_level[code] for code in labels if code in by_level), labels, filters, "level"),
        "part_rows": _bars(worst_first(parts.counts)[:BARS], parts.names, filters, parts.field),
        "parts": parts,
        "more_parts": max(0, len(parts.counts) - BARS),
        "map": _choropleth(areas, found.districts, names, filters),
        "page": (page := _page(request, areas, day, found.all, filters)),
        "rows": [_row(duty, names) for duty in page],
        "can_plan": can_make_plans(request.user),
    }
    return render(request, "planning/coverage.html", context)


@login_required
@require_GET
def coverage_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Send the list that fits the filters as CSV, most urgent first, readable by spreadsheets."""
    held, day = coverage_areas(request.user), today()
    area = chosen_area(request.GET.get("area", ""), held)
    areas = (area,) if area else held
    districts = list(districts_in(areas))
    form = CoverageForm(request.GET, districts=districts, levels=levels())
    duties = due_sites(areas, on=day, filters=Filters(**form.chosen()))
    names = {one.code: one.name for one in districts}
    rows = (_row(duty, names) for duty in duties.iterator(chunk_size=500))
    response = StreamingHttpResponse(csv_lines(_file_rows(rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="coverage-{day.isoformat()}.csv"'
    return response


def _page(request: HttpRequest, areas: Sequence[str], day: date, counts: StatusCounts, filters: Filters) -> Page[Any]:
    paginator = KeyedPaginator(due_sites(areas, on=day, filters=filters), PAGE_SIZE)
    # The tiles have counted already.
    paginator.count = counts.count(Status(filters.status)) if filters.status else counts.total
    waiting = paginator.count if filters.status else counts.overdue + counts.never
    paginator.keys = lambda first, end: waiting_keys(
        areas, on=day, filters=filters, waiting=waiting, first=first, end=end
    )
    return paginator.get_page(request.GET.get("page"))


def _tiles(counts: StatusCounts, filters: Filters) -> list[dict[str, Any]]:
    return [
        {
            "status": status.value,
            "count": count,
            "share": f"{100 * counts.share(status):.0f} %",
            "url": _url(filters, "status", "" if filters.status == status else status.value),
            "is_current": filters.status == status,
        }
        for status, count in counts.by_status().items()
    ]


def _bars(
    groups: Iterable[StatusCounts], labels: Mapping[str, str], filters: Filters, field: str
) -> list[dict[str, Any]]:
    return [
        {
            "label": labels.get(group.key, group.key),
            "url": _url(filters, field, group.key),
            "counts": {status.value: count for status, count in group.by_status().items()},
        }
        for group in groups
    ]


def _choropleth(
    areas: Iterable[str], groups: Iterable[StatusCounts], names: Mapping[str, str], filters: Filters
) -> dict[str, Any]:
    counts = {group.key: group for group in groups}
    shapes = [
        {
            **shape,
            "name": names.get(shape["code"], shape["code"]),
            "counts": counts.get(shape["code"], StatusCounts(shape["code"])),
            "url": _url(filters, "district", "" if filters.district == shape["code"] else shape["code"]),
            "is_chosen": filters.district == shape["code"],
        }
        for shape in outlines(areas)
    ]
    for shape in shapes:
        shape["shade"] = _shade(shape["counts"])
        shape["unmet"] = shape["counts"].overdue + shape["counts"].never
        shape["percent"] = round(100 * shape["counts"].unmet_share)
    # The chosen district is drawn last, so that no neighbour covers its edge.
    shapes.sort(key=lambda shape: shape["is_chosen"])
    first = shapes[0] if shapes else {"width": 1, "height": 1}
    return {"shapes": shapes, "width": first["width"], "height": first["height"]}


def _shade(counts: StatusCounts) -> str:
    if not counts.on_duty:
        return "none"
    return str(next(number for number, end in enumerate(SHADES) if counts.unmet_share <= end))


def _row(duty: Any, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "site": duty.site,
        "district": names.get(duty.site.district_id, duty.site.district_id),
        "level": duty.site.level.label,
        "status": duty.status,
        "lateness": _until(duty) if duty.status == Status.SUSPENDED else lateness(duty.days_late),
        "last": duty.last_visited_on,
        "due": duty.due_on,
        "why": why_due(duty),
        "source": source_of(duty),
        "is_asked": duty.is_asked,
    }


def _until(duty: Any) -> str:
    return _("until {day}").format(day=duty.suspended_until.isoformat())


def _file_rows(rows: Iterable[Mapping[str, Any]]) -> Iterator[Sequence[object]]:
    head = (
        _("Site code"),
        _("Site"),
        _("Protection level"),
        _("District"),
        _("Status"),
        _("Last visit"),
        _("Due"),
        _("Rule"),
    )
    yield [*head, _("Source")]
    for row in rows:
        site = row["site"]
        dates = [day.isoformat() if day else "" for day in (row["last"], row["due"])]
        yield [site.code, site.name, row["level"], row["district"], row["status"], *dates, row["why"], row["source"]]


def _url(filters: Filters, field: str, value: str) -> str:
    chosen = {**filters.as_dict(), field: value}
    if field == "area":
        chosen.pop("district", None)
    return "?" + urlencode({name: one for name, one in chosen.items() if one})
