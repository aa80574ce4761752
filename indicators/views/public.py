"""What everybody may see without signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from indicators.logic.catalogue import BY_CODE
from indicators.logic.figures import Told
from indicators.queries.by_organisation import hours_by_hand
from indicators.sentences import DEFINITIONS, in_words, part_in_words


@require_GET
def organisations_page(request: HttpRequest) -> HttpResponse:
    """Show which share of each organisation's hours stands on entries by hand, over twelve months."""
    indicator, found = BY_CODE["manual_hours"], hours_by_hand()
    lines = [
        {
            "code": line.code,
            "name": line.name,
            "kind": line.kind,
            "value": in_words(indicator, line.parts, line.told),
            "share": 100 * line.parts.numerator / line.parts.denominator if line.told is Told.NUMBER else None,
            "hours": part_in_words(indicator, line.parts, is_numerator=False) if line.told is Told.NUMBER else "",
        }
        for line in (found.lines if found else ())
    ]
    context = {
        "found": found,
        "lines": lines,
        "total": in_words(indicator, found.total) if found else "",
        "definition": DEFINITIONS["manual_hours"],
    }
    return render(request, "indicators/organisations.html", context)
