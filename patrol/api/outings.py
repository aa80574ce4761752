"""Outings and their tracks, as phones send them."""

from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import NotAllowed, NotFound
from patrol.actions.outings import keep_outing
from patrol.actions.positions import change_consent, keep_position
from patrol.actions.tracks import import_gpx, keep_track_batch
from patrol.errors.outings import GpxTooLarge
from patrol.models import Outing
from patrol.permissions import can_go_out
from patrol.queries.outings import own_outing
from patrol.queries.tracks import received_batches
from patrol.serializers.outings import (
    BatchSerializer,
    ConsentsSerializer,
    GpxUploadSerializer,
    OutingReceiptSerializer,
    OutingUploadSerializer,
    PositionSerializer,
    TrackReceiptSerializer,
    TrackSerializer,
    read_batch,
    read_outing,
)
from people.models import Consent, User
from people.permissions import signed_in
from people.queries import has_consented

MEGABYTE: Final = 1024 * 1024
GPX_LIMIT_MB: Final = 20


class OutingDoor(GenericAPIView[Any]):
    """One outing: said by PUT, what the server knows of it by GET."""

    parser_classes = (JSONParser,)
    serializer_class = OutingReceiptSerializer

    @extend_schema(responses=OutingReceiptSerializer)
    def get(self, request: Request, outing_id: UUID) -> Response:
        """Return one's own outing."""
        return Response(self.get_serializer(_own(signed_in(request), outing_id)).data)

    @extend_schema(
        request=OutingUploadSerializer,
        responses={
            200: OpenApiResponse(OutingReceiptSerializer, description="The outing was known."),
            201: OpenApiResponse(OutingReceiptSerializer, description="The outing is new."),
        },
    )
    def put(self, request: Request, outing_id: UUID) -> Response:
        """Say that one leaves, stays longer, or is back: always the whole outing, with a higher `revision` each time."""
        person, at = _walker(request), timezone.now()
        outing = keep_outing(said=read_outing(outing_id, request.data), by=person, at=at)
        return Response(self.get_serializer(outing).data, status=201 if outing.received_at == at else 200)


class TrackDoor(GenericAPIView[Any]):
    """The track a phone records, in pieces."""

    parser_classes = (JSONParser,)
    serializer_class = TrackReceiptSerializer

    @extend_schema(request=BatchSerializer, responses=TrackReceiptSerializer)
    def put(self, request: Request, outing_id: UUID) -> Response:
        """Send one piece, in any order and as often as needed; `is_last` on the last one. Answers which pieces are there."""
        person = _walker(request)
        outing = _own(person, outing_id)
        track = keep_track_batch(outing=outing, said=read_batch(request.data), by=person, at=timezone.now())
        received = received_batches(track)
        is_complete = len(received) == track.batches_expected
        answer = {"outing": outing.pk, "received": received, "is_complete": is_complete}
        return Response(self.get_serializer(answer).data)


class GpxDoor(GenericAPIView[Any]):
    """A track recorded with another device."""

    parser_classes = (MultiPartParser,)
    serializer_class = TrackSerializer

    @extend_schema(request=GpxUploadSerializer, responses={201: TrackSerializer, 200: TrackSerializer})
    def post(self, request: Request, outing_id: UUID) -> Response:
        """Import a GPX file: the answer says what was cleaned, whether it may support hours, and if not, why."""
        person, at = _walker(request), timezone.now()
        outing = _own(person, outing_id)
        if int(request.headers.get("Content-Length") or 0) > GPX_LIMIT_MB * MEGABYTE:
            raise GpxTooLarge(limit_mb=GPX_LIMIT_MB)
        sent = GpxUploadSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        track = import_gpx(outing=outing, content=sent.validated_data["file"].read(), by=person, at=at)
        return Response(self.get_serializer(track).data, status=201 if track.received_at == at else 200)


class PositionDoor(GenericAPIView[Any]):
    """Where somebody on patrol is, for whoever watches over them."""

    parser_classes = (JSONParser,)
    serializer_class = PositionSerializer

    @extend_schema(request=PositionSerializer, responses={204: None})
    def put(self, request: Request, outing_id: UUID) -> Response:
        """Share the position, in place of the last one; only with consent, and only while on patrol."""
        person, at = _walker(request), timezone.now()
        outing = _own(person, outing_id)
        said = self.get_serializer(data=request.data)
        said.is_valid(raise_exception=True)
        values = said.validated_data
        place = (values["lon"], values["lat"])
        keep_position(
            outing=outing, place=place, accuracy_m=values["accuracy_m"], fix_at=values["at"], by=person, at=at
        )
        return Response(status=204)


class ConsentsDoor(GenericAPIView[Any]):
    """What I agreed to."""

    parser_classes = (JSONParser,)
    serializer_class = ConsentsSerializer

    @extend_schema(responses=ConsentsSerializer)
    def get(self, request: Request) -> Response:
        """Say which consents hold now."""
        return Response(self._held(_walker(request)))

    @extend_schema(request=ConsentsSerializer, responses=ConsentsSerializer)
    def put(self, request: Request) -> Response:
        """Give or take back consents; what was stored under one that is taken back is deleted at once."""
        person, at = _walker(request), timezone.now()
        said = self.get_serializer(data=request.data)
        said.is_valid(raise_exception=True)
        for name, is_given in said.validated_data.items():
            change_consent(purpose=Consent.Purpose(name), is_given=is_given, by=person, at=at)
        return Response(self._held(person))

    def _held(self, person: User) -> Any:
        asked = (Consent.Purpose.TRACK, Consent.Purpose.POSITION)
        held = {purpose.value: has_consented(person, purpose) for purpose in asked}
        return self.get_serializer(held).data


def _walker(request: Request) -> User:
    person = signed_in(request)
    if not can_go_out(person):
        raise NotAllowed
    return person


def _own(person: User, outing_id: UUID) -> Outing:
    outing = own_outing(person, outing_id)
    if outing is None:
        raise NotFound
    return outing
