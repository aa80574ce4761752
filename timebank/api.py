"""A volunteer's hours, the catalogue and vouchers, for machines; and the door partner platforms knock at."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from people.permissions import signed_in
from timebank.actions.incoming import receive
from timebank.actions.vouchers import cancel_voucher, redeem_item
from timebank.adapters import HEADER, signed_answer
from timebank.errors import MessageUnreadable
from timebank.logic.transfer import MOST_BYTES
from timebank.models import Item, ServiceRecord, Voucher
from timebank.queries import service_records, standing
from timebank.queries.rewards import catalogue, vouchers_of
from timebank.serializers import (
    ItemSerializer,
    RedeemSerializer,
    ServiceRecordSerializer,
    StandingSerializer,
    VoucherSerializer,
)


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


@extend_schema(tags=["rewards"])
class Catalogue(ListAPIView[Item]):
    """What points can be redeemed for; open to everybody."""

    serializer_class = ItemSerializer
    permission_classes = (AllowAny,)

    def get_queryset(self) -> QuerySet[Item]:
        """Return the catalogue, of one kind where one is asked for."""
        return catalogue(self.request.query_params.get("kind", ""))


class Vouchers(GenericAPIView[Any]):
    """My vouchers."""

    serializer_class = VoucherSerializer
    queryset = Voucher.objects.none()

    @extend_schema(tags=["rewards"], responses=VoucherSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List my vouchers, newest first."""
        page = self.paginate_queryset(vouchers_of(signed_in(request)))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(
        tags=["rewards"],
        request=RedeemSerializer,
        responses={
            200: OpenApiResponse(VoucherSerializer, description="The same request was sent before."),
            201: OpenApiResponse(VoucherSerializer, description="The points are put aside."),
        },
    )
    def post(self, request: Request) -> Response:
        """Put my points aside for an item."""
        asked = RedeemSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        at = timezone.now()
        told = asked.validated_data
        kept = redeem_item(voucher_id=told["id"], item_id=told["item"], by=signed_in(request), at=at)
        shown = vouchers_of(signed_in(request)).get(pk=kept.pk)
        return Response(self.get_serializer(shown).data, status=201 if kept.held_at == at else 200)


class VoucherCancel(GenericAPIView[Any]):
    """Giving a voucher back."""

    serializer_class = VoucherSerializer

    @extend_schema(tags=["rewards"], request=None, responses=VoucherSerializer, operation_id="vouchers_cancel")
    def post(self, request: Request, voucher_id: UUID) -> Response:
        """Cancel my voucher; the points come back."""
        cancel_voucher(voucher_id=voucher_id, by=signed_in(request), at=timezone.now())
        return Response(self.get_serializer(vouchers_of(signed_in(request)).get(pk=voucher_id)).data)


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
