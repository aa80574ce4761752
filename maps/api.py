"""Counts of the status map for machines."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from maps.queries.filters import STATUSES, read_filters
from maps.queries.status import status_counts
from maps.serializers import StatusCounts
from planning.queries.duties import today

FILTERS = [
    OpenApiParameter("status", str, many=True, enum=STATUSES),
    *(OpenApiParameter(name, str) for name in ("level", "district", "category", "q")),
]


class StatusCount(APIView):
    """How many sites stand in each visit status, with the filters of the status map."""

    permission_classes = (AllowAny,)

    @extend_schema(tags=["maps"], operation_id="status_counts", parameters=FILTERS, responses=StatusCounts)
    def get(self, request: Request) -> Response:
        """Answer with the counts."""
        on = today()
        counts = status_counts(request.user, read_filters(request.query_params), on=on)
        answer: dict[str, Any] = {"on": on, "total": counts.total, "by_status": counts.by_status}
        return Response(StatusCounts(answer).data)
