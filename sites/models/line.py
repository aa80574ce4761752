"""Linear sites: lines as surveyed, version by version, their towers, sections and who answers for them."""

from typing import ClassVar

from django.conf import settings
from django.contrib.gis.db import models as gis
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from sites.models.district import District
from sites.models.site import Site


class LineVersion(models.Model):
    """A linear site's line as surveyed once; it never changes. A new survey is a new version.

    `anchors` pairs measures of the version before with measures of this one ([[old_m, new_m], …], both rising): by them
    what was known along the old line is carried over.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="line_versions")
    number = models.PositiveSmallIntegerField()
    geom = gis.LineStringField(srid=4326)
    length_m = models.FloatField()
    surveyed_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    anchors = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """Numbered from 1."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["site", "number"], name="line_version_number_once"),
            models.CheckConstraint(condition=Q(length_m__gt=0), name="line_version_has_length"),
        ]

    def __str__(self) -> str:
        return f"{self.site_id} v{self.number}"


class Tower(models.Model):
    """A numbered tower or post along a version of the line, by measure (metres from its start)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.ForeignKey(LineVersion, on_delete=models.CASCADE, related_name="towers")
    code = models.CharField(max_length=40)
    measure_m = models.FloatField()
    geom = gis.PointField(srid=4326)

    class Meta:
        """A tower stands once on a version."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "code"], name="tower_once_a_version"),
            models.CheckConstraint(condition=Q(measure_m__gte=0), name="tower_measure_not_negative"),
        ]

    def __str__(self) -> str:
        return self.code


class Section(models.Model):
    """A numbered section (分段) of a linear site, by measure along the version it was cut from.

    `is_current` sections belong to the newest version; earlier ones stay, for what was reported on them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="sections")
    version = models.ForeignKey(LineVersion, null=True, on_delete=models.PROTECT, related_name="sections")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80, blank=True)
    is_key = models.BooleanField(default=False)
    is_current = models.BooleanField(default=True)
    from_m = models.FloatField()
    to_m = models.FloatField()
    geom = gis.LineStringField(srid=4326)

    class Meta:
        """A section runs forward."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["site", "number"], condition=Q(is_current=True), name="section_number_once"
            ),
            models.CheckConstraint(condition=Q(to_m__gt=F("from_m")), name="section_runs_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.site_id} #{self.number}"


class Jurisdiction(models.Model):
    """A district that answers for a section; where the line is a border, one on each side."""

    class Side(models.TextChoices):
        """Seen in the direction of the line."""

        BOTH = "both", _("both sides")
        LEFT = "left", _("left side")
        RIGHT = "right", _("right side")

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="jurisdictions")
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=8, choices=Side.choices, default=Side.BOTH)

    class Meta:
        """One district a side."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["section", "side"], name="section_side_has_one_district"),
        ]

    def __str__(self) -> str:
        return f"{self.section_id} {self.side} {self.district_id}"
