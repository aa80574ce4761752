"""Decisions about reports, for officers."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import NotAllowed, NotFound
from patrol.actions.review import decide_report
from patrol.models import Report
from patrol.permissions import can_review_reports, can_see_report
from patrol.serializers.desk import DecisionSerializer, ReviewSerializer
from people.models import User
from people.permissions import signed_in


class DecisionDoor(GenericAPIView[Any]):
    """Where a report stands, and the decision about it."""

    serializer_class = ReviewSerializer

    @extend_schema(responses=ReviewSerializer)
    def get(self, request: Request, report_id: UUID) -> Response:
        """Return the review with the `version` a decision must name."""
        return Response(ReviewSerializer(_report_in_area(signed_in(request), report_id).review).data)

    @extend_schema(request=DecisionSerializer, responses=ReviewSerializer)
    def post(self, request: Request, report_id: UUID) -> Response:
        """Accept the report, ask for more, or reject it; refused with 409 where somebody decided since `version`."""
        person = signed_in(request)
        report = _report_in_area(person, report_id)
        said = DecisionSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        review = decide_report(report=report, by=person, at=timezone.now(), **said.validated_data)
        return Response(ReviewSerializer(review).data)


def _report_in_area(person: User, report_id: UUID) -> Report:
    known = Report.objects.select_related("site", "condition", "volunteer", "campaign", "assignment", "review")
    report = known.filter(pk=report_id).first()
    if report is None or not can_see_report(person, report):
        raise NotFound
    if not can_review_reports(person, report.site.district_id):
        raise NotAllowed
    return report
