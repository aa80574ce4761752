"""The dated rules of the bank: what a day may hold, what an hour thanks with, how long points live, what may be given."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models import in_language


class BankPolicy(models.Model):
    """The rules from a day on, until the next row begins. A day is a day of Asia/Shanghai."""

    valid_from = models.DateField(primary_key=True)
    daily_cap_seconds = models.PositiveIntegerField()
    points_per_hour = models.PositiveIntegerField()
    lot_months = models.PositiveSmallIntegerField()
    warn_days = models.PositiveSmallIntegerField()
    voucher_days = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        """A day has 24 hours; nothing expires unwarned."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(daily_cap_seconds__gt=0, daily_cap_seconds__lte=86_400), name="bank_policy_cap_within_a_day"
            ),
            models.CheckConstraint(condition=Q(warn_days__gt=0), name="bank_policy_warns"),
            models.CheckConstraint(condition=Q(lot_months__gt=0), name="bank_policy_lots_live"),
            models.CheckConstraint(condition=Q(voucher_days__gt=0), name="bank_policy_vouchers_live"),
        ]

    def __str__(self) -> str:
        return f"from {self.valid_from}"


class GiftScheme(models.Model):
    """What may be given to a relative, and how much in a calendar year; hours are told in seconds."""

    code = models.CharField(primary_key=True, max_length=32)
    label_zh = models.CharField(max_length=80)
    label_en = models.CharField(max_length=80)
    currency = models.CharField(max_length=8)
    most_a_year = models.PositiveBigIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        """Something at least, and a term that runs forwards."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(currency__in=["hours", "points"]), name="gift_scheme_currency_known"),
            models.CheckConstraint(condition=Q(most_a_year__gt=0), name="gift_scheme_gives_something"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="gift_scheme_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The label in the reader's language."""
        return in_language(self.label_zh, self.label_en)


class StarGrade(models.Model):
    """One grade of a dated star scheme: how much of its measure for so many stars."""

    class Measure(models.TextChoices):
        """What is counted."""

        HOURS = "hours", _("Hours of service")
        VISITS = "visits", _("Services")
        MONTHS = "months", _("Active months")

    scheme = models.CharField(max_length=40)
    measure = models.CharField(max_length=8, choices=Measure.choices, default=Measure.HOURS)
    stars = models.PositiveSmallIntegerField()
    threshold = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        """A grade stands once in a scheme."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["scheme", "stars"], name="star_grade_once"),
            models.CheckConstraint(
                condition=Q(measure__in=["hours", "visits", "months"]), name="star_grade_measure_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.stars}★"
