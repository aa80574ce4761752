"""Service records on their way to another platform, and from one to us, in two phases (docs/exchange.md)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from timebank.models.ledger import ServiceRecord
from timebank.models.partner import Partner


class Transfer(models.Model):
    """A volunteer's wish to take records to a partner; its id is the batch's. Moves forwards only (`transfer_moves_forward`).

    From `approved` on the hours are held; from `confirming` on only the partner's answer ends it.
    """

    class State(models.TextChoices):
        """From the wish to the end."""

        ASKED = "asked", _("waits for approval")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("taken back")
        APPROVED = "approved", _("approved, being sent")
        PREPARED = "prepared", _("the partner is ready")
        CONFIRMING = "confirming", _("waits for the partner's confirmation")
        CONFIRMED = "confirmed", _("handed over")
        ABORTED = "aborted", _("stopped, hours given back")
        REFUSED = "refused", _("refused by the partner, hours given back")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="transfers")
    volunteer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="transfers")
    receiving_code = models.CharField(max_length=24)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    consented_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=200, blank=True)
    tries = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=80, blank=True)

    class Meta:
        """Decided by somebody else; what is on its way knows when it is tried again."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="transfer_due"),
            models.Index(fields=["volunteer", "-consented_at"], name="transfer_of_volunteer"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(decided_by=F("volunteer")), name="transfer_decided_by_another"),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "withdrawn"]) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="transfer_decided_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "approved", "prepared", "confirming"], ended_at=None)
                | Q(state__in=["declined", "withdrawn", "confirmed", "aborted", "refused"], ended_at__isnull=False),
                name="transfer_ended_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "prepared", "confirming"]) | Q(next_at__isnull=False),
                name="transfer_on_its_way_is_tried_again",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.state}"


class TransferItem(models.Model):
    """One record of a transfer. A record is in one living transfer at most (`record_on_its_way_once`)."""

    class State(models.TextChoices):
        """Where its hours are."""

        WISHED = "wished", _("wished")
        HELD = "held", _("held")
        GONE = "gone", _("handed over")
        KEPT = "kept", _("stays here")

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="items")
    record = models.ForeignKey(ServiceRecord, on_delete=models.PROTECT, related_name="transfer_items")
    seconds = models.PositiveBigIntegerField()
    state = models.CharField(max_length=6, choices=State.choices, default=State.WISHED)
    reason = models.CharField(max_length=40, blank=True)

    class Meta:
        """Hours go once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["record"],
                condition=Q(state__in=["wished", "held", "gone"]),
                name="record_on_its_way_once",
            ),
            models.UniqueConstraint(fields=["transfer", "record"], name="record_once_in_transfer"),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.state}"


class ReceivingCode(models.Model):
    """What a person types on the other platform to say that records go to their account here; kept as its hash, used once."""

    digest = models.CharField(primary_key=True, max_length=64)
    volunteer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="receiving_codes")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """It ends."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="receiving_code_ends"),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} until {self.expires_at}"


class IncomingBatch(models.Model):
    """Records a partner wants to hand to a volunteer here; nothing is credited before it is confirmed."""

    class State(models.TextChoices):
        """Prepared ends either way, and then stays (trigger `incoming_batch_moves_forward`)."""

        PREPARED = "prepared", _("ready")
        CONFIRMED = "confirmed", _("confirmed")
        ABORTED = "aborted", _("stopped")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="incoming")
    batch = models.UUIDField()
    volunteer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="incoming_batches")
    name_there = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARED)
    prepared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A partner's batch comes once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["partner", "batch"], name="incoming_batch_once"),
            models.CheckConstraint(
                condition=Q(state="prepared", ended_at=None) | ~Q(state="prepared") & Q(ended_at__isnull=False),
                name="incoming_batch_ended_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch} {self.state}"


class IncomingItem(models.Model):
    """One record of an incoming batch: what the partner says of it, and what became of it here."""

    batch = models.ForeignKey(IncomingBatch, on_delete=models.PROTECT, related_name="items")
    origin_id = models.UUIDField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    title = models.CharField(max_length=160)
    organisation_name = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    record = models.OneToOneField(ServiceRecord, null=True, on_delete=models.PROTECT, related_name="incoming_item")

    class Meta:
        """Once in a batch; what was refused is never credited."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["batch", "origin_id"], name="incoming_record_once_in_batch"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="incoming_record_takes_time"),
            models.CheckConstraint(condition=Q(reason="") | Q(record=None), name="incoming_refused_is_not_credited"),
        ]

    def __str__(self) -> str:
        return f"{self.origin_id} {self.reason or 'accepted'}"
