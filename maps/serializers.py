"""What the machine doors of `maps` answer."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.contrib.gis.geos import GEOSGeometry
from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from maps.queries.field_map import FieldMap
from patrol.models import Finding, Photo, Report
from patrol.queries.pack import PackVisit, photo_of_point, stale_after
from patrol.sentences import QUESTION_WORDS
from patrol.serializers.answers import GEOJSON, FormSerializer
from people.models import User
from planning.queries.pack import Standing
from sites.models import PhotoPoint

MAP_ADDRESS: Final = "api_field_map"


class StatusCounts(serializers.Serializer[Any]):
    """Counts by visit status on a day."""

    on = serializers.DateField(help_text="the day in Asia/Shanghai")
    total = serializers.IntegerField()
    by_status = serializers.DictField(
        child=serializers.IntegerField(), help_text="current, due_soon, overdue, never, suspended"
    )


class PackCompanySerializer(serializers.Serializer[Any]):
    """Who goes there as well: the other of two."""

    name = serializers.CharField(source="other_name")
    number = serializers.CharField(source="other_number")


class PackAssignmentSerializer(serializers.Serializer[Any]):
    """The visit; `company` is null for who goes alone."""

    id = serializers.UUIDField()
    do_by = serializers.DateField()
    company = serializers.SerializerMethodField()

    @extend_schema_field(PackCompanySerializer(allow_null=True))
    def get_company(self, visit: Any) -> Any:
        """Name the other of two who go there together."""
        return PackCompanySerializer(visit).data if visit.other_name else None


class PackFindingSerializer(serializers.Serializer[Finding]):
    """What was found last time."""

    kind = serializers.CharField(source="kind_id")
    kind_label = serializers.CharField(source="kind.label")
    severity = serializers.IntegerField()
    note = serializers.CharField()


class PackReportSerializer(serializers.Serializer[Report]):
    """How it looked last time."""

    finished_at = serializers.DateTimeField()
    condition = serializers.CharField(source="condition_id")
    note = serializers.CharField()
    findings = PackFindingSerializer(many=True)


class PackPhotoSerializer(serializers.Serializer[Photo]):
    """A picture of last time, for the ghost over the camera."""

    sha256 = serializers.CharField(source="file_id")
    role = serializers.ChoiceField(choices=Photo.Role.choices)
    url = serializers.SerializerMethodField()

    def get_url(self, photo: Photo) -> str:
        """Return the address of the picture in the size of a screen."""
        return reverse("patrol:photo", args=[photo.file_id, "display"])


class PackPointSerializer(serializers.Serializer[PhotoPoint]):
    """Where the same picture is taken again."""

    id = serializers.UUIDField()
    label = serializers.CharField(source="name")  # type: ignore[assignment]
    place = serializers.SerializerMethodField()
    bearing_deg = serializers.FloatField(allow_null=True)
    photo_url = serializers.SerializerMethodField()

    @extend_schema_field(GEOJSON)
    def get_place(self, point: PhotoPoint) -> dict[str, Any]:
        """Write the place, which whoever gets a photo point may know."""
        return _geojson(point.geom)

    def get_photo_url(self, point: PhotoPoint) -> str | None:
        """Return the address of the picture taken there last time."""
        photo = photo_of_point(self.context["visit"], point)
        return reverse("patrol:photo", args=[photo.file_id, "display"]) if photo else None


class PackSiteSerializer(serializers.Serializer[PackVisit]):
    """One site to visit, as far as its visitor may know it."""

    id = serializers.UUIDField(source="site.pk")
    code = serializers.CharField(source="site.code")
    name = serializers.CharField(source="site.name")
    level = serializers.CharField(source="site.level_id")
    level_label = serializers.CharField(source="site.level.label")
    condition = serializers.CharField(source="site.condition_id", allow_null=True)
    condition_label = serializers.SerializerMethodField()
    district = serializers.CharField(source="site.district.name")
    is_exact = serializers.BooleanField(source="site.is_exact")
    place = serializers.SerializerMethodField()
    is_difficult = serializers.BooleanField(source="site.is_difficult")
    visit_minutes = serializers.IntegerField(source="site.visit_minutes")
    access_note = serializers.SerializerMethodField()
    safety_note = serializers.SerializerMethodField()
    status = serializers.SerializerMethodField()
    status_label = serializers.SerializerMethodField()
    due_on = serializers.SerializerMethodField()
    assignment = PackAssignmentSerializer()
    last_report = PackReportSerializer(source="last", allow_null=True)
    last_photos = PackPhotoSerializer(source="photos", many=True)
    photo_points = serializers.SerializerMethodField()
    checklist = serializers.ListField(child=serializers.CharField())
    questions = serializers.SerializerMethodField()

    def get_questions(self, visit: PackVisit) -> str | None:
        """Name the campaign's own questions, which stand in the pack once."""
        return str(visit.questions.pk) if visit.questions else None

    def get_condition_label(self, visit: PackVisit) -> str:
        """Put the condition into words."""
        return visit.site.condition.label if visit.site.condition else ""

    @extend_schema_field(GEOJSON)
    def get_place(self, visit: PackVisit) -> dict[str, Any] | None:
        """Write the place the visitor may know."""
        return _geojson(visit.site.place) if visit.site.place else None

    def get_access_note(self, visit: PackVisit) -> str:
        """Tell the way only to who may know where it leads."""
        return visit.site.access_note if visit.is_told else ""

    def get_safety_note(self, visit: PackVisit) -> str:
        """Tell the dangers of the place only to who may know it."""
        return visit.site.safety_note if visit.is_told else ""

    def get_status(self, visit: PackVisit) -> str:
        """Say how the site stands towards its duty."""
        return self._standing(visit).status

    def get_status_label(self, visit: PackVisit) -> str:
        """Put the status into words."""
        return self._standing(visit).label

    def get_due_on(self, visit: PackVisit) -> str | None:
        """Say when the next visit is due."""
        due_on = self._standing(visit).due_on
        return due_on.isoformat() if due_on else None

    @extend_schema_field(PackPointSerializer(many=True))
    def get_photo_points(self, visit: PackVisit) -> Any:
        """List the photo points with the pictures of last time."""
        return PackPointSerializer(instance=visit.photo_points, many=True, context={"visit": visit}).data  # type: ignore[arg-type]

    def _standing(self, visit: PackVisit) -> Standing:
        standing: Standing = self.context["standings"][visit.site.pk]
        return standing


class PackPersonSerializer(serializers.Serializer[User]):
    """Whose pack it is."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class PackMapSerializer(serializers.Serializer[FieldMap]):
    """The map to take along: how large it is stands here before it is fetched."""

    url = serializers.SerializerMethodField()
    bytes = serializers.SerializerMethodField()
    bounds = serializers.ListField(child=serializers.FloatField(), help_text="west, south, east, north (WGS-84)")
    max_zoom = serializers.IntegerField()
    sha256 = serializers.CharField()

    def get_url(self, _found: FieldMap) -> str:
        """Return the address of the file."""
        return reverse(MAP_ADDRESS)

    def get_bytes(self, found: FieldMap) -> int:
        """Say how large the file is."""
        return len(found.content)


class PackSerializer(serializers.Serializer[Any]):
    """All that is taken along."""

    made_at = serializers.DateTimeField()
    person = PackPersonSerializer()
    sites = PackSiteSerializer(many=True)
    form = FormSerializer()
    order = serializers.ListField(child=serializers.UUIDField(), help_text="ids of the sites in walking order")
    map = PackMapSerializer(allow_null=True)
    stale_after = serializers.DateTimeField()
    questions = serializers.DictField(help_text="the campaigns' own questions, by the key their sites name")
    question_words = serializers.DictField(child=serializers.CharField())


def pack_facts(
    person: User, visits: list[PackVisit], ordered: Iterable[PackVisit], found: FieldMap | None, *, at: datetime
) -> dict[str, Any]:
    """Return what the pack's serializer reads, but for the form."""
    return {
        "made_at": at,
        "person": person,
        "sites": visits,
        "order": [visit.site.pk for visit in ordered],
        "map": found,
        "stale_after": stale_after(visits, at=at),
        "questions": {str(visit.questions.pk): visit.questions.form for visit in visits if visit.questions},
        "question_words": {name: str(words) for name, words in QUESTION_WORDS.items()},
    }


def _geojson(place: GEOSGeometry) -> dict[str, Any]:
    written: dict[str, Any] = json.loads(place.geojson)
    return written
