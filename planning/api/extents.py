"""Seen metres and areas for machines."""

from datetime import timedelta
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.errors import NotFound
from planning.permissions import coverage_areas
from planning.queries.duties import today
from planning.queries.extents import area_of, extents, wall
from planning.serializers import ExtentQuestion, ExtentSerializer, StretchesSerializer

YEAR = timedelta(days=365)


class ExtentList(APIView):
    """Lines and areas of the caller's areas with what was seen of them, the largest gap first."""

    @extend_schema(tags=["planning"], parameters=[ExtentQuestion], responses=ExtentSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Answer with metres of lines and square metres of areas."""
        areas = coverage_areas(request.user)
        question = ExtentQuestion(data=request.query_params)
        question.is_valid(raise_exception=True)
        chosen: dict[str, Any] = question.validated_data
        since = chosen.get("since", today() - YEAR)
        rows = extents(request.user, areas, since=since, district=chosen.get("district", ""))
        return Response(ExtentSerializer(rows, many=True).data)


class ExtentDetail(APIView):
    """One line stretch by stretch, with the day each was last seen; an area with its seen part as GeoJSON."""

    @extend_schema(tags=["planning"], operation_id="coverage_extent", responses=StretchesSerializer)
    def get(self, request: Request, code: str) -> Response:
        """Answer with the stretches of a line, or the seen part of an area."""
        areas = coverage_areas(request.user)
        line = wall(request.user, areas, code)
        if line is not None:
            said = {"code": code, "whole": line.version.length_m, "version": line.version.number, "geometry": None}
            return Response(StretchesSerializer({**said, "stretches": line.stretches}).data)
        area = area_of(request.user, areas, code)
        if area is None:
            raise NotFound
        said = {"code": code, "whole": area.whole, "version": None, "geometry": area.geom}
        return Response(StretchesSerializer({**said, "stretches": []}).data)
