"""The officer's cases: as a board by state, as a table, and as a file for a spreadsheet."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.csv_lines import csv_lines
from core.errors import NotAllowed
from core.pagination import KeyedPaginator
from patrol.forms.cases import CaseFiltersForm
from patrol.models import Case, FindingKind
from patrol.permissions import can_handle_cases
from patrol.queries.cases import board_of, listed_cases
from patrol.queries.inbox import in_area
from people.models import User
from people.permissions import Person
from sites.models import District

ROWS = 25


@login_required
@require_GET
def cases_page(request: HttpRequest) -> HttpResponse:
    """Show the area's cases: the board of open ones, or the table, both narrowed by the same filters."""
    if not can_handle_cases(request.user):
        raise NotAllowed
    now, form = timezone.now(), _filters(request)
    chosen = form.chosen()
    query = request.GET.copy()
    view = query.pop("view", [""])[-1] or "board"
    query.pop("page", None)
    context: dict[str, Any] = {"form": form, "now": now, "query": query.urlencode(), "is_narrowed": bool(query)}
    context |= {"view": "table" if view == "table" else "board", "tabs": _tabs(view, query.urlencode())}
    if view == "table":
        context["page"] = KeyedPaginator(listed_cases(request.user, chosen, at=now), ROWS).get_page(
            request.GET.get("page")
        )
    else:
        context["columns"] = _columns(board_of(request.user, chosen, at=now), query)
    return render(request, "patrol/desk/cases.html", context)


@login_required
@require_GET
def cases_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Send the cases that fit the filters as CSV, readable by spreadsheets."""
    if not can_handle_cases(request.user):
        raise NotAllowed
    now = timezone.now()
    cases = listed_cases(request.user, _filters(request).chosen(), at=now)
    response = StreamingHttpResponse(
        csv_lines(_rows(cases.iterator(chunk_size=500))), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="cases-{timezone.localdate(now).isoformat()}.csv"'
    return response


def _filters(request: HttpRequest) -> CaseFiltersForm:
    return CaseFiltersForm(
        request.GET, districts=_districts(request.user), kinds=_kinds(request.user), handlers=_handlers(request.user)
    )


def _districts(person: Person) -> Any:
    return (
        District.objects.filter(in_area(person, "handle_cases", "code"))
        .only("code", "name_zh", "name_en")
        .order_by("code")
    )


def _kinds(person: Person) -> Any:
    used = (
        Case.objects.filter(in_area(person, "handle_cases", "site__district__code"))
        .order_by()
        .values("kind")
        .distinct()
    )
    return FindingKind.objects.filter(pk__in=used).order_by("rank", "code")


def _handlers(person: Person) -> list[tuple[str, str]]:
    cases = (
        Case.objects.filter(in_area(person, "handle_cases", "site__district__code"))
        .order_by()
        .values("handler")
        .distinct()
    )
    return [(str(one.pk), str(one)) for one in User.objects.filter(pk__in=cases).order_by("name", "email")]


def _tabs(view: str, query: str) -> list[dict[str, Any]]:
    rest = f"&{query}" if query else ""
    return [
        {"label": _("Board"), "url": f"?view=board{rest}", "is_current": view != "table"},
        {"label": _("Table"), "url": f"?view=table{rest}", "is_current": view == "table"},
    ]


def _columns(columns: Iterable[Any], query: Any) -> list[dict[str, Any]]:
    """Return the columns with their words, and where all of each stand."""
    found = []
    for column in columns:
        onward = query.copy()
        onward["state"], onward["view"] = column.state, "table"
        label = Case.State(column.state).label
        found.append({"column": column, "label": label, "url": f"?{onward.urlencode()}"})
    return found


def _rows(cases: Iterable[Case]) -> Iterator[Sequence[object]]:
    yield _head()
    # Said once: looking a word up for each row takes half of the time.
    words = {choice: str(label) for kind in (Case.State, Case.Priority, Case.Urgency) for choice, label in kind.choices}
    for case in cases:
        yield _cells(case, words)


def _head() -> list[str]:
    return [
        _("Number"),
        _("Site code"),
        _("Site"),
        _("District"),
        _("Kind of damage"),
        _("Severity"),
        _("Urgency"),
        _("Priority"),
        _("State"),
        _("Opened"),
        _("To act by"),
        _("Ended"),
        _("Handler"),
    ]


def _cells(case: Case, words: dict[Any, str]) -> list[object]:
    return [
        case.number,
        case.site.code,
        case.site,
        case.site.district,
        case.kind,
        case.severity,
        words[case.urgency],
        words[case.priority],
        words[case.state],
        _minute(case.opened_at),
        _minute(case.due_at),
        _minute(case.closed_at),
        case.handler or "",
    ]


def _minute(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
