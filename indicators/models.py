"""What was counted: a snapshot for each day and indicator, and its figures. Both only grow (triggers)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from core.ids import new_id


class Snapshot(models.Model):
    """An indicator as it was known when the day `on` was over: by which definition, and the fingerprint of its figures."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    on = models.DateField()
    indicator = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField()
    definition = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField()

    class Meta:
        """A day is counted once, and not before it is over."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["indicator", "on"], name="snapshot_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.on}"


class Figure(models.Model):
    """The parts of a number: of a month, an area (`scope`, a division code's beginning, "" everywhere), a detail ("" all).

    `persons` are the distinct people behind it, of whom a few are not told; `rows` how many rows it leads back to.
    """

    id = models.BigAutoField(primary_key=True)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="figures")
    month = models.DateField()
    scope = models.CharField(max_length=6, blank=True)
    detail = models.CharField(max_length=32, blank=True)
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()
    persons = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()

    class Meta:
        """Said once; nothing is counted below nothing."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["snapshot", "detail", "month", "scope"], name="figure_said_once"),
            models.CheckConstraint(condition=Q(numerator__gte=0, denominator__gte=0), name="figure_not_negative"),
            models.CheckConstraint(condition=Q(month__day=1), name="figure_month_is_its_first_day"),
            models.CheckConstraint(condition=Q(scope__regex=r"^[0-9]*$"), name="figure_scope_is_division_code"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.scope} {self.detail} {self.numerator}/{self.denominator}"
