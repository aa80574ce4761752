"""The board and the page of one indicator."""

from collections.abc import Sequence
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from indicators.forms import BoardForm
from indicators.logic.catalogue import Indicator, Unit
from indicators.logic.cohorts import Cohort
from indicators.logic.figures import Movement, Parts, Told, number
from indicators.queries.asking import Question, indicator_of, question
from indicators.queries.board import Card, Line, Point, cards, whole
from indicators.sentences import (
    DEFINITIONS,
    DENOMINATORS,
    DETAILS,
    ICONS,
    MOVEMENTS,
    NAMES,
    NUMERATORS,
    SHORT,
    TONES,
    few,
    in_words,
    part_in_words,
    written,
)

NO_PARTS: Final = ("—", "—")


@login_required
@require_GET
def board_page(request: HttpRequest) -> HttpResponse:
    """Show a card for each indicator of an area or organisation in a month."""
    asked = question(request.user, request.GET)
    context = {"form": form_of(asked), "asked": asked, "cards": [shown_card(one, asked) for one in cards(asked)]}
    return render(request, "indicators/board.html", context)


@login_required
@require_GET
def indicator_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show one indicator: what it means, its months, and its table by district and by what else it is told by."""
    asked = question(request.user, request.GET)
    indicator = indicator_of(code, asked)
    found = whole(indicator, asked)
    context = {
        "form": form_of(asked),
        "asked": asked,
        "code": code,
        "query": asked.query(),
        "card": shown_card(found.card, asked),
        "definition": DEFINITIONS[code],
        "numerator": NUMERATORS[code],
        "denominator": DENOMINATORS[code],
        "detail_name": DETAILS[indicator.detail],
        "source": found.card.source,
        "version": indicator.version,
        "points": [_shown_point(indicator, one, asked) for one in reversed(found.card.points)],
        "districts": [_shown_line(indicator, one, asked, "district") for one in found.districts],
        "details": [_shown_line(indicator, one, asked, "detail") for one in found.details],
        "columns": found.columns,
        "grid": [_shown_cells(indicator, row, found.columns, asked) for row in found.grid],
        "cohorts": [_shown_cohort(one) for one in found.cohorts],
        "ages": range(1, 1 + max((len(one.cells) for one in found.cohorts), default=0)),
    }
    return render(request, "indicators/indicator.html", context)


def form_of(asked: Question) -> BoardForm:
    """Return the filters as they were asked."""
    data = {"of": asked.of, "month": f"{asked.month:%Y-%m}"}
    return BoardForm(data, whose=list(asked.whose), months=list(asked.months))


def shown_card(card: Card, asked: Question) -> dict[str, Any]:
    """Return a card in words."""
    one = card.indicator
    return {
        "code": one.code,
        "name": NAMES[one.code],
        "icon": ICONS[one.code],
        "short": SHORT[one.code],
        "value": in_words(one, card.now.parts),
        "is_number": card.now.told is Told.NUMBER,
        "month": card.now.month,
        "parts": _parts(one, card.now),
        "numerator": NUMERATORS[one.code],
        "denominator": DENOMINATORS[one.code],
        "is_short": one.unit is Unit.TIMES and card.now.value is not None and card.now.value < 1,
        "moves": [
            {"month": then.month, "value": in_words(one, then.parts), **_moved(movement)}
            for then, movement in ((card.before, card.movement), (card.year_before, card.movement_in_a_year))
            if movement is not Movement.UNKNOWN
        ],
        "values": [point.value for point in card.points],
        "months": [point.month for point in card.points],
        "label": _spoken(one, card.points),
        "url": f"{reverse('indicators:indicator', args=[one.code])}?{asked.query()}",
        "rows_url": _rows(one, asked),
    }


def _moved(movement: Movement) -> dict[str, Any]:
    return {"word": MOVEMENTS[movement], "tone": TONES[movement]}


def _parts(indicator: Indicator, point: Point) -> tuple[str, str] | None:
    if point.parts is None or point.told is Told.TOO_FEW:
        return None
    return tuple(part_in_words(indicator, point.parts, is_numerator=which) for which in (True, False))  # type: ignore[return-value]


def _spoken(indicator: Indicator, points: Sequence[Point]) -> str:
    return f"{NAMES[indicator.code]}: " + ", ".join(
        f"{one.month:%Y-%m} {in_words(indicator, one.parts)}" for one in points
    )


def _shown_point(indicator: Indicator, point: Point, asked: Question) -> dict[str, Any]:
    narrowed = {"due": f"{point.month:%Y-%m}"} if indicator.is_ahead else {"month": f"{point.month:%Y-%m}"}
    return {
        "month": point.month,
        "value": in_words(indicator, point.parts, point.told),
        "parts": _parts(indicator, point) or NO_PARTS,
        "url": _rows(indicator, asked, **narrowed) if point.parts else "",
    }


def _shown_line(indicator: Indicator, line: Line, asked: Question, key: str) -> dict[str, Any]:
    return {
        "name": line.name,
        "value": in_words(indicator, line.parts, line.told),
        "share": _bar(indicator, line),
        "parts": _parts(indicator, Point(asked.month, line.parts, line.told, None)) or NO_PARTS,
        "url": _rows(indicator, asked, **{key: line.code}),
    }


def _bar(indicator: Indicator, line: Line) -> float | None:
    found = number(indicator, line.parts) if line.told is Told.NUMBER else None
    return min(found, 100.0) if found is not None and indicator.unit is Unit.SHARE else None


def _shown_cells(
    indicator: Indicator, row: tuple[str, str, tuple[Parts, ...]], columns: tuple[tuple[str, str], ...], asked: Question
) -> dict[str, Any]:
    district, name, cells = row
    return {
        "name": name,
        "cells": [
            {
                "skill": label,
                "supply": parts.numerator,
                "need": parts.denominator,
                "value": written(indicator, number(indicator, parts)),
                "is_short": parts.numerator < parts.denominator,
                "url": _rows(indicator, asked, district=district, detail=skill),
            }
            for (skill, label), parts in zip(columns, cells, strict=True)
        ],
    }


def _shown_cohort(cohort: Cohort) -> dict[str, Any]:
    return {
        "joined": cohort.joined,
        "size": cohort.size,
        "cells": [
            {
                "value": f"{cell.value:.0f} %" if cell.value is not None else "",
                "shade": round((cell.value or 0) / 25) if cell.value is not None else None,
                "why": few() if cell.told is Told.TOO_FEW else "",
            }
            for cell in cohort.cells
        ],
    }


def _rows(indicator: Indicator, asked: Question, **more: str) -> str:
    return f"{reverse('indicators:rows', args=[indicator.code])}?{asked.query(**more)}"
