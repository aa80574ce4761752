"""Activities for machines: listed, applied for, given back, checked in."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import NotFound
from people.permissions import signed_in
from service.actions.applications import apply_to_shift, cancel_application
from service.actions.attendance import check_by_code, check_by_fix
from service.forms import FilterForm
from service.logic.states import SHOWN
from service.models import Activity, Application, Shift
from service.queries.activities import open_activities, shown_activities
from service.queries.applications import own_applications
from service.serializers import ActivitySerializer, ApplicationSerializer, CheckSerializer

FILTERS = [
    OpenApiParameter("kind", OpenApiTypes.STR),
    OpenApiParameter("district", OpenApiTypes.STR, description="A division code's prefix."),
    OpenApiParameter("day", OpenApiTypes.DATE),
    OpenApiParameter("lon", OpenApiTypes.DOUBLE),
    OpenApiParameter("lat", OpenApiTypes.DOUBLE),
]


@extend_schema(tags=["service"], parameters=FILTERS)
class Activities(ListAPIView[Activity]):
    """What looks for people, soonest first; with `lon` and `lat` (WGS-84) nearest first."""

    permission_classes = (AllowAny,)
    serializer_class = ActivitySerializer
    queryset = Activity.objects.none()

    def get_queryset(self) -> QuerySet[Activity]:
        """Return those the query asks for."""
        wanted = FilterForm(self.request.query_params).wanted
        return open_activities(at=timezone.now(), **wanted).prefetch_related("skills_required")


class ActivityDoor(GenericAPIView[Any]):
    """One activity."""

    permission_classes = (AllowAny,)
    serializer_class = ActivitySerializer

    @extend_schema(tags=["service"], responses=ActivitySerializer)
    def get(self, request: Request, activity_id: UUID) -> Response:
        """Return it with its coming shifts."""
        coming = Shift.objects.filter(starts_at__gt=timezone.now()).order_by("starts_at")
        found = shown_activities().prefetch_related(Prefetch("shifts", coming, to_attr="coming"))
        activity = found.filter(pk=activity_id).first()
        if activity is None:
            raise NotFound
        return Response(self.get_serializer(activity).data)


@extend_schema(tags=["service"])
class Applications(ListAPIView[Application]):
    """My places, soonest first."""

    serializer_class = ApplicationSerializer
    queryset = Application.objects.none()

    def get_queryset(self) -> QuerySet[Application]:
        """Return the caller's own."""
        return own_applications(signed_in(self.request))


class ApplyDoor(GenericAPIView[Any]):
    """Asking for a place."""

    serializer_class = ApplicationSerializer

    @extend_schema(
        tags=["service"],
        request=None,
        operation_id="shifts_apply",
        responses={
            200: OpenApiResponse(ApplicationSerializer, description="I had asked already."),
            201: OpenApiResponse(
                ApplicationSerializer, description="Asked now; `state` says whether I have the place."
            ),
        },
    )
    def post(self, request: Request, shift_id: UUID) -> Response:
        """Ask for a place; asked again it is the same one."""
        person, at = signed_in(request), timezone.now()
        shift = Shift.objects.filter(pk=shift_id, activity__state__in=SHOWN).first()
        if shift is None:
            raise NotFound
        application = apply_to_shift(shift=shift, by=person, at=at)
        shown = own_applications(person).get(pk=application.pk)
        return Response(self.get_serializer(shown).data, status=201 if shown.applied_at == at else 200)


class _OwnDoor(GenericAPIView[Any]):
    serializer_class = ApplicationSerializer

    def _own(self, request: Request, application_id: UUID) -> Application:
        application = own_applications(signed_in(request)).filter(pk=application_id).first()
        if application is None:
            raise NotFound
        return application

    def _answer(self, request: Request, application_id: UUID) -> Response:
        return Response(self.get_serializer(self._own(request, application_id)).data)


class CancelDoor(_OwnDoor):
    """Giving a place back."""

    @extend_schema(tags=["service"], request=None, responses=ApplicationSerializer, operation_id="applications_cancel")
    def post(self, request: Request, application_id: UUID) -> Response:
        """Give my place back; done again it is the same."""
        application = self._own(request, application_id)
        cancel_application(application=application, by=signed_in(request), at=timezone.now())
        return self._answer(request, application_id)


class CheckDoor(_OwnDoor):
    """Checking in and out."""

    @extend_schema(
        tags=["service"], request=CheckSerializer, responses=ApplicationSerializer, operation_id="applications_check"
    )
    def post(self, request: Request, application_id: UUID) -> Response:
        """Check in, or out where I am in, by the code at the place or by position."""
        application, person = self._own(request, application_id), signed_in(request)
        said = CheckSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        values = dict(said.validated_data)
        if "code" in values:
            check_by_code(application=application, code=values["code"], by=person, at=timezone.now())
        else:
            check_by_fix(application=application, **values, by=person, at=timezone.now())
        return self._answer(request, application_id)
