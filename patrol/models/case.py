"""Damage followed until a re-inspection closes it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from patrol.models.report import Finding, Report
from patrol.models.vocabulary import FindingKind
from sites.models import Site


class Case(models.Model):
    """One damage or danger at one site: found → told the owner → reported to the authority → order → re-inspection → closed."""

    class State(models.TextChoices):
        """The chain of the handling rules."""

        FOUND = "found", _("found")
        TOLD_OWNER = "told_owner", _("owner told")
        REPORTED = "reported", _("reported to the authority")
        ORDERED = "ordered", _("rectification ordered")
        REINSPECTION = "reinspection", _("waiting for re-inspection")
        CLOSED = "closed", _("closed")
        DISMISSED = "dismissed", _("not confirmed")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="cases")
    kind = models.ForeignKey(FindingKind, on_delete=models.PROTECT, related_name="+")
    severity = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=14, choices=State.choices, default=State.FOUND)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    public_answer = models.TextField(
        blank=True
    )  # What the person who reported it is told: thank you, this is what happened.
    version = models.PositiveIntegerField(default=0)

    class Meta:
        """One open case per site and kind; a closed one has its day."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["site", "kind"],
                condition=~Q(state__in=["closed", "dismissed"]),
                name="case_one_open_per_site_and_kind",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["closed", "dismissed"], closed_at__isnull=False)
                | ~Q(state__in=["closed", "dismissed"]) & Q(closed_at__isnull=True),
                name="case_closed_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CaseEntry(models.Model):
    """One line of a case's timeline; append-only by trigger."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="entries")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=14, choices=Case.State.choices)
    note = models.TextField(blank=True)
    report = models.ForeignKey(Report, null=True, on_delete=models.PROTECT, related_name="+")
    finding = models.ForeignKey(Finding, null=True, on_delete=models.PROTECT, related_name="case_entries")

    def __str__(self) -> str:
        return f"{self.case_id} {self.state}"
