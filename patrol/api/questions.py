"""A campaign's own questions."""

from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import NotFound
from patrol.models import Campaign
from patrol.queries.questions import asked_version, known_version
from patrol.serializers.questions import QuestionsSerializer


class QuestionsDoor(GenericAPIView[Any]):
    """The questions a campaign asks beside the checklist."""

    serializer_class = QuestionsSerializer

    @extend_schema(
        parameters=[OpenApiParameter("version", OpenApiTypes.STR, description="A version that is or was asked.")],
        responses=QuestionsSerializer,
    )
    def get(self, request: Request, campaign_id: UUID) -> Response:
        """Return the version now asked (`form` null where nothing is), or the one named."""
        campaign = Campaign.objects.filter(pk=campaign_id).first()
        if campaign is None:
            raise NotFound
        version = request.query_params.get("version")
        found = known_version(campaign, version) if version else asked_version(campaign)
        if version and found is None:
            raise NotFound
        return Response(self.get_serializer({"campaign": campaign.pk, "form": found.form if found else None}).data)
