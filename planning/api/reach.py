"""Reach and groups of waiting sites for machines."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from planning.permissions import coverage_areas
from planning.queries.duties import today
from planning.queries.reach import clusters, reach_by_district
from planning.serializers import ClustersSerializer, ReachQuestion, ReachSerializer


def _asked(request: Request) -> tuple[tuple[str, ...], int]:
    areas = coverage_areas(request.user)
    question = ReachQuestion(data=request.query_params)
    question.is_valid(raise_exception=True)
    district: str = question.validated_data.get("district", "")
    is_mine = any(district.startswith(area) for area in areas)
    return ((district,) if district and is_mine else () if district else areas), question.validated_data["least"]


class ReachSummary(APIView):
    """By district: sites that fewer than `least` volunteers reach, and how far the nearest ones are."""

    @extend_schema(tags=["planning"], parameters=[ReachQuestion], responses=ReachSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Answer with one row a district, the most sites out of reach first."""
        areas, least = _asked(request)
        return Response(ReachSerializer(reach_by_district(areas, least=least, on=today()), many=True).data)


class ClusterList(APIView):
    """Groups of waiting sites near each other, as GeoJSON polygons: send a group there."""

    @extend_schema(tags=["planning"], parameters=[ReachQuestion], responses=ClustersSerializer)
    def get(self, request: Request) -> Response:
        """Answer with the hulls, the largest group first."""
        areas, least = _asked(request)
        features: list[dict[str, Any]] = [
            {
                "type": "Feature",
                "geometry": one.hull,
                "properties": {"sites": one.sites, "few": one.few, "district": one.district, "ids": one.ids},
            }
            for one in clusters(areas, least=least, on=today())
        ]
        return Response(ClustersSerializer({"type": "FeatureCollection", "features": features}).data)
