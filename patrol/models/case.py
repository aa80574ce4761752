"""Damage followed until a re-inspection closes it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from patrol.models.report import Finding, Report
from patrol.models.vocabulary import FindingKind
from sites.models import Site

ENDED = ["closed", "dismissed", "merged"]


class Case(models.Model):
    """One damage or danger at one site: found → told the owner → reported to the authority → order → re-inspection → closed.

    `due_at` is the time of the state it is in; `priority` follows from severity and urgency by the policy of the day.
    """

    class State(models.TextChoices):
        """The chain of the handling rules."""

        FOUND = "found", _("found")
        TOLD_OWNER = "told_owner", _("owner told")
        REPORTED = "reported", _("reported to the authority")
        ORDERED = "ordered", _("rectification ordered")
        REINSPECTION = "reinspection", _("waiting for re-inspection")
        CLOSED = "closed", _("closed")
        DISMISSED = "dismissed", _("not confirmed")
        MERGED = "merged", _("merged into another case")

    class Urgency(models.IntegerChoices):
        """How long it may wait, whatever its severity: rain, visitors below, thieves about."""

        CAN_WAIT = 1, _("can wait")
        SOON = 2, _("soon")
        AT_ONCE = 3, _("at once")

    class Priority(models.TextChoices):
        """What is done first."""

        LOW = "low", _("Low priority")
        NORMAL = "normal", _("Normal priority")
        HIGH = "high", _("High priority")
        URGENT = "urgent", _("Urgent")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="cases")
    kind = models.ForeignKey(FindingKind, on_delete=models.PROTECT, related_name="+")
    severity = models.PositiveSmallIntegerField()
    urgency = models.PositiveSmallIntegerField(choices=Urgency.choices, default=Urgency.SOON)
    priority = models.CharField(max_length=6, choices=Priority.choices, default=Priority.NORMAL)
    state = models.CharField(max_length=14, choices=State.choices, default=State.FOUND)
    state_since = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="absorbed")
    split_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="split_off")
    public_answer = models.TextField(
        blank=True
    )  # What the person who reported it is told: thank you, this is what happened.
    version = models.PositiveIntegerField(default=0)

    class Meta:
        """An ended case has its day; a merged one leads on. How it closes and who re-inspects, triggers watch."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=ENDED, closed_at__isnull=False) | ~Q(state__in=ENDED) & Q(closed_at__isnull=True),
                name="case_closed_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False) | ~Q(state="merged") & Q(merged_into=None),
                name="case_merged_leads_on",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="case_not_into_itself"
            ),
            models.CheckConstraint(condition=Q(severity__lte=4), name="case_severity_to_four"),
            models.CheckConstraint(condition=Q(urgency__gte=1, urgency__lte=3), name="case_urgency_one_to_three"),
            models.CheckConstraint(
                condition=Q(priority__in=["low", "normal", "high", "urgent"]), name="case_priority_known"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["due_at", "-severity", "number"], condition=Q(closed_at=None), name="case_open_by_due"
            ),
            models.Index(fields=["state", "due_at"], name="case_by_state"),
            models.Index(fields=["-closed_at"], condition=Q(closed_at__isnull=False), name="case_ended"),
        ]

    def __str__(self) -> str:
        return self.number


class CaseFinding(models.Model):
    """To which case a finding belongs now; the timeline tells where it was before. A finding is in one case at most."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="case_places")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="found")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """The wall against opening two cases from one finding."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["finding"], name="case_finding_in_one_case"),
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} in {self.case_id}"


class CaseApart(models.Model):
    """Two cases an officer looked at and found to be two damages: not suggested again; append-only by trigger."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    first = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """A pair is said once, in one order."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["first", "second"], name="case_apart_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="case_apart_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"


class CaseEntry(models.Model):
    """One line of a case's timeline; append-only by trigger.

    `said_by` names whose words an officer wrote down (a contractor has no account); `extra` holds the facts of the
    line, also those that undo it; `other` is the other case of a merge or split.
    """

    class Kind(models.TextChoices):
        """What the line tells."""

        STEP = "step", _("step")
        NOTE = "note", _("note")
        JOINED = "joined", _("finding added")
        HANDLER = "handler", _("handler")
        URGENCY = "urgency", _("urgency")
        AUTHORITY = "authority", _("authority notified")
        ORDER = "order", _("rectification order")
        WORK = "work", _("intervention")
        REINSPECTION = "reinspection", _("re-inspection asked")
        ANSWER = "answer", _("answer to the reporters")
        MERGED = "merged", _("merged into another case")
        ABSORBED = "absorbed", _("another case merged into this one")
        SPLIT = "split", _("split")
        REOPENED = "reopened", _("opened again")
        UNDONE = "undone", _("taken back")
        ALARM = "alarm", _("reminder")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="entries")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.STEP)
    state = models.CharField(max_length=14, choices=Case.State.choices)
    note = models.TextField(blank=True)
    said_by = models.CharField(max_length=120, blank=True)
    report = models.ForeignKey(Report, null=True, on_delete=models.PROTECT, related_name="+")
    finding = models.ForeignKey(Finding, null=True, on_delete=models.PROTECT, related_name="case_entries")
    other = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")
    extra = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.state}"


class CaseAlarm(models.Model):
    """That the time of a case's state runs out (step 1, its handler) or is past (step 2, who stands above); each once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="alarms")
    step = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=14, choices=Case.State.choices)
    due_at = models.DateTimeField()
    raised_at = models.DateTimeField()
    told = models.PositiveSmallIntegerField()

    class Meta:
        """A step is given once for each state and its time."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "step", "state", "due_at"], name="case_alarm_once"),
            models.CheckConstraint(condition=Q(step__in=[1, 2]), name="case_alarm_two_steps"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.step}"
