"""Seeded words of the field: checklist, findings, severities, and the dated policy of evidence."""

from typing import ClassVar

from django.db import models

from people.models import in_language
from sites.models import Term


class ChecklistItem(Term):
    """A question of the patrol checklist; `is_core` ones are asked on every visit."""

    group = models.CharField(max_length=32)
    is_core = models.BooleanField(default=False)
    bad_answer = models.CharField(max_length=3, default="yes")
    categories = models.JSONField(default=list)


class FindingKind(Term):
    """What kind of damage or danger was found."""

    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")


class Severity(models.Model):
    """Severity 0–4, and how soon it must be acted on."""

    degree = models.PositiveSmallIntegerField(primary_key=True)
    label_zh = models.CharField(max_length=80)
    label_en = models.CharField(max_length=120)
    respond_within_hours = models.PositiveIntegerField(null=True, blank=True)
    opens_case = models.BooleanField(default=False)
    source = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The label in the reader's language."""
        return in_language(self.label_zh, self.label_en)


class EvidencePolicy(models.Model):
    """Thresholds and weights of the evidence, valid from a day on; rows are added, not changed."""

    valid_from = models.DateField(unique=True)
    values = models.JSONField()
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        """Plural for the reader of the schema."""

        verbose_name_plural: ClassVar[str] = "evidence policies"

    def __str__(self) -> str:
        return f"from {self.valid_from}"
