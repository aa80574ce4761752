"""A volunteer's hours, for machines; and the door partner platforms knock at."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from people.permissions import signed_in
from timebank.actions.incoming import receive
from timebank.adapters import HEADER, signed_answer
from timebank.errors import MessageUnreadable
from timebank.logic.transfer import MOST_BYTES
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


class Messages(APIView):
    """What a partner platform says, signed beside the body; the answer is signed too (docs/exchange.md)."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(exclude=True)
    def post(self, request: Request) -> HttpResponse:
        """Take one message of the transfer protocol."""
        body = request._request.read(MOST_BYTES + 1)  # noqa: SLF001 - signed are the bytes, not what a parser makes of them
        if len(body) > MOST_BYTES:
            raise MessageUnreadable
        at = timezone.now()
        partner, nonce, text = receive(body=body, signature=request.headers.get(HEADER, ""), at=at)
        return HttpResponse(signed_answer(partner, text, nonce, at), content_type="application/jose")
