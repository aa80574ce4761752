"""Reports: sent, listed, and their evidence."""

from datetime import datetime
from functools import cache
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import NotAllowed, NotFound
from patrol.actions.reports import submit_report
from patrol.api.parts import PartsParser
from patrol.api.uploads import ReportParser, position_of, refuse_announced
from patrol.errors import PhotoUnexpected
from patrol.models import Report
from patrol.permissions import can_review_reports, can_see_report
from patrol.queries.evidence import latest_evidence
from patrol.queries.reports import (
    ReportFilters,
    own_reports,
    receipt_of,
    receipts_for,
    report_for_receipt,
    reports_in_area,
)
from patrol.serializers.answers import EvidenceSerializer, ReceiptSerializer, ReportRowSerializer, StatusSerializer
from patrol.serializers.submitted import (
    AskedSerializer,
    ReportSentSerializer,
    ReportUploadSerializer,
    read_sent,
    read_submission,
)
from people.models import User
from people.permissions import signed_in

AREA_FILTERS = [
    OpenApiParameter("scope", OpenApiTypes.STR, enum=["mine", "area"], description="`area` is for officers."),
    OpenApiParameter("status", OpenApiTypes.STR, enum=["pending", "accepted", "more", "rejected"]),
    OpenApiParameter("district", OpenApiTypes.STR, description="The beginning of a division code."),
    OpenApiParameter("site", OpenApiTypes.UUID),
    OpenApiParameter("severity_from", OpenApiTypes.INT),
]


class ReportDoor(GenericAPIView[Any]):
    """One report: sent by PUT, alone or with its photos; its receipt read by GET."""

    parser_classes = (ReportParser, PartsParser)
    serializer_class = ReceiptSerializer

    @extend_schema(responses=ReceiptSerializer)
    def get(self, request: Request, report_id: UUID) -> Response:
        """Return the receipt of a report, to its sender and to officers of its area."""
        report = report_for_receipt(report_id)
        if report is None or not can_see_report(signed_in(request), report):
            raise NotFound
        return Response(ReceiptSerializer(receipt_of(report)).data)

    @extend_schema(
        request={"application/json": ReportSentSerializer, "multipart/form-data": ReportUploadSerializer},
        responses={
            200: OpenApiResponse(ReceiptSerializer, description="The same report was sent before."),
            201: OpenApiResponse(ReceiptSerializer, description="The report is new."),
        },
    )
    def put(self, request: Request, report_id: UUID) -> Response:
        """Send a report, as JSON with its photos to follow or as a form with them in it.

        The same id with the same content gives the same receipt, with other content 409.
        """
        at = timezone.now()
        person = signed_in(request)
        is_form = (request.content_type or "").startswith("multipart/")
        report = _of_form(request, report_id, person, at) if is_form else _of_json(request, report_id, person, at)
        is_new = report.received_at == at
        return Response(_writer().to_representation(receipt_of(report)), status=201 if is_new else 200)


class StatusDoor(GenericAPIView[Any]):
    """How far many reports have come."""

    serializer_class = StatusSerializer

    @extend_schema(request=AskedSerializer, responses=StatusSerializer)
    def post(self, request: Request) -> Response:
        """Return the receipts of my reports among the ids (at most 100), and which are unknown."""
        asked = AskedSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        ids = list(dict.fromkeys(asked.validated_data["ids"]))
        found = receipts_for(signed_in(request), ids)
        here = {receipt["id"] for receipt in found}
        return Response(
            self.get_serializer({"results": found, "unknown": [one for one in ids if one not in here]}).data
        )


class ReportsDoor(GenericAPIView[Any]):
    """Reports in a list."""

    serializer_class = ReportRowSerializer

    @extend_schema(parameters=AREA_FILTERS, responses=ReportRowSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List my reports, or (`scope=area`) those of the areas I review, newest first."""
        page = self.paginate_queryset(self._chosen(request))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def get_queryset(self) -> QuerySet[Report]:
        """Return my own reports."""
        return own_reports(signed_in(self.request))

    def _chosen(self, request: Request) -> QuerySet[Report]:
        asked = request.query_params
        if asked.get("scope") != "area":
            return self.get_queryset()
        if not can_review_reports(signed_in(request)):
            raise NotAllowed
        severity = asked.get("severity_from", "")
        filters = ReportFilters(
            status=asked.get("status", ""),
            district=asked.get("district", ""),
            site=_uuid_or_nothing(asked.get("site", "")),
            severity_from=int(severity) if severity.isdecimal() else 0,
        )
        return reports_in_area(signed_in(request), filters)


class EvidenceDoor(GenericAPIView[Any]):
    """The evidence of one report, for the officers of its area."""

    serializer_class = EvidenceSerializer

    @extend_schema(responses=EvidenceSerializer)
    def get(self, request: Request, report_id: UUID) -> Response:
        """Return the newest computation, each witness with its sentence."""
        report = Report.objects.select_related("site").filter(pk=report_id).first()
        person = signed_in(request)
        if report is None or not can_see_report(person, report):
            raise NotFound
        if not can_review_reports(person, report.site.district_id):
            raise NotAllowed
        evidence = latest_evidence(report)
        if evidence is None:
            raise NotFound
        return Response(self.get_serializer(evidence).data)


@cache
def _writer() -> ReceiptSerializer:
    """Return the one writer of receipts: writing keeps nothing in it, and making it costs more than writing."""
    return ReceiptSerializer()


def _of_json(request: Request, report_id: UUID, person: User, at: datetime) -> Report:
    submission = read_sent(report_id, cast("dict[str, Any]", request.data))
    return submit_report(submission=submission, photos={}, by=person, at=at, photos_follow=True)


def _of_form(request: Request, report_id: UUID, person: User, at: datetime) -> Report:
    refuse_announced(request)
    parts = cast("QueryDict", request.data)
    submission = read_submission(report_id, parts.get("report"), parts.get("sent_at"))
    return submit_report(submission=submission, photos=_photos(request), by=person, at=at)


def _photos(request: Request) -> dict[int, BinaryIO]:
    found: dict[int, BinaryIO] = {}
    for name, file in request.FILES.items():
        position = position_of(name)
        if position is None:
            raise PhotoUnexpected(name=name)
        found[position] = cast("Any", file)
    return found


def _uuid_or_nothing(text: str) -> str:
    try:
        return str(UUID(text)) if text else ""
    except ValueError:
        raise NotFound from None
