"""The machine doors of `maps`: counts of the status map, and what a volunteer takes along."""

import re
from typing import Any, Final

from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.errors import NotAllowed, NotFound
from maps.queries.field_map import FieldMap, field_map
from maps.queries.filters import STATUSES, read_filters
from maps.queries.status import status_counts
from maps.serializers import PackSerializer, StatusCounts, pack_facts
from patrol.permissions import can_go_out
from patrol.queries.form import form_of
from patrol.queries.pack import PackVisit, in_walking_order, pack_visits
from people.models import User
from people.permissions import signed_in
from planning.queries.duties import today
from planning.queries.pack import standings

FILTERS = [
    OpenApiParameter("status", str, many=True, enum=STATUSES),
    *(OpenApiParameter(name, str) for name in ("level", "district", "category", "q")),
]
PMTILES: Final = "application/vnd.pmtiles"
_RANGE: Final = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")


class StatusCount(APIView):
    """How many sites stand in each visit status, with the filters of the status map."""

    permission_classes = (AllowAny,)

    @extend_schema(tags=["maps"], operation_id="status_counts", parameters=FILTERS, responses=StatusCounts)
    def get(self, request: Request) -> Response:
        """Answer with the counts."""
        on = today()
        counts = status_counts(request.user, read_filters(request.query_params), on=on)
        answer: dict[str, Any] = {"on": on, "total": counts.total, "by_status": counts.by_status}
        return Response(StatusCounts(answer).data)


class FieldPack(GenericAPIView[Any]):
    """What a volunteer takes along to where there is no network."""

    serializer_class = PackSerializer

    @extend_schema(tags=["field"], responses=PackSerializer)
    def get(self, request: Request) -> Response:
        """Return my visits with what to know of each site, the form, a walking order, and how large the map is."""
        person, at = _walker(request), timezone.now()
        visits = pack_visits(person, on=today(at))
        ordered = in_walking_order(person, visits)
        facts = pack_facts(person, visits, ordered, _map_of(person, visits), at=at) | {"form": form_of(None)}
        context = {"standings": standings([visit.site.pk for visit in visits], on=today(at))}
        response = Response(PackSerializer(facts, context=context).data)
        response["Cache-Control"] = "private, no-store"
        return response


class FieldMapFile(APIView):
    """The map around my visits, as one file."""

    @extend_schema(
        tags=["field"],
        responses={(200, PMTILES): OpenApiResponse(OpenApiTypes.BINARY, description="PMTiles, version 3")},
    )
    def get(self, request: Request) -> HttpResponse:
        """Return the map pack, whole or by range; what it shows is what I may know of every place today."""
        person = _walker(request)
        found = _map_of(person, pack_visits(person, on=today()))
        if found is None:
            raise NotFound
        response = _ranged(request, found)
        response["ETag"] = f'"{found.sha256[:32]}"'
        response["Accept-Ranges"] = "bytes"
        response["Cache-Control"] = "private, no-cache"
        patch_vary_headers(response, ["Cookie", "Accept-Language"])
        return response


def _walker(request: Request) -> User:
    person = signed_in(request)
    if not can_go_out(person):
        raise NotAllowed
    return person


def _map_of(person: User, visits: list[PackVisit]) -> FieldMap | None:
    points = [visit.site.place.point_on_surface for visit in visits if visit.site.place]
    places = [(point.x, point.y) for point in points]
    return field_map(person, places, on=today(), language=get_language() or "zh-hans")


def _ranged(request: Request, found: FieldMap) -> HttpResponse:
    """Answer with the file or the piece asked for; a download that broke off goes on where it stood."""
    size = len(found.content)
    if f'"{found.sha256[:32]}"' in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304)
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    # After `If-Range` the file may have become another: then all of it is sent.
    if asked is None or request.headers.get("If-Range", found.sha256[:32]).strip('"') != found.sha256[:32]:
        return HttpResponse(found.content, content_type=PMTILES)
    first, last = int(asked[1]), min(int(asked[2] or size - 1), size - 1)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    piece = HttpResponse(found.content[first : last + 1], status=206, content_type=PMTILES)
    piece["Content-Range"] = f"bytes {first}-{last}/{size}"
    return piece
