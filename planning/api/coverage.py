"""Coverage for machines: counts by level and district, and the sites behind them."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.pagination import KeyedPages
from planning.models import Duty
from planning.permissions import coverage_areas
from planning.queries.coverage import Filters, coverage, due_sites
from planning.queries.duties import today
from planning.serializers import CoverageQuestion, CoverageSerializer, DutySerializer, SitesQuestion


class CoverageSummary(APIView):
    """How many sites stand in which status today, within the caller's areas."""

    @extend_schema(tags=["planning"], parameters=[CoverageQuestion], responses=CoverageSerializer)
    def get(self, request: Request) -> Response:
        """Answer with the counts: all, by protection level, by district."""
        areas, day = coverage_areas(request.user), today()
        question = CoverageQuestion(data=request.query_params)
        question.is_valid(raise_exception=True)
        found = coverage(areas, on=day, **question.validated_data)
        body = {"on": day, "all": found.all, "levels": found.levels, "districts": found.districts}
        return Response(CoverageSerializer(body).data)


@extend_schema_view(
    get=extend_schema(tags=["planning"], operation_id="coverage_sites_list", parameters=[SitesQuestion]),
)
class CoverageSites(ListAPIView[Duty]):
    """The sites of the caller's areas, most urgent first, each with its rule."""

    serializer_class = DutySerializer
    pagination_class = KeyedPages
    queryset = Duty.objects.none()

    def get_queryset(self) -> QuerySet[Duty]:
        """Return the duties asked for."""
        areas = coverage_areas(self.request.user)
        question = SitesQuestion(data=self.request.query_params)
        question.is_valid(raise_exception=True)
        return due_sites(areas, on=today(), filters=Filters(**question.validated_data))
