"""What may follow a decision: a spot check, an acceptance taken back, the volunteer's appeal."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from patrol.models.report import Report


class SpotCheck(models.Model):
    """An accepted report drawn for a second look; `number` (0 to 1, from the report's id) was below `share`.

    The outcome is a label for calibration: a report that did not stand is an overturned one.
    """

    class Outcome(models.TextChoices):
        """What the second reviewer found."""

        OPEN = "", _("waits for a second look")
        STANDS = "stands", _("the acceptance stands")
        OVERTURNED = "overturned", _("the acceptance was taken back")

    report = models.OneToOneField(Report, primary_key=True, on_delete=models.PROTECT, related_name="spot_check")
    share = models.FloatField()
    number = models.FloatField()
    drawn_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.OPEN, blank=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        """Who looked and when stands beside the outcome; who accepted does not check (`patrol_check_second_look`)."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(share__gte=0, share__lte=1, number__gte=0, number__lt=F("share")),
                name="spot_check_was_drawn",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", by=None, at=None)
                | Q(outcome__in=["stands", "overturned"], by__isnull=False, at__isnull=False),
                name="spot_check_outcome_has_person_and_time",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["drawn_at"], condition=Q(outcome=""), name="spot_check_open"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.outcome or 'open'}"


class Overturn(models.Model):
    """That an acceptance was taken back: by whom, why, and the visit and hours that went with it; append-only by trigger.

    `accepted_at` is when it had been accepted: what was known of the time between asks for it.
    A visit leaves `patrol_visit` only with its copy here (trigger `visit_leaves_by_overturn`).
    """

    report = models.OneToOneField(Report, primary_key=True, on_delete=models.PROTECT, related_name="overturn")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField()
    accepted_at = models.DateTimeField()
    visit_id = models.UUIDField(null=True)
    visited_at = models.DateTimeField(null=True)
    seconds = models.PositiveIntegerField(default=0)

    class Meta:
        """Nothing is taken back without a word."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(reason=""), name="overturn_has_reason"),
        ]

    def __str__(self) -> str:
        return str(self.report_id)


class Appeal(models.Model):
    """The volunteer's one appeal against a rejection or an acceptance taken back, decided by somebody new."""

    class Outcome(models.TextChoices):
        """What the other officer decided."""

        OPEN = "", _("waits for another officer")
        UPHELD = "upheld", _("the decision stands")
        REVERSED = "reversed", _("the decision was changed")

    report = models.OneToOneField(Report, primary_key=True, on_delete=models.PROTECT, related_name="appeal")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appeals")
    at = models.DateTimeField()
    text = models.TextField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.OPEN, blank=True)
    reply = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """One appeal a report (its key); an answer says who, when and why."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(text=""), name="appeal_says_something"),
            models.CheckConstraint(
                condition=Q(outcome="", decided_by=None, decided_at=None, reply="")
                | Q(outcome__in=["upheld", "reversed"], decided_by__isnull=False, decided_at__isnull=False)
                & ~Q(reply=""),
                name="appeal_outcome_has_person_time_and_words",
            ),
            models.CheckConstraint(condition=~Q(decided_by=F("by")), name="appeal_decided_by_another"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["at"], condition=Q(outcome=""), name="appeal_open"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.outcome or 'open'}"
