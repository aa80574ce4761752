"""Statements that go upward: what is being made (`StatementWork`), and what was handed in (`Statement`), which never changes."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id


class Statement(models.Model):
    """A numbered statement of a jurisdiction and period as known at `as_of`; append-only by trigger.

    `content` is canonical JSON (`planning.logic.statement`), `sha256` its fingerprint, `signature` the Ed25519 signature of
    number, fingerprint and what it supersedes (base64), by the key whose public half is `public_key` (base64). A correction
    names what it `supersedes` and why; the trigger `statement_supersedes_its_like` holds both to one jurisdiction and period.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=16, unique=True)
    area = models.CharField(max_length=12, blank=True)
    from_on = models.DateField()
    to_on = models.DateField()
    as_of = models.DateTimeField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    signature = models.CharField(max_length=100)
    public_key = models.CharField(max_length=60)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    correction = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """One chain a jurisdiction and period; a correction says why."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["-at"], name="statement_newest_first")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="statement_runs_forward"),
            models.UniqueConstraint(
                fields=["area", "from_on", "to_on"], condition=Q(supersedes=None), name="statement_first_once"
            ),
            models.CheckConstraint(
                condition=Q(supersedes=None, correction="") | Q(supersedes__isnull=False) & ~Q(correction=""),
                name="statement_correction_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class StatementWork(models.Model):
    """A statement on its way: asked for, computed by the worker with its progress, handed in, cancelled or failed."""

    class State(models.TextChoices):
        """From the question to the end."""

        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("being made")
        DONE = "done", _("handed in")
        CANCELLED = "cancelled", _("cancelled")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.CharField(max_length=12, blank=True)
    from_on = models.DateField()
    to_on = models.DateField()
    as_of = models.DateTimeField()
    supersedes = models.ForeignKey(Statement, null=True, on_delete=models.PROTECT, related_name="corrections")
    correction = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    sites_done = models.PositiveIntegerField(default=0)
    sites = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    statement = models.OneToOneField(Statement, null=True, on_delete=models.PROTECT, related_name="work")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """What is handed in has its statement; the same is not made twice at once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state="done", statement__isnull=False) | ~Q(state="done") & Q(statement=None),
                name="statement_work_done_has_statement",
            ),
            models.UniqueConstraint(
                fields=["area", "from_on", "to_on"],
                condition=Q(state__in=["queued", "running"]),
                name="statement_work_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.from_on}–{self.to_on} {self.state}"
