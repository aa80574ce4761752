"""The rows behind a number, and the files of numbers and rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.csv_lines import csv_lines
from indicators.logic.catalogue import Indicator, Unit
from indicators.logic.figures import Parts, Told, told
from indicators.permissions import can_name_people
from indicators.queries.asking import Question, indicator_of, question, rows_asked
from indicators.queries.board import Line, whole
from indicators.queries.facts import Asked, all_rows, page_of_rows, sums
from indicators.queries.kept import Source, series, sources
from indicators.queries.labels import Label, Reader, detail_names, district_names, labels
from indicators.sentences import DENOMINATORS, DETAILS, NAMES, NUMERATORS, in_words, part_in_words
from patrol.permissions import can_review_reports
from planning.files.workbook import Sheet, workbook

ROWS: Final = 50
# A row whose record is gone: a shift of a draft, for instance.
UNKNOWN: Final = Label("", "—", "", "")
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The rows asked for: of which indicator and snapshot, and who reads them."""

    question: Question
    indicator: Indicator
    rows: Asked
    source: Source | None
    kept: Parts | None
    reader: Reader

    @property
    def is_kept_back(self) -> bool:
        """Whether the number is not told, so that its rows are not either: but to whoever may know the people by name."""
        is_few = told(self.indicator, self.kept) is Told.TOO_FEW
        return is_few and not self.reader.names_people


@login_required
@require_GET
def rows_page(request: HttpRequest, code: str) -> HttpResponse:
    """List the rows behind a number, and say whether they still add up to it."""
    wanted = _wanted(request, code)
    found = Parts()
    shown: list[dict[str, Any]] = []
    page: Page[Any] = Paginator([], ROWS).get_page(1)
    if wanted.source is not None and not wanted.is_kept_back:
        found = sums(wanted.indicator, wanted.source.on, wanted.rows)
        page = Paginator(range(found.rows), ROWS).get_page(request.GET.get("page"))
        first = (page.number - 1) * ROWS
        shown = _shown(page_of_rows(wanted.indicator, wanted.source.on, wanted.rows, first=first, count=ROWS), wanted)
    return render(request, "indicators/rows.html", {**_told(wanted, found), "rows": shown, "page": page})


@login_required
@require_GET
def rows_file(request: HttpRequest, code: str, ending: str) -> HttpResponseBase:
    """Send the rows behind a number, whole, as CSV (streamed) or XLSX."""
    wanted = _wanted(request, code)
    head = (
        _("Date"),
        _("Kind"),
        _("About"),
        _("Volunteer"),
        _("District"),
        NUMERATORS[code],
        DENOMINATORS[code],
    )
    return _file(f"{code}-{wanted.rows.month:%Y-%m}-rows", NAMES[code], head, _lines_of(wanted), ending)


@login_required
@require_GET
def numbers_file(request: HttpRequest, code: str, ending: str) -> HttpResponseBase:
    """Send an indicator's numbers as CSV or XLSX: its months, its districts, what else it is told by."""
    asked = question(request.user, request.GET)
    indicator = indicator_of(code, asked)
    found = whole(indicator, asked)
    head = (
        _("Table"),
        _("Month"),
        _("Row"),
        NAMES[code],
        NUMERATORS[code],
        DENOMINATORS[code],
    )
    lines: list[Sequence[Any]] = []
    for point in found.card.points:
        line = Line("", asked.whose_name, point.parts or Parts(), point.told)
        lines.append(_numbers(indicator, _("Months"), f"{point.month:%Y-%m}", line))
    month = f"{found.card.now.month:%Y-%m}"
    lines += [_numbers(indicator, _("Districts"), month, line) for line in found.districts]
    lines += [_numbers(indicator, str(DETAILS[indicator.detail]), month, line) for line in found.details]
    return _file(f"{code}-{month}", NAMES[code], head, lines, ending)


def _wanted(request: HttpRequest, code: str) -> Wanted:
    asked = question(request.user, request.GET)
    indicator = indicator_of(code, asked)
    rows = rows_asked(asked, indicator, request.GET)
    known = sources([indicator], [rows.month])
    kept = series(known, scope=rows.scope, detail=rows.detail).get((code, rows.month))
    reader = Reader(
        names_people=can_name_people(request.user, asked.view),
        sees_reports=not asked.view.organisation and can_review_reports(request.user, rows.scope),
    )
    return Wanted(asked, indicator, rows, known.get((code, rows.month)), kept, reader)


def _told(wanted: Wanted, found: Parts) -> dict[str, Any]:
    code, rows = wanted.indicator.code, wanted.rows
    narrowed = _narrowed(wanted)
    back = f"{reverse('indicators:indicator', args=[code])}?{wanted.question.query()}"
    return {
        "code": code,
        "title": NAMES[code],
        "asked": wanted.question,
        "month": rows.month,
        "source": wanted.source,
        "is_kept_back": wanted.is_kept_back,
        "value": in_words(wanted.indicator, wanted.kept) if not rows.which else "",
        "numerator": NUMERATORS[code],
        "denominator": DENOMINATORS[code],
        "sums": tuple(part_in_words(wanted.indicator, found, is_numerator=which) for which in (True, False)),
        "adds_up": rows.which != "" or wanted.kept is None or _same(found, wanted.kept),
        "place": _place(wanted),
        "back": back,
        "query": wanted.question.query(**narrowed),
        "tabs": [
            {
                "label": label,
                "url": f"?{wanted.question.query(**{**narrowed, 'which': which})}",
                "is_current": rows.which == which,
            }
            for which, label in _kinds(wanted.indicator)
        ],
    }


def _kinds(indicator: Indicator) -> tuple[tuple[str, Any], ...]:
    if indicator.unit is Unit.TIMES:
        # Its two parts are rows of different things.
        return ("", _("All")), ("counted", NUMERATORS[indicator.code]), ("missing", DENOMINATORS[indicator.code])
    return ("", _("All")), ("counted", _("Counted in the number")), ("missing", _("Not counted"))


def _narrowed(wanted: Wanted) -> dict[str, str]:
    rows, view = wanted.rows, wanted.question.view
    return {
        "district": rows.scope if rows.scope != view.area else "",
        "detail": rows.detail if rows.detail != view.organisation else "",
        "which": rows.which,
        "due": f"{rows.month:%Y-%m}" if wanted.indicator.is_ahead else "",
    }


def _place(wanted: Wanted) -> str:
    narrowed = _narrowed(wanted)
    said = [wanted.question.whose_name]
    if narrowed["district"]:
        said.append(district_names([narrowed["district"]]).get(narrowed["district"], narrowed["district"]))
    if narrowed["detail"]:
        detail = narrowed["detail"]
        said.append(detail_names(wanted.indicator.detail, [detail]).get(detail, detail))
    return " · ".join(said)


def _same(found: Parts, kept: Parts) -> bool:
    return (found.numerator, found.denominator, found.rows) == (kept.numerator, kept.denominator, kept.rows)


def _shown(rows: Sequence[Mapping[str, Any]], wanted: Wanted) -> list[dict[str, Any]]:
    named, districts = labels(rows, wanted.reader), district_names({row["district"] for row in rows})
    found = []
    for row in rows:
        parts = Parts(row["numerator"], row["denominator"])
        label = named.get((row["source"], row["key"]), UNKNOWN)
        found.append(
            {
                "label": label,
                "district": districts.get(row["district"], ""),
                "on": timezone.localdate(row["at"]) if row["at"] else None,
                "parts": tuple(part_in_words(wanted.indicator, parts, is_numerator=one) for one in (True, False)),
            }
        )
    return found


def _lines_of(wanted: Wanted) -> Iterator[Sequence[Any]]:
    if wanted.source is None or wanted.is_kept_back:
        return
    for part in all_rows(wanted.indicator, wanted.source.on, wanted.rows):
        for row in _shown(part, wanted):
            label = row["label"]
            yield (row["on"] or "", label.kind, label.about, label.person, row["district"], *row["parts"])


def _numbers(indicator: Indicator, table: str, month: str, line: Line) -> Sequence[Any]:
    is_told = line.told is Told.NUMBER
    parts = (
        tuple(part_in_words(indicator, line.parts, is_numerator=one) for one in (True, False)) if is_told else ("", "")
    )
    return (table, month, line.name, in_words(indicator, line.parts, line.told), *parts)


def _file(name: str, title: Any, head: Sequence[Any], rows: Iterable[Sequence[Any]], ending: str) -> HttpResponseBase:
    answer: HttpResponseBase
    if ending == "xlsx":
        sheet = Sheet(str(title), [18] * len(head), head, rows)
        answer = HttpResponse(workbook([sheet]), content_type=XLSX)
    else:
        lines = _csv(head, rows, get_language() or "")
        answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return answer


def _csv(head: Sequence[Any], rows: Iterable[Sequence[Any]], language: str) -> Iterator[str]:
    # The language of the request is over when the rows are read.
    with override(language):
        yield from csv_lines(chain([head], rows))
