"""Who said what about a report, each for themselves; and who filed a report that its volunteer did not send."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from patrol.logic.votes import MOST_VOTES
from patrol.models.report import Report


class Opinion(models.Model):
    """One reviewer's vote on a report; append-only by trigger, and nobody's of the house it came from (`patrol_refuse_partial`)."""

    class Decision(models.TextChoices):
        """What should become of the report."""

        ACCEPT = "accept", _("Accept")
        MORE = "more", _("Ask for more")
        REJECT = "reject", _("Reject")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="opinions")
    number = models.PositiveSmallIntegerField()
    decision = models.CharField(max_length=8, choices=Decision.choices)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="opinions")
    at = models.DateTimeField()

    class Meta:
        """Nobody votes twice; a third vote decides at the latest; no refusal is without a reason."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "by"], name="opinion_once_a_person"),
            models.UniqueConstraint(fields=["report", "number"], name="opinion_number_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=MOST_VOTES), name="opinion_third_is_the_last"
            ),
            models.CheckConstraint(
                condition=Q(decision__in=["accept", "more", "reject"]), name="opinion_decision_known"
            ),
            models.CheckConstraint(condition=Q(decision="accept") | ~Q(reason=""), name="opinion_refusal_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.number} {self.decision}"


class ManualEntry(models.Model):
    """That a report was filed by somebody else for its volunteer, as from a queue file; append-only by trigger."""

    report = models.OneToOneField(Report, primary_key=True, on_delete=models.PROTECT, related_name="manual_entry")
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.report_id)
