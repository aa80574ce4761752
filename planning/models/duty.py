"""What is owed to a site: visit rules, and the duty they make."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sites.models import District, Level, Site


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

    Its status on a day is `planning_status(last_visited_on, due_on, suspended_until, day)`. The columns from `site_code` on
    repeat the site's own, so that a nation is counted and sorted in narrow rows; triggers keep them as the site says, so the
    database need not check them again.
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
    site_code = models.CharField(max_length=40)
    district = models.ForeignKey(
        District, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    is_active = models.BooleanField()

    class Meta:
        """Counted in the index alone; sites alike in level and interval follow each other by the day they are due."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["district", "level"],
                include=["last_visited_on", "due_on", "suspended_until"],
                condition=Q(is_active=True),
                name="duty_counted",
            ),
            models.Index(fields=["level", "interval_days", "due_on", "site_code"], name="duty_by_urgency"),
        ]

    def __str__(self) -> str:
        return f"{self.site_id} due {self.due_on}"


class DutyDay(models.Model):
    """A day whose rules and suspensions the duties follow; the newest row is the last one."""

    day = models.DateField(primary_key=True)
    renewed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.day}"
