"""Zones around sites, what is forbidden in them, and service points. Geometry is WGS-84."""

from typing import ClassVar

from django.contrib.gis.db import models as gis
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from people.models import in_language
from sites.models.district import District
from sites.models.site import Site


class Zone(models.Model):
    """A protection or control zone (class Ⅰ–Ⅴ with numbered sub-areas); derived geometry is never official.

    `text` is the boundary in words (四至), `document` the announcement it stands in.
    """

    class Kind(models.TextChoices):
        """保护范围, 建设控制地带."""

        PROTECTION = "protection", _("protection zone")
        CONTROL = "control", _("construction control zone")

    class Status(models.TextChoices):
        """How far the geometry may be trusted."""

        OFFICIAL = "official", _("official")
        PROVISIONAL = "provisional", _("provisional")
        NONE = "none", _("text only")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="zones")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    control_class = models.CharField(max_length=4, blank=True)
    sub_number = models.CharField(max_length=12, blank=True)
    text = models.TextField(blank=True)
    geom = gis.MultiPolygonField(srid=4326, null=True, blank=True)
    status = models.CharField(max_length=12, choices=Status.choices)
    document = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )

    class Meta:
        """A zone without geometry says so; an official one names its document."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(geom__isnull=True, status="none") | Q(geom__isnull=False) & ~Q(status="none"),
                name="zone_geometry_matches_status",
            ),
            models.CheckConstraint(condition=~Q(status="official", document=""), name="zone_official_has_document"),
            models.CheckConstraint(
                condition=Q(kind="control") | Q(control_class=""), name="zone_class_is_of_control_zones"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="zone_validity_runs_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.site_id}"


class ZoneRule(models.Model):
    """What is forbidden, or needs leave, in a kind and class of zone; the lower `strictness` is the stricter."""

    code = models.CharField(primary_key=True, max_length=32)
    kind = models.CharField(max_length=12, choices=Zone.Kind.choices)
    control_class = models.CharField(max_length=4, blank=True)
    district_prefix = models.CharField(max_length=12, blank=True)
    strictness = models.PositiveSmallIntegerField()
    text_zh = models.TextField()
    text_en = models.TextField()
    source = models.CharField(max_length=200)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The rule in the reader's language."""
        return in_language(self.text_zh, self.text_en)


class ServicePoint(models.Model):
    """A place where volunteers are received and rewards redeemed."""

    code = models.CharField(primary_key=True, max_length=32)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="service_points")
    opening_hours = models.CharField(max_length=120, blank=True)
    catchment_m = models.PositiveIntegerField(default=3000)
    geom = gis.PointField(srid=4326)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(self.name_zh, self.name_en)
