"""How much of lines and areas was seen: what each visit proves, and what all of them amount to."""

from typing import ClassVar

from django.contrib.gis.db import models as gis
from django.db import models
from django.db.models import F, Q

from patrol.models import Visit
from planning.logic.cover.policy import SWATH_M
from sites.models import LineVersion, Site


class VisitExtent(models.Model):
    """Whether the tracks of a visit to a line or an area were measured. A trigger asks for it; a job answers.

    `rejected` counts the fixes thrown out by reason (see `planning.logic.cover`).
    """

    visit = models.OneToOneField(Visit, primary_key=True, on_delete=models.CASCADE, related_name="extent")
    measured_at = models.DateTimeField(null=True)
    swath_m = models.FloatField(default=SWATH_M)
    tracks = models.PositiveSmallIntegerField(default=0)
    rejected = models.JSONField(default=dict)

    class Meta:
        """What waits is found by index."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(swath_m__gt=0, swath_m__lte=200), name="visit_extent_swath_in_range"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["visit"], condition=Q(measured_at=None), name="visit_extent_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.measured_at}"


class SeenStretch(models.Model):
    """What one visit proves of a line: metres along the version it was measured on; not `is_sure`: nobody can tell.

    Walls (migration `0005_extent`): stretches of a visit never overlap, and lie on a line of the visit's own site.
    """

    id = models.BigAutoField(primary_key=True)
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="seen_stretches")
    version = models.ForeignKey(LineVersion, on_delete=models.PROTECT, related_name="+")
    from_m = models.FloatField()
    to_m = models.FloatField()
    seen_on = models.DateField()
    is_sure = models.BooleanField(default=True)

    class Meta:
        """A stretch runs forward from the line's start."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(from_m__gte=0, to_m__gt=F("from_m")), name="seen_stretch_runs_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.from_m:.0f}–{self.to_m:.0f} {self.seen_on}"


class SeenArea(models.Model):
    """The part of an area (WGS-84) one visit proves to have been seen."""

    visit = models.OneToOneField(Visit, primary_key=True, on_delete=models.CASCADE, related_name="seen_area")
    geom = gis.MultiPolygonField(srid=4326)
    seen_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.visit_id} {self.seen_on}"


class SiteExtent(models.Model):
    """How much of a line (metres) or an area (square metres) was ever seen, merged over visits; renewed when `is_stale`.

    `version` is the line it is measured on, none for an area; `geom` is the seen part of an area.
    """

    site = models.OneToOneField(Site, primary_key=True, on_delete=models.CASCADE, related_name="extent")
    version = models.ForeignKey(LineVersion, null=True, on_delete=models.PROTECT, related_name="+")
    whole = models.FloatField()
    seen = models.FloatField(default=0)
    unknown = models.FloatField(default=0)
    last_on = models.DateField(null=True)
    geom = gis.MultiPolygonField(srid=4326, null=True)
    is_stale = models.BooleanField(default=True)
    measured_at = models.DateTimeField(null=True)

    class Meta:
        """A part is never more than the whole."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(seen__gte=0, unknown__gte=0, whole__gte=F("seen") + F("unknown") - 0.01),
                name="site_extent_part_of_whole",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["site"], condition=Q(is_stale=True), name="site_extent_stale"),
        ]

    def __str__(self) -> str:
        return f"{self.site_id} {self.seen:.0f} of {self.whole:.0f}"


class WalkedStretch(models.Model):
    """A stretch of a site's newest line and the last day it was seen, merged over visits and carried over from earlier lines.

    Stretches of a line never overlap (exclusion constraint `walked_stretch_once`).
    """

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(LineVersion, on_delete=models.CASCADE, related_name="walked")
    from_m = models.FloatField()
    to_m = models.FloatField()
    last_on = models.DateField()

    class Meta:
        """A stretch runs forward from the line's start."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(from_m__gte=0, to_m__gt=F("from_m")), name="walked_stretch_runs_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_m:.0f}–{self.to_m:.0f} {self.last_on}"
