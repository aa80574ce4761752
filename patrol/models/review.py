"""A report's fate: its evidence (every computation kept), its review, and the visit it proves."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from patrol.models.report import Report
from sites.models import Site


class Evidence(models.Model):
    """One computation of the evidence behind a report; a newer one is added, the old is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="evidence")
    computed_at = models.DateTimeField()
    policy_from = models.DateField()
    score = models.PositiveSmallIntegerField()
    band = models.CharField(max_length=8)
    needs_person = models.BooleanField()
    witnesses = models.JSONField()

    class Meta:
        """A score runs from 0 to 100."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(score__lte=100), name="evidence_score_to_hundred"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.score}"


class Review(models.Model):
    """Where a report stands; `version` guards against two officers deciding at once."""

    class State(models.TextChoices):
        """From the inbox to a decision."""

        PENDING = "pending", _("waiting for review")
        ACCEPTED = "accepted", _("accepted")
        MORE = "more", _("more is asked")
        REJECTED = "rejected", _("rejected")

    class Photos(models.TextChoices):
        """Whether the photos that the report names are here."""

        COMPLETE = "complete", _("all photos are here")
        AWAITED = "awaited", _("photos are still to come")
        MISSING = "missing", _("photos did not come in time")

    report = models.OneToOneField(Report, primary_key=True, on_delete=models.PROTECT, related_name="review")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    version = models.PositiveIntegerField(default=0)
    score = models.PositiveSmallIntegerField(null=True)
    band = models.CharField(max_length=8, blank=True)
    needs_person = models.BooleanField(default=True)
    max_severity = models.PositiveSmallIntegerField(default=0)
    photos = models.CharField(max_length=10, choices=Photos.choices, default=Photos.COMPLETE)
    # What shows only later: the report's own irregularities are those of its arrival and never change.
    irregularities = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """A decision names who and when; no rejection is without a reason."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state="pending") | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="review_decision_has_officer_and_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "accepted"]) | ~Q(reason=""),
                name="review_refusal_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="pending") | ~Q(photos="awaited"),
                name="review_decided_with_photos_here",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["-max_severity", "report"],
                condition=Q(state="pending"),
                name="review_inbox",
            ),
            models.Index(fields=["report"], condition=Q(photos="awaited"), name="review_awaiting_photos"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.state}"


class Visit(models.Model):
    """A visit an accepted report proves; the input of coverage."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="visit")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="visits")
    volunteer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="visits")
    visited_at = models.DateTimeField()

    class Meta:
        """The last visit of a site is found by index."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["site", "-visited_at"], name="visit_of_site")]

    def __str__(self) -> str:
        return f"{self.site_id} {self.visited_at:%Y-%m-%d}"
