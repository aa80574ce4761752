"""Visits: listed, taken, released."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import NotFound
from patrol.actions.assignments import release_assignment, take_assignment
from patrol.models import Assignment
from patrol.queries.assignments import own_assignments
from patrol.serializers.answers import AssignmentSerializer, TakeSerializer
from people.permissions import signed_in
from sites.queries import visible_sites

STATUS = OpenApiParameter("status", OpenApiTypes.STR, enum=Assignment.Status.values)


class AssignmentsDoor(GenericAPIView[Any]):
    """My visits."""

    serializer_class = AssignmentSerializer

    @extend_schema(parameters=[STATUS], responses=AssignmentSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List my assignments, soonest first."""
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(
        request=TakeSerializer,
        responses={
            200: OpenApiResponse(AssignmentSerializer, description="The visit was mine already."),
            201: OpenApiResponse(AssignmentSerializer, description="The visit is mine now."),
        },
    )
    def post(self, request: Request) -> Response:
        """Take the visit of a site."""
        asked = TakeSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        person, at = signed_in(request), timezone.now()
        site = visible_sites(person).filter(pk=asked.validated_data["site"]).first()
        if site is None:
            raise NotFound
        assignment = take_assignment(site=site, by=person, at=at)
        shown = own_assignments(person).get(pk=assignment.pk)
        return Response(self.get_serializer(shown).data, status=201 if assignment.made_at == at else 200)

    def get_queryset(self) -> QuerySet[Assignment]:
        """Return my assignments with the status asked for."""
        return own_assignments(signed_in(self.request), self.request.query_params.get("status", ""))


class ReleaseDoor(GenericAPIView[Any]):
    """Giving a visit back."""

    serializer_class = AssignmentSerializer

    @extend_schema(request=None, responses=AssignmentSerializer, operation_id="assignments_release")
    def post(self, request: Request, assignment_id: UUID) -> Response:
        """Release my assignment."""
        person = signed_in(request)
        assignment = own_assignments(person).filter(pk=assignment_id).first()
        if assignment is None:
            raise NotFound
        release_assignment(assignment=assignment, by=person, at=timezone.now())
        return Response(self.get_serializer(own_assignments(person).get(pk=assignment_id)).data)
