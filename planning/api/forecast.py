"""The forecast for machines."""

from dataclasses import asdict

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from planning.logic.forecast import WhatIf, changed, forecast, grown, months, weeks
from planning.permissions import coverage_areas
from planning.queries.duties import today
from planning.queries.forecast import capacity_in, owed_in
from planning.serializers import ForecastQuestion, PeriodSerializer


class Forecast(APIView):
    """Visits falling due by week or month against declared and actual capacity, with a change to try."""

    @extend_schema(tags=["planning"], parameters=[ForecastQuestion], responses=PeriodSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Answer with the periods, the first from today."""
        areas, day = coverage_areas(request.user), today()
        question = ForecastQuestion(data=request.query_params)
        question.is_valid(raise_exception=True)
        asked = question.validated_data
        district: str = asked["district"]
        is_mine = any(district.startswith(area) for area in areas)
        here = (district,) if district and is_mine else () if district else areas
        change = WhatIf(asked["interval_from"], asked["interval_to"], district or "*", asked["more_volunteers"])
        owed = changed(owed_in(here, on=day), change)
        edges = weeks(day, asked["count"]) if asked["by"] == "week" else months(day, asked["count"])
        periods = forecast(owed, grown(capacity_in(here, on=day), change), today=day, edges=edges)
        rows = [{**asdict(one), "is_feasible": one.is_feasible} for one in periods]
        return Response(PeriodSerializer(rows, many=True).data)
