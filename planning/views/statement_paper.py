"""A statement as paper (PDF) and as a workbook (XLSX), drawn from its content whenever it is asked for."""

import base64
from io import BytesIO
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from PIL import Image

from core.paper import as_pdf, square
from patrol.storage import stored
from planning.files.workbook import workbook
from planning.models import Statement
from planning.queries.statement_pictures import displays_of, sketch_of
from planning.queries.statements import content_of_statement
from planning.views.compliance import XLSX
from planning.views.statement_sheets import sheets_of
from planning.views.statement_showing import site_rows, told
from planning.views.statements import seen_statement

STYLES: Final = ("core/tokens.css", "planning/statement.css")
LANGUAGES: Final = ("zh-hans", "en")
# The third of a page's width at 220 dots an inch.
PHOTO_PX: Final = (640, 480)
PHOTO_QUALITY: Final = 80
# What a paper can hold; all of it stands in the workbook.
MOST_PAIRS, MOST_CASES, MOST_PAUSES, MOST_MISSED = 6, 40, 40, 40


@login_required
@never_cache
@require_GET
def statement_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """Send the statement as PDF, in the reader's language or in the one asked for."""
    statement = seen_statement(request, number)
    with override(_language(request)):
        html = render_to_string("planning/statement_paper.html", _said(request, statement), request)
        pdf = as_pdf(html, styles=STYLES)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{statement.number}.pdf"'
    return answer


@login_required
@never_cache
@require_GET
def statement_xlsx(request: HttpRequest, number: str) -> HttpResponse:
    """Send the statement with every row as a workbook."""
    statement = seen_statement(request, number)
    with override(_language(request)):
        data = workbook(sheets_of(statement))
    answer = HttpResponse(data, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{statement.number}.xlsx"'
    return answer


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("language", "")
    return asked if asked in LANGUAGES else get_language() or LANGUAGES[0]


def _said(request: HttpRequest, statement: Statement) -> dict[str, Any]:
    content = content_of_statement(statement)
    shown = told(content)
    # The hash goes with the address, so that the page compares it with the paper's.
    page = request.build_absolute_uri(reverse("verify:statement", args=[statement.number]))
    missed = [row for row in site_rows(content) if row[7]]
    missed.sort(key=lambda row: (-row[7], row[0]))
    return {
        "statement": statement,
        "told": shown,
        "address": page,
        "square": square(f"{page}?hash={statement.sha256}"),
        "pairs": _pairs(request, shown["cases"]),
        "sketch": sketch_of(statement.area, content["sites"]),
        "cases": shown["cases"][:MOST_CASES],
        "more_cases": max(0, len(shown["cases"]) - MOST_CASES),
        "pauses": shown["pauses"][:MOST_PAUSES],
        "more_pauses": max(0, len(shown["pauses"]) - MOST_PAUSES),
        "missed": missed[:MOST_MISSED],
        "more_missed": max(0, len(missed) - MOST_MISSED),
        "language": get_language(),
    }


def _pairs(request: HttpRequest, cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the cases with photos of before and after, complete pairs first, as far as the reader may look at them."""
    wanted = [one for one in cases if one["before"] or one["after"]]
    wanted.sort(key=lambda one: (not (one["before"] and one["after"]), one["number"]))
    names = [one[side]["sha256"] for one in wanted for side in ("before", "after") if one[side]]
    displays = displays_of(request.user, names)
    found = []
    for one in wanted:
        sides = [
            {"on": one[side]["on"], "data": _picture(displays[one[side]["sha256"]])}
            if one[side] and one[side]["sha256"] in displays
            else None
            for side in ("before", "after")
        ]
        if any(sides):
            found.append({"case": one, "before": sides[0], "after": sides[1]})
        if len(found) == MOST_PAIRS:
            break
    return found


def _picture(display: str) -> str:
    """Return a copy of the photo, small enough to print, as a data address; empty where its file is gone."""
    out = BytesIO()
    try:
        source = stored(display)
    except FileNotFoundError:
        return ""
    with source, Image.open(source) as image:
        image.thumbnail(PHOTO_PX)
        image.convert("RGB").save(out, "JPEG", quality=PHOTO_QUALITY)
    return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode()
