"""Cases for machines: the list, one case with its file, its next step, and what became of one's own."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import NotAllowed, NotFound
from patrol.actions.cases import add_case_note, advance_case
from patrol.models import Case, CaseFinding, Reinspection
from patrol.permissions import can_handle_cases
from patrol.queries.cases import CaseFilters, listed_cases, own_cases
from patrol.queries.inbox import all_cases
from patrol.serializers.cases import CaseRowSerializer, CaseSerializer, OwnCaseSerializer, StepSerializer
from people.models import User
from people.permissions import has_right, signed_in

STR = OpenApiTypes.STR
SHOW = OpenApiParameter("show", STR, enum=["open", "ended"], description="open ones by due time, or ended ones")
NARROWED = [
    SHOW,
    OpenApiParameter("state", STR, enum=list(Case.State.values)),
    OpenApiParameter("severity", OpenApiTypes.INT, enum=[0, 1, 2, 3, 4]),
    OpenApiParameter("priority", STR, enum=list(Case.Priority.values)),
    OpenApiParameter("overdue", OpenApiTypes.BOOL, description="open ones past their time"),
    OpenApiParameter("district", STR, description="division code"),
    OpenApiParameter("handler", STR, enum=["me", "none"]),
    OpenApiParameter("kind", STR, description="code of the kind of damage"),
    OpenApiParameter("q", STR, description="part of the number or of the site's name, or the site's code"),
]


class CasesDoor(GenericAPIView[Any]):
    """Cases in a list."""

    serializer_class = CaseRowSerializer

    @extend_schema(parameters=NARROWED, responses=CaseRowSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List the cases of the areas I handle: open ones, soonest due first, or ended ones, newest first."""
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def get_queryset(self) -> QuerySet[Case]:
        """Return the cases asked for; without a state, open ones."""
        person = signed_in(self.request)
        if not can_handle_cases(person):
            raise NotAllowed
        return listed_cases(person, _filters(self.request), at=timezone.now())


class CaseDoor(GenericAPIView[Any]):
    """One case."""

    serializer_class = CaseSerializer

    @extend_schema(responses=CaseSerializer)
    def get(self, request: Request, case_id: UUID) -> Response:
        """Return the case with its findings, measures, timeline and the steps that are possible now."""
        return Response(CaseSerializer(handled_case(signed_in(request), case_id)).data)

    @extend_schema(request=StepSerializer, responses=CaseSerializer)
    def post(self, request: Request, case_id: UUID) -> Response:
        """Take the case a step further (`to`), or write a line (`note` alone); 409 where it moved since `version`."""
        person, at = signed_in(request), timezone.now()
        case = handled_case(person, case_id)
        reader = StepSerializer(data=request.data)
        reader.is_valid(raise_exception=True)
        said = reader.validated_data
        if said["to"]:
            asked = {name: said[name] for name in ("to", "note", "version", "public_answer")}
            advance_case(case=case, by=person, at=at, **asked)
        else:
            add_case_note(case=case, note=said["note"], said_by=said["said_by"], by=person, at=at)
        return Response(CaseSerializer(handled_case(person, case_id)).data)


class OwnCasesDoor(GenericAPIView[Any]):
    """What became of what I reported."""

    serializer_class = OwnCaseSerializer

    @extend_schema(responses=OwnCaseSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List the cases of my own findings, the newest first."""
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def get_queryset(self) -> QuerySet[Case]:
        """Return my cases."""
        person = signed_in(self.request)
        if not has_right(person, "submit_report"):
            raise NotAllowed
        return own_cases(person)


def handled_case(person: User, case_id: UUID) -> Case:
    """Return a case that the person handles, with all that is written about it; refuses NotAllowed and NotFound."""
    if not can_handle_cases(person):
        raise NotAllowed
    whole = all_cases(person).prefetch_related(
        "entries__by",
        "authority_notices",
        "orders",
        "interventions",
        Prefetch("found", CaseFinding.objects.select_related("finding").order_by("at", "id")),
        Prefetch("reinspections", Reinspection.objects.select_related("volunteer", "assignment").order_by("asked_at")),
    )
    case = whole.select_related("merged_into").filter(pk=case_id).first()
    if case is None:
        raise NotFound
    return case


def _filters(request: Request) -> CaseFilters:
    said = request.query_params
    severity = said.get("severity", "")
    return CaseFilters(
        state=said.get("state") or ("ended" if said.get("show") == "ended" else "open"),
        severity=int(severity) if severity.isdigit() else None,
        priority=said.get("priority", ""),
        is_overdue=said.get("overdue", "").lower() in ("true", "1"),
        district=said.get("district", ""),
        handler=said.get("handler", "") if said.get("handler") in ("me", "none") else "",
        kind=said.get("kind", ""),
        text=said.get("q", "").strip(),
    )
