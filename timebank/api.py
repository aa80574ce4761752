"""A volunteer's hours, for machines."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from people.permissions import signed_in
from timebank.models import ServiceRecord
from timebank.queries import service_records, standing
from timebank.serializers import ServiceRecordSerializer, StandingSerializer


class Hours(GenericAPIView[Any]):
    """What I have served in all."""

    @extend_schema(tags=["timebank"], responses=StandingSerializer)
    def get(self, request: Request) -> Response:
        """Return my hours and stars, and what the next star needs."""
        return Response(StandingSerializer(standing(signed_in(request), on=timezone.localdate())).data)


@extend_schema(tags=["timebank"])
class HoursRecords(ListAPIView[ServiceRecord]):
    """The records behind my hours, newest first."""

    serializer_class = ServiceRecordSerializer
    queryset = ServiceRecord.objects.none()

    def get_queryset(self) -> QuerySet[ServiceRecord]:
        """Return the caller's own."""
        return service_records(signed_in(self.request))
