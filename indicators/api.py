"""The vane for machines: the board, and one indicator with its months and tables."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from indicators.logic.catalogue import Indicator
from indicators.logic.figures import Told, number
from indicators.queries.asking import Question, indicator_of, question
from indicators.queries.board import Card, Line, Point, cards, whole
from indicators.sentences import DEFINITIONS, NAMES
from indicators.serializers import BoardQuestion, BoardSerializer, IndicatorDetailSerializer


class Board(APIView):
    """The numbers of an area or organisation."""

    @extend_schema(
        tags=["indicators"], operation_id="indicators_board", parameters=[BoardQuestion], responses=BoardSerializer
    )
    def get(self, request: Request) -> Response:
        """Answer with every indicator of the month."""
        asked = _asked(request)
        found = [_indicator(one) for one in cards(asked)]
        body = {"of": asked.of, "month": asked.month if asked.day else None, "indicators": found}
        return Response(BoardSerializer(body).data)


class IndicatorDoor(APIView):
    """One indicator."""

    @extend_schema(
        tags=["indicators"],
        operation_id="indicators_one",
        parameters=[BoardQuestion],
        responses=IndicatorDetailSerializer,
    )
    def get(self, request: Request, code: str) -> Response:
        """Answer with its months, its districts and its details."""
        asked = _asked(request)
        indicator = indicator_of(code, asked)
        found = whole(indicator, asked)
        body = {
            **_indicator(found.card),
            "months": [_point(one) for one in found.card.points],
            "districts": [_line(indicator, one) for one in found.districts],
            "detail": indicator.detail,
            "details": [_line(indicator, one) for one in found.details],
        }
        return Response(IndicatorDetailSerializer(body).data)


def _asked(request: Request) -> Question:
    said = BoardQuestion(data=request.query_params)
    said.is_valid(raise_exception=True)
    return question(request.user, said.validated_data)


def _indicator(card: Card) -> dict[str, Any]:
    one = card.indicator
    return {
        "code": one.code,
        "name": NAMES[one.code],
        "definition": DEFINITIONS[one.code],
        "version": one.version,
        "unit": one.unit,
        "better": one.better,
        "now": _point(card.now),
        "movement": card.movement,
        "known_on": card.source.on if card.source else None,
        "sha256": card.source.sha256 if card.source else None,
    }


def _point(point: Point) -> dict[str, Any]:
    parts = point.parts if point.told is Told.NUMBER else None
    return {
        "month": point.month,
        "value": point.value,
        "numerator": parts.numerator if parts else None,
        "denominator": parts.denominator if parts else None,
        "told": point.told,
    }


def _line(indicator: Indicator, line: Line) -> dict[str, Any]:
    is_told = line.told is Told.NUMBER
    return {
        "code": line.code,
        "name": line.name,
        "value": number(indicator, line.parts) if is_told else None,
        "numerator": line.parts.numerator if is_told else None,
        "denominator": line.parts.denominator if is_told else None,
        "told": line.told,
    }
