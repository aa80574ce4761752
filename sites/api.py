"""The register for machines: GeoJSON by page through drf-gis, and the whole as a stream built by PostGIS."""

from typing import Any

from django.contrib.gis.geos import Point
from django.db.models import F, Q, QuerySet
from django.db.models.functions import JSONObject
from django.http import StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from people.permissions import Person
from sites.models import Site
from sites.queries import named, nearest_first, visible_sites, within
from sites.queries.exports import feature_collection, feature_texts, precision
from sites.queries.zones import zones_at
from sites.serializers import DECIMALS, SiteFeature, SiteQuestion, ZoneQuestion, ZonesAnswer


@extend_schema(tags=["sites"], parameters=[SiteQuestion])
class SiteList(ListAPIView[Site]):
    """Sites as a page of GeoJSON features, each as the caller may know it."""

    permission_classes = (AllowAny,)
    serializer_class = SiteFeature
    queryset = Site.objects.none()

    def get_queryset(self) -> QuerySet[Site]:
        """Return the sites asked for."""
        return asked_sites(self.request)


@extend_schema(tags=["sites"])
class SiteDetail(RetrieveAPIView[Site]):
    """One site as a GeoJSON feature."""

    permission_classes = (AllowAny,)
    serializer_class = SiteFeature
    lookup_field = "code"
    queryset = Site.objects.none()

    def get_queryset(self) -> QuerySet[Site]:
        """Return what the caller may know."""
        return visible_sites(self.request.user)


class SiteStream(APIView):
    """All sites asked for as one GeoJSON feature collection, built by the database and streamed."""

    permission_classes = (AllowAny,)

    @extend_schema(
        tags=["sites"],
        operation_id="sites_geojson",
        parameters=[SiteQuestion],
        responses={(200, "application/geo+json"): OpenApiTypes.OBJECT},
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        """Answer with the stream."""
        features = feature_texts(asked_sites(request), public_columns(), decimals=DECIMALS)
        response = StreamingHttpResponse(feature_collection(features), content_type="application/geo+json")
        response["Content-Disposition"] = 'attachment; filename="sites.geojson"'
        return response


class ZonesHere(APIView):
    """Which zones hold at a place, and what is forbidden there: of sites whose exact place the caller may know."""

    permission_classes = (AllowAny,)

    @extend_schema(tags=["sites"], parameters=[ZoneQuestion], responses=ZonesAnswer)
    def get(self, request: Request) -> Response:
        """Answer for the place."""
        question = ZoneQuestion(data=request.query_params)
        question.is_valid(raise_exception=True)
        asked = question.validated_data
        place = Point(asked["lon"], asked["lat"], srid=4326)
        on = asked.get("on") or timezone.localdate()
        found = zones_at(request.user, place, on=on, accuracy_m=asked["accuracy_m"])
        return Response(ZonesAnswer(found).data, headers={"Cache-Control": "private, no-store"})


def asked_sites(request: Request) -> QuerySet[Site]:
    """Return the caller's sites that the address asks for; wrong values are refused with a list of what is wrong."""
    question = SiteQuestion(data=request.query_params)
    question.is_valid(raise_exception=True)
    asked = question.validated_data
    viewer: Person = request.user
    sites = visible_sites(viewer).filter(_narrowing(asked))
    if "bbox" in asked:
        sites = sites.filter(within(viewer, asked["bbox"]))
    return nearest_first(sites, asked["near"]) if "near" in asked else sites.order_by("code")


def public_columns() -> JSONObject:
    """Return what `SiteFeature` says of a site, as the database writes it."""
    names = ("name_zh", "name_en", "era_zh", "era_en", "summary_zh", "summary_en", "open_to", "is_exact")
    codes = {name: F(f"{name}_id") for name in ("level", "category", "district")}
    return JSONObject(precision=precision(), **codes, **{name: F(name) for name in names})


def _narrowing(asked: dict[str, Any]) -> Q:
    condition = Q()
    if "level" in asked:
        condition &= Q(level_id=asked["level"])
    if "district" in asked:
        condition &= Q(district__code__startswith=asked["district"])
    if "category" in asked:
        condition &= Q(category_id=asked["category"]) | Q(category__parent_id=asked["category"])
    return condition & named(asked["q"]) if "q" in asked else condition
