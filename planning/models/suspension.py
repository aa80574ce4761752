"""Times in which sites need not be visited: one site, or all of an area."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.ids import new_id
from sites.models import Site


class SuspendedTime(models.Model):
    """From when until when, why, by whom, and when it was lifted. Both days belong to it; lifted early it ends before `lifted_on`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    from_on = models.DateField()
    to_on = models.DateField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_on = models.DateField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """It runs forward, has a reason, and is lifted by somebody within its days."""

        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="%(class)s_runs_forward"),
            models.CheckConstraint(condition=~Q(reason=""), name="%(class)s_has_reason"),
            models.CheckConstraint(
                condition=Q(lifted_on=None, lifted_by=None)
                | Q(lifted_on__gte=F("from_on"), lifted_on__lte=F("to_on"), lifted_by__isnull=False),
                name="%(class)s_lifted_by_somebody",
            ),
        ]


class Suspension(SuspendedTime):
    """A time in which a site need not be visited (closed for repair, buried under snow), and why; never deleted.

    Two of one site never overlap (exclusion constraint `suspension_once_at_a_time`).
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="suspensions")

    def __str__(self) -> str:
        return f"{self.site_id} {self.from_on}–{self.to_on}"


class AreaSuspension(SuspendedTime):
    """A time in which no site of an area need be visited (a storm, a landslide, an epidemic), and why; never deleted.

    `area` is the beginning of division codes ("" everywhere), `level` narrows it to one protection level ("" all). What is
    registered in the area meanwhile is suspended with it. Two of the same area and level never overlap (exclusion constraint
    `areasuspension_once_at_a_time`); those of different areas may, and the later end counts. `is_followed` says that the duties
    follow it already: of a large area a worker carries it over.
    """

    area = models.CharField(max_length=12, blank=True)
    level = models.CharField(max_length=32, blank=True)
    is_followed = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.area or '*'} {self.from_on}–{self.to_on}"
