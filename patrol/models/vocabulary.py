"""Seeded words of the field: checklist, findings, severities, and the dated policy of evidence."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

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


class ReviewPolicy(models.Model):
    """The rules of the desk (reviewers, routine, spot checks, appeals), valid from a day on; rows are added, not changed."""

    valid_from = models.DateField(unique=True)
    values = models.JSONField()
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        """Plural for the reader of the schema."""

        verbose_name_plural: ClassVar[str] = "review policies"

    def __str__(self) -> str:
        return f"from {self.valid_from}"


class ReasonTemplate(models.Model):
    """A reason officers often give, in both languages; one out of use keeps its row. `decision` says where it is offered."""

    class Decision(models.TextChoices):
        """What the reason is given for."""

        MORE = "more", _("Ask for more")
        REJECT = "reject", _("Reject")
        OVERTURN = "overturn", _("Take an acceptance back")
        UPHELD = "upheld", _("Answer an appeal: the decision stands")
        REVERSED = "reversed", _("Answer an appeal: the decision is changed")

    code = models.CharField(primary_key=True, max_length=40)
    decision = models.CharField(max_length=10, choices=Decision.choices)
    label_zh = models.CharField(max_length=40)
    label_en = models.CharField(max_length=60)
    text_zh = models.CharField(max_length=400)
    text_en = models.CharField(max_length=400)
    rank = models.PositiveSmallIntegerField(default=100)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        """A reason is offered from a day to a day."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="reason_template_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~models.Q(label_zh="") & ~models.Q(text_zh="") & ~models.Q(text_en=""),
                name="reason_template_says_something",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The short name in the reader's language."""
        return in_language(self.label_zh, self.label_en)

    @property
    def text(self) -> str:
        """The sentence for the volunteer, in the reader's language."""
        return in_language(self.text_zh, self.text_en)
