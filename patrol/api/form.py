"""What the report form needs."""

from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import NotFound
from patrol.queries.form import form_of
from patrol.serializers.answers import FormSerializer
from people.permissions import signed_in
from sites.models import Site
from sites.queries import visible_sites


class FormDoor(GenericAPIView[Any]):
    """The words and limits of the form."""

    serializer_class = FormSerializer

    @extend_schema(parameters=[OpenApiParameter("site", OpenApiTypes.UUID)], responses=FormSerializer)
    def get(self, request: Request) -> Response:
        """Return vocabularies, the checklist (with `site`: of its category), what a report must hold, and limits."""
        return Response(self.get_serializer(form_of(_site(request))).data)


def _site(request: Request) -> Site | None:
    asked = request.query_params.get("site")
    if not asked:
        return None
    try:
        site = visible_sites(signed_in(request)).filter(pk=UUID(asked)).first()
    except ValueError:
        raise NotFound from None
    if site is None:
        raise NotFound
    return site
