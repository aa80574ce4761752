"""Who can get to a site."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from sites.models import ServicePoint, Site


class SiteReach(models.Model):
    """Who can get to a site: how many volunteers have it within their range, and how far the nearest ones are (metres).

    Distances are on the mean sphere, from the site's middle. Infinity is written as none: there is nobody, no point.
    """

    site = models.OneToOneField(Site, primary_key=True, on_delete=models.CASCADE, related_name="reach")
    volunteers = models.PositiveIntegerField()
    volunteer_m = models.FloatField(null=True)
    point = models.ForeignKey(ServicePoint, null=True, on_delete=models.SET_NULL, related_name="+")
    point_m = models.FloatField(null=True)

    class Meta:
        """Read by how few can come."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(volunteer_m=None) | Q(volunteer_m__gte=0), name="site_reach_distance_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(volunteers=0) | Q(volunteer_m__isnull=False), name="site_reach_of_somebody_has_distance"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site_id} {self.volunteers}"

    @property
    def volunteer_km(self) -> int | None:
        """Whole kilometres to the nearest volunteer, at least one: nobody learns where somebody lives; none: there is nobody."""
        return None if self.volunteer_m is None else max(1, round(self.volunteer_m / 1_000))


class ReachChange(models.Model):
    """Somebody moved, joined or left since the reach was computed (added by triggers, taken away by the computation).

    A row each, not one flag: a flag would make every transaction wait for the one before.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.at}"
