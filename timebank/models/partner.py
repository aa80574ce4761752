"""Other platforms we exchange service records with: who they are, the keys they sign with, and what was said."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id


class Partner(models.Model):
    """Another platform. Its name and address never change (trigger `partner_stays`); a moved platform is a new one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(_("Short name"), max_length=24, unique=True)
    name = models.CharField(_("Name of the platform"), max_length=120)
    base_url = models.CharField(_("Address of the platform"), max_length=200, unique=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    # The number of the last message sent to it.
    sent_counter = models.PositiveBigIntegerField(default=0)

    class Meta:
        """It has an address to call."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(base_url__regex=r"^https?://[^/?#]+(/[^?#]*[^/?#])?$"), name="partner_address_is_one"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def account_code(self) -> str:
        """The code of its account: what went to it less what came from it."""
        return f"partner:{self.code}"


class PartnerKey(models.Model):
    """A public key of a partner (Ed25519, base64url), good from a time to a time; it counts once a second person admitted it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="keys")
    kid = models.CharField(max_length=64)
    public = models.CharField(_("Public key"), max_length=64)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    admitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    admitted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Four eyes."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["partner", "kid"], name="partner_key_once"),
            models.CheckConstraint(condition=Q(valid_until__gt=F("valid_from")), name="partner_key_ends_after_start"),
            models.CheckConstraint(condition=~Q(admitted_by=F("proposed_by")), name="partner_key_needs_four_eyes"),
            models.CheckConstraint(
                condition=Q(admitted_by=None, admitted_at=None)
                | Q(admitted_by__isnull=False, admitted_at__isnull=False),
                name="partner_key_admitted_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.kid


class PartnerMessage(models.Model):
    """A message to or from a partner, word for word, with its answer: said again, it is answered the same.

    Each direction counts its messages; a number is used once (`message_number_used_once`), also by what a job says again.
    """

    class Direction(models.TextChoices):
        """Who said it."""

        OUT = "out", _("sent")
        IN = "in", _("received")

    class Step(models.TextChoices):
        """What it asks for."""

        PREPARE = "prepare", _("prepare")
        CONFIRM = "confirm", _("confirm")
        ABORT = "abort", _("abort")

    id = models.BigAutoField(primary_key=True)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="messages")
    direction = models.CharField(max_length=3, choices=Direction.choices)
    counter = models.PositiveBigIntegerField()
    batch = models.UUIDField()
    step = models.CharField(max_length=8, choices=Step.choices)
    body = models.TextField()
    answer = models.TextField(blank=True)
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Each number once, and each step of a batch once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["partner", "direction", "counter"], name="message_number_used_once"),
            models.UniqueConstraint(fields=["partner", "direction", "batch", "step"], name="message_step_once"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="message_answered_says_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.direction} {self.counter} {self.step}"


class PartnerNonce(models.Model):
    """The number-used-once of a received call; the same again is a replay."""

    id = models.BigAutoField(primary_key=True)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    nonce = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        """Once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["partner", "nonce"], name="nonce_used_once"),
        ]

    def __str__(self) -> str:
        return self.nonce
