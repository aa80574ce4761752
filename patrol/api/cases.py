"""Cases for machines: the board, one case with its timeline, and its next step."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import NotAllowed, NotFound
from patrol.actions.cases import add_case_note, advance_case
from patrol.models import Case
from patrol.permissions import can_handle_cases
from patrol.queries.inbox import all_cases
from patrol.serializers.desk import CaseRowSerializer, CaseSerializer, StepSerializer
from people.models import User
from people.permissions import signed_in

SHOW = OpenApiParameter(
    "show", OpenApiTypes.STR, enum=["open", "ended"], description="open ones by due time, or ended ones"
)


class CasesDoor(GenericAPIView[Any]):
    """Cases in a list."""

    serializer_class = CaseRowSerializer

    @extend_schema(parameters=[SHOW], responses=CaseRowSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List the cases of the areas I handle: open ones, soonest due first, or ended ones, newest first."""
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def get_queryset(self) -> QuerySet[Case]:
        """Return the cases asked for."""
        cases = _handled(signed_in(self.request))
        if self.request.query_params.get("show") == "ended":
            return cases.filter(closed_at__isnull=False).order_by("-closed_at", "number")
        return cases.filter(closed_at=None).order_by("due_at", "-severity", "number")


class CaseDoor(GenericAPIView[Any]):
    """One case."""

    serializer_class = CaseSerializer

    @extend_schema(responses=CaseSerializer)
    def get(self, request: Request, case_id: UUID) -> Response:
        """Return the case with its timeline and the steps that are possible now."""
        return Response(CaseSerializer(_case(signed_in(request), case_id)).data)

    @extend_schema(request=StepSerializer, responses=CaseSerializer)
    def post(self, request: Request, case_id: UUID) -> Response:
        """Take the case a step further (`to`), or write a line (`note` alone); 409 where it moved since `version`."""
        person, at = signed_in(request), timezone.now()
        case = _case(person, case_id)
        said = StepSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        if said.validated_data["to"]:
            advance_case(case=case, by=person, at=at, **said.validated_data)
        else:
            add_case_note(case=case, note=said.validated_data["note"], by=person, at=at)
        return Response(CaseSerializer(_case(person, case_id)).data)


def _handled(person: User) -> QuerySet[Case]:
    if not can_handle_cases(person):
        raise NotAllowed
    return all_cases(person)


def _case(person: User, case_id: UUID) -> Case:
    case = _handled(person).prefetch_related("entries__by").filter(pk=case_id).first()
    if case is None:
        raise NotFound
    return case
