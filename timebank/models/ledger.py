"""The ledger: hours (seconds) and points as separate currencies, double entry, append-only by trigger."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from people.models import in_language


class Currency(models.TextChoices):
    """Hours never expire and never buy goods; points may do both."""

    HOURS = "hours", _("service hours")  # amounts in seconds
    POINTS = "points", _("points")


class Account(models.Model):
    """A person's account, or one of the house's own (`code`), in one currency."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="accounts",
    )
    code = models.CharField(max_length=40, blank=True)
    currency = models.CharField(max_length=8, choices=Currency.choices)

    class Meta:
        """One account per owner and currency."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["owner", "currency"],
                condition=Q(owner__isnull=False),
                name="account_once_per_owner",
            ),
            models.UniqueConstraint(
                fields=["code", "currency"],
                condition=~Q(code=""),
                name="account_once_per_code",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=False, code="") | Q(owner__isnull=True) & ~Q(code=""),
                name="account_of_person_or_house",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner_id or self.code} {self.currency}"


class Transaction(models.Model):
    """A balanced set of entries in one currency; posted once per (`kind`, `source`)."""

    class Kind(models.TextChoices):
        """Why it was posted."""

        SERVICE = "service", _("verified service")
        REVERSAL = "reversal", _("reversal")
        EARNING = "earning", _("thanks for service")
        GIFT = "gift", _("gift to a relative")
        DONATION = "donation", _("donation")
        HOLD = "hold", _("put aside for a voucher")
        CAPTURE = "capture", _("voucher redeemed")
        RELEASE = "release", _("voucher given back")
        EXPIRY = "expiry", _("expired")
        TRANSFER = "transfer", _("transfer between platforms")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    currency = models.CharField(max_length=8, choices=Currency.choices)
    source = models.CharField(max_length=80)
    memo = models.JSONField(default=dict)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # A reversal of a reversal gives back what was taken; each posting is reversed at most once.
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversed_by")

    class Meta:
        """The same source is never paid twice, and only a reversal reverses."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind="reversal", reverses__isnull=False) | ~Q(kind="reversal") & Q(reverses=None),
                name="transaction_reversal_reverses_one",
            ),
            # Hours are never spent, never given to a pool, and never expire.
            models.CheckConstraint(
                condition=~Q(kind__in=["earning", "donation", "hold", "capture", "release", "expiry"])
                | Q(currency="points"),
                name="transaction_hours_buy_nothing",
            ),
            models.UniqueConstraint(
                fields=["kind", "currency", "source"],
                name="transaction_once_per_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.source}"


class Entry(models.Model):
    """One side of a transaction; the sides of a transaction sum to zero (deferred trigger `entries_balance`)."""

    id = models.BigAutoField(primary_key=True)
    transaction = models.ForeignKey(Transaction, on_delete=models.PROTECT, related_name="entries")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="entries")
    amount = models.BigIntegerField()

    class Meta:
        """A statement reads one account in order."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account", "-id"], include=["amount", "transaction"], name="entry_statement"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(amount=0), name="entry_not_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount}"


class ServiceRecord(models.Model):
    """What a person did and when: the record behind the hours. A person's intervals never overlap."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    volunteer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="service_records",
    )
    during = DateTimeRangeField()
    transaction = models.OneToOneField(Transaction, on_delete=models.PROTECT, related_name="service_record")
    source = models.CharField(max_length=80, unique=True)
    title_zh = models.CharField(max_length=160)
    title_en = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=200, blank=True)
    organisation_name = models.CharField(max_length=120, blank=True)

    class Meta:
        """Nobody serves in two places at once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            ExclusionConstraint(
                name="service_intervals_never_overlap",
                expressions=[
                    ("volunteer", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} {self.during}"

    @property
    def title(self) -> str:
        """What was done, in the reader's language."""
        return in_language(self.title_zh, self.title_en)
