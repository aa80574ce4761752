"""What is done about a case: the authority told, the order, the work, and who looks again."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from patrol.models.campaign import Assignment
from patrol.models.case import Case
from patrol.models.report import Report


class CasePolicy(models.Model):
    """Priorities, times and likeness of cases, valid from a day on; rows are added, not changed."""

    valid_from = models.DateField(unique=True)
    values = models.JSONField()
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        """Plural for the reader of the schema."""

        verbose_name_plural: ClassVar[str] = "case policies"

    def __str__(self) -> str:
        return f"from {self.valid_from}"


class AuthorityNotice(models.Model):
    """That an authority was told of a case, by which letter; append-only by trigger."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="authority_notices")
    authority = models.CharField(max_length=120)
    document_number = models.CharField(max_length=60, blank=True)
    notified_on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """An authority has a name."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(authority=""), name="authority_notice_names_authority"),
        ]

    def __str__(self) -> str:
        return self.authority


class RectificationOrder(models.Model):
    """The order to put things right; append-only by trigger. A document is stored under its SHA-256."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="orders")
    number = models.CharField(max_length=60)
    addressee = models.CharField(max_length=120)
    demands = models.TextField()
    issued_on = models.DateField()
    deadline_on = models.DateField()
    document = models.CharField(max_length=120, blank=True)
    document_name = models.CharField(max_length=120, blank=True)
    document_sha256 = models.CharField(max_length=64, blank=True)
    document_type = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """A number is given once in a case; nobody is given no time."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "number"], name="order_number_once_per_case"),
            models.CheckConstraint(condition=Q(deadline_on__gte=F("issued_on")), name="order_deadline_after_issue"),
            models.CheckConstraint(
                condition=Q(document="", document_sha256="") | ~Q(document="") & ~Q(document_sha256=""),
                name="order_document_has_hash",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Intervention(models.Model):
    """A piece of work at the damage: by whom, when, at what cost in fen (分). Finished, it changes no more (trigger)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="interventions")
    job = models.CharField(max_length=400)
    contractor = models.CharField(max_length=120)
    cost_fen = models.BigIntegerField(null=True, blank=True)
    started_on = models.DateField()
    finished_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Work ends after it begins and costs nothing or something."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(cost_fen=None) | Q(cost_fen__gte=0), name="intervention_cost_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(finished_on=None) | Q(finished_on__gte=F("started_on")),
                name="intervention_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.job


class Reinspection(models.Model):
    """That a volunteer is asked to look again; never one who reported the damage (trigger). Its report alone closes the case."""

    class Outcome(models.TextChoices):
        """How it ended."""

        PASSED = "passed", _("repaired")
        FAILED = "failed", _("not repaired")
        CANCELLED = "cancelled", _("called off")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reinspections")
    volunteer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="reinspections")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    report = models.ForeignKey(Report, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """One runs at a time; an ended one says how, a passed one by which report."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at=None), name="reinspection_one_running"),
            models.CheckConstraint(
                condition=Q(ended_at=None, outcome="") | Q(ended_at__isnull=False) & ~Q(outcome=""),
                name="reinspection_ended_has_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="passed") | Q(report__isnull=False), name="reinspection_passed_has_report"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.volunteer_id}"
