"""Plans of who goes where."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from sites.models import District, Site


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
