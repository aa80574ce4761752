"""Who is asking, and their notices, for machines."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from people.actions import mark_notices_read
from people.models import Notice
from people.permissions import signed_in
from people.serializers import MeSerializer, NoticeSerializer


@method_decorator([never_cache, ensure_csrf_cookie], name="dispatch")
class Me(GenericAPIView[Any]):
    """The handshake of a client that was away: who is signed in, and a fresh token for its writes."""

    serializer_class = MeSerializer

    @extend_schema(tags=["people"], responses=MeSerializer)
    def get(self, request: Request) -> Response:
        """Name the caller."""
        return Response(self.get_serializer(signed_in(request)).data)


@extend_schema(tags=["people"])
class NoticeList(ListAPIView[Notice]):
    """My notices, newest first."""

    serializer_class = NoticeSerializer
    queryset = Notice.objects.none()

    def get_queryset(self) -> QuerySet[Notice]:
        """Return the caller's own."""
        return signed_in(self.request).notices.order_by("-created_at", "-id")


class NoticesRead(GenericAPIView[Any]):
    """That I have seen them."""

    @extend_schema(tags=["people"], request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        """Mark all my notices as read."""
        mark_notices_read(by=signed_in(request), at=timezone.now())
        return Response(status=204)
