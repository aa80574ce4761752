"""What needs a visit nearby, for machines."""

from typing import Any

from django.contrib.gis.geos import Point
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from planning.queries.duties import today
from planning.queries.near import near_sites
from planning.serializers import NearQuestion, NearSerializer


class Near(GenericAPIView[Any]):
    """Sites near a point."""

    serializer_class = NearSerializer

    @extend_schema(tags=["planning"], parameters=[NearQuestion], responses=NearSerializer)
    def get(self, request: Request) -> Response:
        """Answer with the sites nearby, most urgent first, then nearest; distances from the shown place."""
        asked = NearQuestion(data=request.query_params)
        asked.is_valid(raise_exception=True)
        point = Point(asked.validated_data["lon"], asked.validated_data["lat"], srid=4326)
        found = near_sites(request.user, point, on=today(), limit=asked.validated_data["limit"])
        return Response(self.get_serializer({"results": found}).data)
