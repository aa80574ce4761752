"""Plans of who goes where."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from planning.models.wide import WidePlan
from sites.models import District, Site


class Plan(models.Model):
    """A proposal of who goes where, solved by a job; published all or nothing, once.

    `goals` say what it aims at (`logic/aims.py`). A plan that `follows` a published one plans what of that is not done;
    its `terms` say who and what stays out (`logic/terms.py`). A plan of a `wide` plan sends its own district's people.
    """

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
    goals = models.JSONField(default=dict)
    follows = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="followers")
    terms = models.JSONField(default=dict)
    wide = models.ForeignKey(WidePlan, null=True, on_delete=models.PROTECT, related_name="plans")
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
    goals_reached = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        """What is proven is proven; what is published has its time; a wide plan has one plan a district."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(bound__isnull=True) | Q(bound__gte=F("objective") - 1e-6),
                name="plan_bound_not_below_objective",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False), name="plan_published_has_time"
            ),
            models.UniqueConstraint(fields=["wide", "district"], name="plan_one_per_district_of_wide"),
            models.UniqueConstraint(fields=["follows"], condition=Q(state="published"), name="plan_followed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.district_id} {self.made_at:%Y-%m-%d}"


class PlanItem(models.Model):
    """One proposed visit; a locked one stays when the plan is solved again. To a difficult site a `companion` goes along."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="items")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    volunteer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    distance_km = models.FloatField()
    companion = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    companion_km = models.FloatField(null=True)
    is_locked = models.BooleanField(default=False)

    class Meta:
        """A site is planned once; whoever goes along is somebody else, with a way of their own."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["plan", "site"], name="plan_site_once"),
            models.CheckConstraint(condition=~Q(companion=F("volunteer")), name="plan_item_companion_is_somebody_else"),
            models.CheckConstraint(
                condition=Q(companion=None, companion_km=None) | Q(companion__isnull=False, companion_km__isnull=False),
                name="plan_item_companion_has_way",
            ),
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


class PlanChange(models.Model):
    """A change the planner makes for one plan so that a site fits in: somebody is asked for more, a site counts more."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="changes")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    volunteer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    amount = models.FloatField()

    class Meta:
        """Nobody is asked for less than nothing, and skills are not given at a desk."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="plan_change_amount_positive"),
            models.CheckConstraint(
                condition=Q(kind="raise_urgency", volunteer=None)
                | Q(kind__in=["extend_range", "one_more_visit", "more_time"], volunteer__isnull=False),
                name="plan_change_is_the_planners",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"


class PlanSnapshot(models.Model):
    """What a plan proposed before it was solved again, and how good that was: ids of site, volunteer and companion ("")."""

    plan = models.OneToOneField(Plan, primary_key=True, on_delete=models.CASCADE, related_name="snapshot")
    pairs = models.JSONField(default=list)
    objective = models.FloatField(null=True)
    bound = models.FloatField(null=True)
    gap = models.FloatField(null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.plan_id} {self.at:%Y-%m-%d %H:%M}"
