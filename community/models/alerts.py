"""What officers were told of: one unusual number of a day, once."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class AlertKind(models.TextChoices):
    """What is counted."""

    COMPLAINTS = "complaints", _("Complaints and appeals")
    CITIZENS = "citizens", _("Citizens' reports")
    DAMAGE = "damage", _("Words of damage")
    EVALUATIONS = "evaluations", _("Bad evaluations of activities")


class AlertTold(models.Model):
    """That the officers of an area were told of an unusual number."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=12, choices=AlertKind.choices)
    area = models.CharField(max_length=12, blank=True)
    on = models.DateField()
    count = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        """Told once a day."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "area", "on"], name="alert_told_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.area} {self.on}"
