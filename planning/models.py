"""What nobody has looked at and who should go: visit rules, the duty of each site, plans."""

from typing import ClassVar

from django.conf import settings
from django.contrib.gis.db import models as gis
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from patrol.models import Visit
from planning.logic.cover.policy import SWATH_M
from sites.models import District, LineVersion, ServicePoint, Site


class VisitRule(models.Model):
    """How often a kind of site must be visited, where and since when; the strictest rule that applies wins.

    The columns mean what `planning.logic.duty.VisitRule` says of them.
    """

    class Scope(models.TextChoices):
        """What the rule looks at."""

        LEVEL = "level", _("protection level")
        CONDITION = "condition", _("condition")
        HAZARD = "hazard", _("open serious hazard")
        SECTION = "section", _("sections of a line")
        ALL = "all", _("every site")

    code = models.CharField(primary_key=True, max_length=40)
    scope = models.CharField(max_length=10, choices=Scope.choices)
    value = models.CharField(max_length=32, blank=True)
    interval_days = models.PositiveSmallIntegerField()
    interval_months = models.PositiveSmallIntegerField(default=0)
    district_prefix = models.CharField(max_length=12, blank=True)
    category = models.CharField(max_length=12, blank=True)
    level = models.CharField(max_length=32, blank=True)
    condition = models.CharField(max_length=32, blank=True)
    season_from = models.PositiveSmallIntegerField(default=0)
    season_to = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        """An interval is at least a day; a season begins and ends on a day of the year, or is none."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(interval_days__gte=1), name="visit_rule_interval_positive"),
            models.CheckConstraint(
                condition=Q(season_from=0, season_to=0)
                | Q(season_from__gte=101, season_from__lte=1231, season_to__gte=101, season_to__lte=1231),
                name="visit_rule_season_is_days",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Duty(models.Model):
    """What is owed to a site. Kept up to date by triggers on visits, cases, sites and rules (`planning_refresh_duty`).

    Its status on a day is `planning_status(last_visited_on, due_on, suspended_until, day)`.
    """

    class Status(models.TextChoices):
        """What a site's duty amounts to on a day."""

        CURRENT = "current", _("current")
        DUE_SOON = "due_soon", _("due soon")
        OVERDUE = "overdue", _("overdue")
        NEVER = "never", _("never visited")
        SUSPENDED = "suspended", _("suspended")

    site = models.OneToOneField(Site, primary_key=True, on_delete=models.CASCADE, related_name="duty")
    last_visited_on = models.DateField(null=True)
    interval_days = models.PositiveSmallIntegerField()
    rule = models.ForeignKey(VisitRule, null=True, on_delete=models.SET_NULL, related_name="+")
    due_on = models.DateField(null=True, db_index=True)
    suspended_until = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.site_id} due {self.due_on}"


class Suspension(models.Model):
    """A time in which a site need not be visited (closed for repair, buried under snow), and why; never deleted.

    Both days belong to it. Lifted early it ends before `lifted_on`. Two of one site never overlap (exclusion constraint
    `suspension_once_at_a_time`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="suspensions")
    from_on = models.DateField()
    to_on = models.DateField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_on = models.DateField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """It runs forward, has a reason, and is lifted by somebody within its days."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="suspension_runs_forward"),
            models.CheckConstraint(condition=~Q(reason=""), name="suspension_has_reason"),
            models.CheckConstraint(
                condition=Q(lifted_on=None, lifted_by=None)
                | Q(lifted_on__gte=F("from_on"), lifted_on__lte=F("to_on"), lifted_by__isnull=False),
                name="suspension_lifted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site_id} {self.from_on}–{self.to_on}"


class DutyDay(models.Model):
    """A day whose rules and suspensions the duties follow; the newest row is the last one."""

    day = models.DateField(primary_key=True)
    renewed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.day}"


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


class Plan(models.Model):
    """A proposal of who goes where, solved by a job; published all or nothing, once."""

    class State(models.TextChoices):
        """From the question to the published plan."""

        QUEUED = "queued", _("waiting to be solved")
        SOLVING = "solving", _("being solved")
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        CANCELLED = "cancelled", _("cancelled")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="plans")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    seconds_allowed = models.PositiveSmallIntegerField(default=15)
    do_by = models.DateField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    solved_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    is_cancel_asked = models.BooleanField(default=False)
    objective = models.FloatField(null=True)
    bound = models.FloatField(null=True)
    gap = models.FloatField(null=True)
    solver_status = models.CharField(max_length=16, blank=True)
    solver_seconds = models.FloatField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        """What is proven is proven."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(bound__isnull=True) | Q(bound__gte=F("objective") - 1e-6),
                name="plan_bound_not_below_objective",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.district_id} {self.made_at:%Y-%m-%d}"


class PlanItem(models.Model):
    """One proposed visit; a locked one stays when the plan is solved again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="items")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    volunteer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    distance_km = models.FloatField()
    is_locked = models.BooleanField(default=False)

    class Meta:
        """A site is planned once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["plan", "site"], name="plan_site_once"),
        ]

    def __str__(self) -> str:
        return f"{self.site_id} → {self.volunteer_id}"


class PlanOmission(models.Model):
    """A site left out, why, and the cheapest change that would include it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="omissions")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=32)
    params = models.JSONField(default=dict)

    class Meta:
        """A site is left out once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["plan", "site"], name="plan_omission_once"),
        ]

    def __str__(self) -> str:
        return f"{self.site_id} {self.reason}"


class StatusCell(models.Model):
    """Precomputed grid for low zooms: sites by status in a web-mercator cell, as the public and as officers see them.

    `x` and `y` number the cell as tiles three zooms further in; `geom` is the mean place of its sites (WGS-84).
    """

    id = models.BigAutoField(primary_key=True)
    zoom = models.PositiveSmallIntegerField()
    x = models.PositiveIntegerField()
    y = models.PositiveIntegerField()
    district_code = models.CharField(max_length=12)
    level = models.CharField(max_length=32)
    category = models.CharField(max_length=32)
    status = models.CharField(max_length=10)
    is_public = models.BooleanField()
    sites = models.PositiveIntegerField()
    geom = gis.PointField(srid=4326, spatial_index=False)

    class Meta:
        """Read by tile."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["zoom", "is_public", "x", "y"], name="status_cell_tile")
        ]

    def __str__(self) -> str:
        return f"z{self.zoom} {self.status} {self.sites}"
