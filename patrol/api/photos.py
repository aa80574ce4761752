"""Photos of a report: sent whole or in pieces, each piece safe before it is acknowledged."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import NotFound
from patrol.actions.arrivals import receive_piece
from patrol.api.uploads import BytesParser, read_piece
from patrol.models import Report
from patrol.permissions import can_see_report
from patrol.queries.arrivals import photo_at_the_door, photo_standing
from patrol.queries.reports import report_for_receipt
from patrol.serializers.answers import PhotoStandingSerializer
from people.permissions import signed_in

RANGE = OpenApiParameter(
    "Content-Range",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="`bytes <first>-<last>/<total>`; without it the body is the whole photo.",
)


class PhotoDoor(GenericAPIView[Any]):
    """One photo of a report."""

    parser_classes = (BytesParser,)
    serializer_class = PhotoStandingSerializer

    @extend_schema(responses=PhotoStandingSerializer)
    def get(self, request: Request, report_id: UUID, sha256: str) -> Response:
        """Say how far the photo has come, to the report's sender and to officers of its area."""
        report = report_for_receipt(report_id)
        if report is None or not can_see_report(signed_in(request), report):
            raise NotFound
        return Response(self.get_serializer(photo_standing(report.pk, sha256)).data)

    @extend_schema(
        parameters=[RANGE],
        request={"application/octet-stream": OpenApiTypes.BINARY},
        responses={
            200: OpenApiResponse(PhotoStandingSerializer, description="A piece is kept, or the photo was here before."),
            201: OpenApiResponse(PhotoStandingSerializer, description="The photo is whole, right and kept."),
        },
    )
    def put(self, request: Request, report_id: UUID, sha256: str) -> Response:
        """Send the next piece of the photo, or all of it."""
        person = signed_in(request)
        owner, is_still_to_come = photo_at_the_door(report_id, sha256)
        if owner != person.pk:
            raise NotFound
        report = Report(pk=report_id, volunteer=person)
        if not is_still_to_come:
            return Response(self.get_serializer(photo_standing(report.pk, sha256)).data)
        with read_piece(request) as piece:
            standing = receive_piece(report=report, sha256=sha256, piece=piece, by=person, at=timezone.now())
        return Response(self.get_serializer(standing).data, status=201 if standing.is_here else 200)
