"""The register: districts, vocabularies, protected units, sites, zones, sections, points. Geometry is WGS-84 (EPSG:4326)."""

from typing import ClassVar

from django.conf import settings
from django.contrib.gis.db import models as gis
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from people.models import in_language


class Term(models.Model):
    """A word of a seeded vocabulary: code, labels, where it comes from and since when it holds."""

    code = models.CharField(primary_key=True, max_length=32)
    label_zh = models.CharField(max_length=80)
    label_en = models.CharField(max_length=120)
    rank = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        """The house's one abstract base."""

        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The label in the reader's language."""
        return in_language(self.label_zh, self.label_en)


class Visibility(models.TextChoices):
    """How exactly the public may know a place."""

    EXACT = "exact", _("exact place")
    CELL = "cell", _("1 km cell")
    DISTRICT = "district", _("district only")


class Level(Term):
    """Protection level (保护级别), strictest first by `rank`; `aliases` are folded on import."""

    aliases = models.JSONField(default=list)


class Category(Term):
    """Category (类别) or sub-type of the national survey, and how exactly the public may know such places."""

    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="subtypes")
    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.EXACT)


class Condition(Term):
    """State of preservation (保存现状), best first by `rank`."""


class District(models.Model):
    """An administrative division by its code (GB/T 2260)."""

    code = models.CharField(primary_key=True, max_length=12)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    geom = gis.MultiPolygonField(srid=4326)
    source = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(self.name_zh, self.name_en)


class ProtectedUnit(models.Model):
    """A protected unit (文物保护单位), which may hold many sites."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)

    def __str__(self) -> str:
        return in_language(self.name_zh, self.name_en)


class Site(models.Model):
    """A heritage site (不可移动文物): point, line or polygon.

    `shown_geom` is what the public may see: the geometry itself, the seeded centre of a 1 km cell, or nothing.
    It is kept by a trigger; nobody reads `geom` for an output except through `sites.queries`.
    """

    class OpenTo(models.TextChoices):
        """Whether visitors may enter."""

        YES = "yes", _("open to visitors")
        PARTLY = "partly", _("partly open")
        NO = "no", _("not open")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=40, unique=True)
    unit = models.ForeignKey(
        ProtectedUnit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sites",
    )
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=200, blank=True)
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="sites")
    condition = models.ForeignKey(Condition, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    era_zh = models.CharField(max_length=80, blank=True)
    era_en = models.CharField(max_length=120, blank=True)
    address_zh = models.CharField(max_length=200, blank=True)
    summary_zh = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    open_to = models.CharField(max_length=8, choices=OpenTo.choices, default=OpenTo.YES)
    is_difficult = models.BooleanField(default=False)
    visit_minutes = models.PositiveSmallIntegerField(default=30)
    geom = gis.GeometryField(srid=4326)
    geom_accuracy_m = models.PositiveIntegerField(default=100)
    visibility = models.CharField(max_length=8, choices=Visibility.choices, blank=True)
    shown_geom = gis.GeometryField(srid=4326, null=True, editable=False)
    shown_as = models.CharField(
        max_length=8,
        choices=Visibility.choices,
        editable=False,
        default=Visibility.DISTRICT,
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        """Lists filter by district and level; a search reads the names and the code as `sites.queries.named` does."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["district", "level"], name="site_by_district"),
            models.Index(Upper("code"), name="site_by_code"),
            GinIndex(OpClass(Upper("name_zh"), name="gin_trgm_ops"), name="site_holds_name_zh"),
            GinIndex(OpClass(Upper("name_en"), name="gin_trgm_ops"), name="site_holds_name_en"),
            GinIndex(OpClass(F("name_zh"), name="gin_trgm_ops"), name="site_close_to_name_zh"),
            GinIndex(OpClass(F("name_en"), name="gin_trgm_ops"), name="site_close_to_name_en"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(visit_minutes__gte=1), name="site_visit_minutes_positive"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(self.name_zh, self.name_en)

    @property
    def summary(self) -> str:
        """One sentence in the reader's language."""
        return in_language(self.summary_zh, self.summary_en)

    @property
    def era(self) -> str:
        """The era in the reader's language."""
        return in_language(self.era_zh, self.era_en)


class PlaceGrant(models.Model):
    """Leave to know a site's exact place for a time: the volunteer's with an open assignment."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="place_grants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta:
        """One grant per person and site; it is prolonged, not repeated."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "site"], name="place_granted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.site_id}"


class Zone(models.Model):
    """A protection or control zone; derived geometry is never official."""

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
    text = models.TextField(blank=True)
    geom = gis.MultiPolygonField(srid=4326, null=True, blank=True)
    status = models.CharField(max_length=12, choices=Status.choices)

    class Meta:
        """A zone without geometry says so."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(geom__isnull=True, status="none") | Q(geom__isnull=False) & ~Q(status="none"),
                name="zone_geometry_matches_status",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.site_id}"


class Section(models.Model):
    """A numbered section (分段) of a linear site, by measure along it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="sections")
    number = models.PositiveSmallIntegerField()
    from_m = models.FloatField()
    to_m = models.FloatField()
    geom = gis.LineStringField(srid=4326)

    class Meta:
        """A section runs forward."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["site", "number"], name="section_number_once"),
            models.CheckConstraint(condition=Q(to_m__gt=models.F("from_m")), name="section_runs_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.site_id} #{self.number}"


class ServicePoint(models.Model):
    """A place where volunteers are received and rewards redeemed."""

    code = models.CharField(primary_key=True, max_length=32)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="service_points")
    opening_hours = models.CharField(max_length=120, blank=True)
    geom = gis.PointField(srid=4326)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(self.name_zh, self.name_en)
