"""Heritage sites, their components and survey points, and leave to know an exact place. Geometry is WGS-84."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.gis.db import models as gis
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from people.models import in_language
from sites.logic.words import search_text
from sites.models.district import District
from sites.models.terms import Category, Condition, Era, Level, Visibility
from sites.models.unit import ProtectedUnit


class DatumName(models.TextChoices):
    """The datum a position was given in; names as in `core.logic.datum.Datum`."""

    WGS84 = "wgs84", "WGS-84"
    CGCS2000 = "cgcs2000", "CGCS2000"
    GCJ02 = "gcj02", "GCJ-02"
    BD09 = "bd09", "BD-09"


class DatumBasis(models.TextChoices):
    """How the datum of a position is known."""

    DECLARED = "declared", _("declared")
    SNIFFED = "sniffed", _("found out by comparison")
    ASSUMED = "assumed", _("assumed")


class Site(models.Model):
    """A heritage site (不可移动文物): point, line or polygon.

    `shown_geom` is what the public may see: the geometry itself, the seeded centre of a 1 km cell, or nothing.
    It is kept by a trigger; nobody reads `geom` for an output except through `sites.queries`. Another trigger keeps what
    the row said before each change (`SiteVersion`), with who changed it (`updated_by`) and why.
    `district` is the county the site belongs to, `division` the smallest one known to cover it.
    `given_position` is the position as it came, in `given_datum`, known as `datum_basis` says.
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
    division = models.ForeignKey(District, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    condition = models.ForeignKey(Condition, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    era_bucket = models.ForeignKey(Era, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    era_zh = models.CharField(max_length=80, blank=True)
    era_en = models.CharField(max_length=120, blank=True)
    address_zh = models.CharField(max_length=200, blank=True)
    owner = models.CharField(max_length=120, blank=True)
    used_by = models.CharField(max_length=120, blank=True)
    access_note = models.TextField(blank=True)
    safety_note = models.TextField(blank=True)
    summary_zh = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    open_to = models.CharField(max_length=8, choices=OpenTo.choices, default=OpenTo.YES)
    is_difficult = models.BooleanField(default=False)
    visit_minutes = models.PositiveSmallIntegerField(default=30)
    geom = gis.GeometryField(srid=4326)
    geom_accuracy_m = models.PositiveIntegerField(default=100)
    given_position = models.CharField(max_length=120, blank=True)
    given_datum = models.CharField(max_length=8, choices=DatumName.choices, default=DatumName.WGS84)
    datum_basis = models.CharField(max_length=8, choices=DatumBasis.choices, default=DatumBasis.DECLARED)
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
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    updated_why = models.CharField(max_length=200, blank=True)
    updated_in = models.ForeignKey(
        "sites.ImportBatch", null=True, blank=True, on_delete=models.PROTECT, related_name="sites"
    )
    search_text = models.TextField(editable=False, default="")

    class Meta:
        """Lists filter by district and level; a search reads `search_text` (names, pinyin, code)."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["district", "level"], name="site_by_district"),
            models.Index(Upper("code"), name="site_by_code"),
            GinIndex(OpClass(F("search_text"), name="gin_trgm_ops"), name="site_by_search_text"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(visit_minutes__gte=1), name="site_visit_minutes_positive"),
            models.CheckConstraint(condition=~Q(search_text=""), name="site_can_be_searched"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the searched text with the names."""
        self.search_text = search_text(self.code, self.name_zh, self.name_en)
        fields = kwargs.get("update_fields")
        if fields is not None and {"code", "name_zh", "name_en"} & set(fields):
            kwargs["update_fields"] = {*fields, "search_text"}
        super().save(*args, **kwargs)

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


class Component(models.Model):
    """A part of a site (组成部分) with its own number in the survey: `370831-0463-4`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="components")
    code = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    note = models.TextField(blank=True)
    geom = gis.GeometryField(srid=4326, null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(self.name_zh, self.name_en)


class SurveyPoint(models.Model):
    """A measured point of a site: its centre, a corner of its boundary, or a marker stone; as given and as WGS-84."""

    class Kind(models.TextChoices):
        """中心点, 边界点, 标志碑."""

        CENTRE = "centre", _("centre point")
        BOUNDARY = "boundary", _("boundary point")
        MARKER = "marker", _("marker stone")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="survey_points")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    number = models.PositiveSmallIntegerField(default=1)
    geom = gis.PointField(srid=4326)
    height_m = models.FloatField(null=True, blank=True)
    accuracy_m = models.FloatField(null=True, blank=True)
    given_position = models.CharField(max_length=120, blank=True)
    given_datum = models.CharField(max_length=8, choices=DatumName.choices, default=DatumName.WGS84)
    datum_basis = models.CharField(max_length=8, choices=DatumBasis.choices, default=DatumBasis.DECLARED)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        """Points of a kind are numbered."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["site", "kind", "number"], name="survey_point_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class PhotoPoint(models.Model):
    """Where a photo of a site is taken again and again, and in which direction (degrees from true north)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="photo_points")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    geom = gis.PointField(srid=4326)
    bearing_deg = models.FloatField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        """Numbered within the site; a bearing is a direction."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["site", "number"], name="photo_point_number_once"),
            models.CheckConstraint(
                condition=Q(bearing_deg=None) | Q(bearing_deg__gte=0, bearing_deg__lt=360),
                name="photo_point_bearing_is_direction",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


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
