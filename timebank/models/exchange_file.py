"""Exchange files given and taken: when, by whom, how many rows, and what was wrong with them. Never the rows themselves."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id


class ExchangeFile(models.Model):
    """A file as it went or came. `counts`: rows by entity; `findings`: `[{"entity", "row", "field", "code"}]`, the first of them."""

    class Direction(models.TextChoices):
        """Which way."""

        GIVEN = "given", _("given")
        TAKEN = "taken", _("taken")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    direction = models.CharField(max_length=5, choices=Direction.choices)
    name = models.CharField(max_length=120)
    sender = models.CharField(max_length=120, blank=True)
    mapping = models.CharField(max_length=16)
    sha256 = models.CharField(max_length=64)
    counts = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    findings_count = models.PositiveIntegerField(default=0)
    organisations_added = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """What is given has no findings."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(direction="taken") | Q(findings_count=0, organisations_added=0),
                name="given_file_is_without_findings",
            ),
        ]

    def __str__(self) -> str:
        return self.name
