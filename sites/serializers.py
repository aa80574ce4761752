"""Sites as GeoJSON, and the questions one may ask of them."""

from typing import Any

from django.contrib.gis.geos import Point, Polygon
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework_gis.fields import GeometryField
from rest_framework_gis.serializers import GeoFeatureModelSerializer

from sites.models import Site

# Six decimals are a tenth of a metre; more would be noise.
DECIMALS = 6


@extend_schema_field(OpenApiTypes.OBJECT)
class ShownPlace(GeometryField):  # type: ignore[misc]
    """The place as `visible_sites` shows it: not the model's field, but described like it."""


class SiteFeature(GeoFeatureModelSerializer):  # type: ignore[misc]
    """A site as its viewer may know it: the geometry is the exact geometry, the centre of its 1 km cell, or null (WGS-84)."""

    geom = ShownPlace(source="place", precision=DECIMALS, allow_null=True, read_only=True)
    level = serializers.CharField(source="level_id")
    category = serializers.CharField(source="category_id")
    district = serializers.CharField(source="district_id")
    is_exact = serializers.BooleanField(read_only=True)
    precision = serializers.SerializerMethodField(help_text="exact, cell or district")
    distance_m = serializers.SerializerMethodField(help_text="from `near` to the shown place, in metres")

    class Meta:
        """The register's public columns."""

        model = Site
        geo_field = "geom"
        id_field = "code"
        fields = (
            "code",
            "name_zh",
            "name_en",
            "level",
            "category",
            "district",
            "era_zh",
            "era_en",
            "summary_zh",
            "summary_en",
            "open_to",
            "is_exact",
            "precision",
            "distance_m",
        )

    def get_precision(self, site: Site) -> str:
        """Say how exactly the viewer knows the place."""
        return "exact" if site.is_exact else site.shown_as  # type: ignore[attr-defined]

    def get_distance_m(self, site: Site) -> int | None:
        """Return the distance where one was asked for."""
        distance: float | None = getattr(site, "distance_m", None)
        return None if distance is None else round(distance)


class Numbers(serializers.CharField):
    """Numbers with commas between, within the bounds of longitude and latitude."""

    def __init__(self, *, count: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.count = count

    def to_internal_value(self, data: Any) -> Any:
        """Return the numbers as a tuple."""
        try:
            numbers = tuple(float(part) for part in str(data).split(","))
        except ValueError:
            numbers = ()
        if len(numbers) != self.count or not all(
            _is_on_earth(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)
        ):
            raise serializers.ValidationError(
                _("Give {count} numbers with commas between: longitude first, then latitude, in degrees.").format(
                    count=self.count
                )
            )
        return numbers


class SiteQuestion(serializers.Serializer[Any]):
    """The parameters of a list of sites."""

    level = serializers.CharField(required=False, help_text="code of a protection level")
    category = serializers.CharField(required=False, help_text="code of a category; its sub-types come along")
    district = serializers.CharField(required=False, help_text="division code or the beginning of one")
    q = serializers.CharField(required=False, max_length=80, help_text="part of a name, Chinese or English")
    bbox = Numbers(count=4, required=False, help_text="west,south,east,north in degrees; meets the *shown* place")
    near = Numbers(count=2, required=False, help_text="longitude,latitude: order by distance to the *shown* place")

    def validate_bbox(self, box: tuple[float, float, float, float]) -> Polygon:
        """Return the box as a polygon."""
        west, south, east, north = box
        if west > east or south > north:
            raise serializers.ValidationError(_("The box is turned around: west and south come first."))
        frame: Polygon = Polygon.from_bbox(box)
        frame.srid = 4326
        return frame

    def validate_near(self, place: tuple[float, float]) -> Point:
        """Return the place as a point."""
        return Point(*place, srid=4326)


def _is_on_earth(longitude: float, latitude: float) -> bool:
    return -180 <= longitude <= 180 and -90 <= latitude <= 90


class ZoneQuestion(serializers.Serializer[Any]):
    """Where one asks (WGS-84, degrees), how exactly that is known, and for which day."""

    lon = serializers.FloatField(min_value=-180, max_value=180)
    lat = serializers.FloatField(min_value=-90, max_value=90)
    accuracy_m = serializers.FloatField(min_value=0, max_value=5_000, default=0)
    on = serializers.DateField(required=False, help_text="today where none is given")


class ZoneRuleAnswer(serializers.Serializer[Any]):
    """What is forbidden, or needs leave."""

    code = serializers.CharField()
    text_zh = serializers.CharField()
    text_en = serializers.CharField()
    law = serializers.CharField(source="source")


class ZoneAnswer(serializers.Serializer[Any]):
    """A zone at the place; `away_m` is 0 inside, `inside_m` the distance to its edge."""

    site = serializers.CharField(source="zone.site.code")
    name_zh = serializers.CharField(source="zone.site.name_zh")
    name_en = serializers.CharField(source="zone.site.name_en")
    kind = serializers.CharField(source="zone.kind")
    control_class = serializers.CharField(source="zone.control_class")
    sub_number = serializers.CharField(source="zone.sub_number")
    status = serializers.CharField(source="zone.status")
    document = serializers.CharField(source="zone.document")
    text = serializers.CharField(source="zone.text")
    away_m = serializers.FloatField()
    inside_m = serializers.FloatField()
    rules = ZoneRuleAnswer(many=True)


class ZoneInWords(serializers.Serializer[Any]):
    """A zone of a site near the place whose boundary stands in words alone."""

    site = serializers.CharField(source="site.code")
    kind = serializers.CharField()
    control_class = serializers.CharField()
    text = serializers.CharField()
    document = serializers.CharField()


class ZonesAnswer(serializers.Serializer[Any]):
    """Zones at a place, the stricter first, and those near it that stand in words alone."""

    here = ZoneAnswer(many=True)
    in_words = ZoneInWords(many=True)
