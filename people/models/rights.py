"""What a person asks of their own data: a copy of it, and that it goes."""

from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id

OWN: Final = settings.AUTH_USER_MODEL


class DataExport(models.Model):
    """A copy of everything kept about a person, packed by the worker and there for some days."""

    class State(models.TextChoices):
        """From the question to the day it is gone."""

        WAITING = "waiting", _("waiting")
        PACKING = "packing", _("being packed")
        READY = "ready", _("ready")
        FAILED = "failed", _("could not be packed")
        GONE = "gone", _("no longer there")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(OWN, on_delete=models.PROTECT, related_name="data_exports")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    parts_done = models.PositiveSmallIntegerField(default=0)
    parts = models.PositiveSmallIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        """One at a time, and what is ready ends one day."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(state__in=("waiting", "packing")), name="export_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(ready_at__isnull=False, expires_at__gt=F("ready_at")),
                name="export_ready_expires",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.state}"


class ExportPiece(models.Model):
    """Some bytes of a packed copy, in order: in the database, so that every web process can hand them out."""

    id = models.BigAutoField(primary_key=True)
    export = models.ForeignKey(DataExport, on_delete=models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        """Each piece once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["export", "number"], name="export_piece_once"),
        ]

    def __str__(self) -> str:
        return f"{self.export_id} {self.number}"


class Erasure(models.Model):
    """That a person's data goes: after some days in which they may think again; then only the pseudonym stays.

    While `started_at` is set and `ended_at` is not, the walls of append-only tables let text be replaced by the one
    transaction that names this row (function `core_erases`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(OWN, on_delete=models.PROTECT, related_name="erasures")
    pseudonym = models.CharField(max_length=40, unique=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Asked once, and never both taken back and done."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user"], condition=Q(cancelled_at=None), name="erasure_asked_once"),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | Q(started_at=None), name="erasure_cancelled_or_done"
            ),
            models.CheckConstraint(condition=Q(started_at=None) | Q(started_at__gte=F("due_at")), name="erasure_waits"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(started_at__isnull=False), name="erasure_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.pseudonym
