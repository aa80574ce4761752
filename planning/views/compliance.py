"""The compliance view: what was owed and done in an area and a period, as it was known on a day; the rows behind it."""

from dataclasses import replace
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from core.csv_lines import csv_lines
from core.errors import NotFound
from patrol.permissions import can_review_reports
from planning.errors import ComplianceTooWide
from planning.files.workbook import Sheet, workbook
from planning.forms.compliance import ComplianceForm
from planning.logic.compliance import Period, quarter_of, year_of
from planning.permissions import can_hand_in, coverage_areas
from planning.queries.compliance import Compliance, Question, compliance, sites_asked
from planning.queries.compliance_rows import PARTS, Narrowed
from planning.queries.duties import today
from planning.queries.jurisdictions import Jurisdiction, jurisdictions_within
from planning.queries.statement_content import content_of
from planning.views.compliance_tables import Table, title_of_part, worded
from planning.views.known import known_at
from planning.views.statement_showing import period_words, told
from planning.views.tabs import coverage_tabs

ROWS: Final = 50
# More sites take longer than somebody waits: about a second for each 3,000.
MOST_SITES: Final = 6_000
QUARTERS, YEARS = 8, 3
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_GET
def compliance_page(request: HttpRequest) -> HttpResponse:
    """Show the figures of the area and period that were asked for; without any, the running quarter of one's own area."""
    form, area, question = _asked(request)
    try:
        content = content_of(_computed(question), area)
    except ComplianceTooWide as problem:
        return _too_wide(request, form, question, problem)
    context = {
        "tabs": coverage_tabs("planning:compliance"),
        "form": form,
        "told": told(content),
        "query": _query(question),
        "drill": f"{reverse('planning:compliance_rows')}?{_query(question)}",
        "question": question,
        "is_now": question.known_on == today(),
        "may_hand_in": can_hand_in(request.user, question.area),
    }
    return render(request, "planning/compliance.html", context)


@login_required
@require_GET
def rows_page(request: HttpRequest) -> HttpResponse:
    """List the rows behind one of the numbers."""
    _form, area, question = _asked(request)
    wanted = _narrowed(request)
    table = worded(_computed(question), wanted, sees_reports=can_review_reports(request.user, question.area))
    page = Paginator(table.rows, ROWS).get_page(request.GET.get("page"))
    narrowed = {"part": wanted.part, "level": wanted.level, "district": wanted.district}
    context = {
        "area": area,
        "title": title_of_part(wanted.part),
        "period_words": period_words(question.period),
        "question": question,
        "table": table,
        "page": page,
        "back": f"{reverse('planning:compliance')}?{_query(question)}",
        "query": _query(question) + "&" + urlencode({key: value for key, value in narrowed.items() if value}),
    }
    return render(request, "planning/compliance_rows.html", context)


@login_required
@require_GET
def rows_file(request: HttpRequest, ending: str) -> HttpResponse:
    """Send the rows behind one of the numbers, whole, as CSV or XLSX."""
    _form, _area, question = _asked(request)
    wanted = _narrowed(request)
    table = worded(_computed(question), wanted, sees_reports=can_review_reports(request.user, question.area))
    name = f"{wanted.part}-{question.area or 'all'}-{question.period.from_on}-{question.period.to_on}.{ending}"
    answer = _xlsx(table, title_of_part(wanted.part)) if ending == "xlsx" else _csv(table)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _computed(question: Question) -> Compliance:
    """Compute while the reader waits; refuse ComplianceTooWide where that would be long."""
    if (sites := sites_asked(question)) > MOST_SITES:
        raise ComplianceTooWide(sites=sites)
    return compliance(question)


def _too_wide(
    request: HttpRequest, form: ComplianceForm, question: Question, problem: ComplianceTooWide
) -> HttpResponse:
    """Offer the parts of an area instead of its figures."""
    held = [question.area]
    parts = [one for one in jurisdictions_within(held) if one.code != question.area]
    shortest = min((len(one.code) for one in parts), default=0)
    context = {
        "tabs": coverage_tabs("planning:compliance"),
        "form": form,
        "problem": problem.detail,
        "parts": [
            {"name": one.name, "query": _query(replace(question, area=one.code))}
            for one in parts
            if len(one.code) == shortest
        ],
        "may_hand_in": can_hand_in(request.user, question.area),
    }
    return render(request, "planning/compliance_parts.html", context)


def _asked(request: HttpRequest) -> tuple[ComplianceForm, Jurisdiction, Question]:
    areas = {one.code: one for one in jurisdictions_within(coverage_areas(request.user))}
    now, day = timezone.now(), today()
    periods = _periods(day)
    data = request.GET.copy()
    data.setdefault("area", next(iter(areas)))
    data.setdefault("period", "days" if data.get("from_on") and data.get("to_on") else next(iter(periods)))
    choices = [(code, period_words(period)) for code, period in periods.items()]
    form = ComplianceForm(data, areas=[(one.code, one.name) for one in areas.values()], periods=choices, today=day)
    form.is_valid()
    chosen = form.cleaned_data
    area = chosen.get("area")
    if area is None:
        # Somebody else's area is none of the choices.
        raise NotFound
    period = periods.get(chosen.get("period", ""), next(iter(periods.values())))
    if chosen.get("period") == "days" and chosen.get("from_on") and chosen.get("to_on"):
        period = Period(chosen["from_on"], chosen["to_on"])
    return form, areas[area], Question(area, period, known_at(chosen.get("as_of"), now))


def _periods(day: date) -> dict[str, Period]:
    """Return the periods one may choose, the running quarter first, then the earlier ones, then years."""
    found: dict[str, Period] = {}
    year, number = day.year, (day.month + 2) // 3
    for _step in range(QUARTERS):
        found[f"{year}Q{number}"] = quarter_of(year, number)
        year, number = (year, number - 1) if number > 1 else (year - 1, 4)
    return found | {str(day.year - back): year_of(day.year - back) for back in range(YEARS)}


def _query(question: Question) -> str:
    told = {
        "area": question.area,
        "period": "days",
        "from_on": question.period.from_on.isoformat(),
        "to_on": question.period.to_on.isoformat(),
    }
    if question.known_on < today():
        told["as_of"] = question.known_on.isoformat()
    return urlencode(told)


def _narrowed(request: HttpRequest) -> Narrowed:
    part = request.GET.get("part", "sites")
    if part not in PARTS:
        raise NotFound
    return Narrowed(part, request.GET.get("level", ""), request.GET.get("district", ""))


def _csv(table: Table) -> HttpResponse:
    lines = csv_lines([table.head, *(row.cells for row in table.rows)])
    return HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")


def _xlsx(table: Table, title: str) -> HttpResponse:
    sheet = Sheet(title, [18] * len(table.head), table.head, (row.cells for row in table.rows))
    return HttpResponse(workbook([sheet]), content_type=XLSX)
