"""Plans for machines: ask, look, solve again, move a visit, publish."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from core.errors import NotAllowed, NotFound
from people.models import User
from planning.actions.changes import move_visit
from planning.actions.plans import ask_for_plan, solve_plan_again
from planning.actions.publishing import publish_plan
from planning.models import Plan
from planning.permissions import check_sees_plan, planning_areas
from planning.queries.coverage import districts_in
from planning.queries.plans import plans_in
from planning.serializers import MoveRequest, PlanDetailSerializer, PlanRequest, PlanSerializer, VersionRequest


@extend_schema(tags=["planning"])
class PlanList(ListAPIView[Plan]):
    """The plans of the caller's areas, newest first."""

    serializer_class = PlanSerializer
    queryset = Plan.objects.none()

    def get_queryset(self) -> QuerySet[Plan]:
        """Return what the caller may plan."""
        return plans_in(planning_areas(self.request.user))

    @extend_schema(request=PlanRequest, responses={201: PlanDetailSerializer})
    def post(self, request: Request) -> Response:
        """Ask for a plan; it is solved by a worker, so look again until its state is `draft`."""
        areas = planning_areas(request.user)
        asked = _checked(PlanRequest(data=request.data))
        district = districts_in(areas).filter(pk=asked.pop("district")).first()
        if district is None:
            raise NotFound
        plan = ask_for_plan(district=district, **asked, by=_user(request), at=timezone.now())
        return _answer(request, plan.pk, status.HTTP_201_CREATED)


class PlanDetail(APIView):
    """One plan with its visits and what is left out."""

    @extend_schema(tags=["planning"], operation_id="plans_retrieve", responses=PlanDetailSerializer)
    def get(self, request: Request, plan_id: UUID) -> Response:
        """Answer with the plan as it stands."""
        return _answer(request, plan_id)


class PlanSolve(APIView):
    """Solving a draft again."""

    @extend_schema(tags=["planning"], request=VersionRequest, responses=PlanDetailSerializer)
    def post(self, request: Request, plan_id: UUID) -> Response:
        """Queue the plan again; locked visits stay."""
        asked = _checked(VersionRequest(data=request.data))
        solve_plan_again(plan_id=plan_id, **asked, by=_user(request), at=timezone.now())
        return _answer(request, plan_id)


class PlanMove(APIView):
    """Giving a site to another volunteer."""

    @extend_schema(tags=["planning"], request=MoveRequest, responses=PlanDetailSerializer)
    def post(self, request: Request, plan_id: UUID) -> Response:
        """Give the site, planned or left out, to the volunteer and lock the visit."""
        asked = _checked(MoveRequest(data=request.data))
        move_visit(
            plan_id=plan_id,
            site_id=asked["site"],
            volunteer_id=asked["volunteer"],
            companion_id=asked["companion"],
            version=asked["version"],
            by=_user(request),
            at=timezone.now(),
        )
        return _answer(request, plan_id)


class PlanPublish(APIView):
    """Publishing a draft."""

    @extend_schema(tags=["planning"], request=VersionRequest, responses=PlanDetailSerializer)
    def post(self, request: Request, plan_id: UUID) -> Response:
        """Make every visit an assignment and tell the volunteers, all or none, once."""
        asked = _checked(VersionRequest(data=request.data))
        publish_plan(plan_id=plan_id, **asked, by=_user(request), at=timezone.now())
        return _answer(request, plan_id)


def _checked(serializer: "Serializer[Any]") -> dict[str, Any]:
    serializer.is_valid(raise_exception=True)
    checked: Mapping[str, Any] = serializer.validated_data
    return dict(checked)


def _answer(request: Request, plan_id: UUID, code: int = status.HTTP_200_OK) -> Response:
    planning_areas(request.user)
    found = (
        plans_in(("",))
        .filter(pk=plan_id)
        .prefetch_related("items__site", "items__volunteer", "items__companion", "omissions__site")
    )
    plan = found.first()
    if plan is None:
        raise NotFound
    check_sees_plan(request.user, plan)
    return Response(PlanDetailSerializer(plan).data, status=code)


def _user(request: Request) -> User:
    if not isinstance(request.user, User):
        raise NotAllowed
    return request.user
