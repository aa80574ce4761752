"""Points in lots, each with its last day; what is taken from a lot, what is given away, and the nightly trial balance."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from people.models import in_language
from timebank.models.ledger import Currency, Transaction
from timebank.models.rules import GiftScheme


class PointLot(models.Model):
    """Points that came together and expire together, after their last day in Asia/Shanghai.

    `left` is kept by the database alone (trigger `lot_use_counts`): what came less what was used. `seconds` of verified
    service stand behind the lot.
    """

    id = models.BigAutoField(primary_key=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="point_lots")
    transaction = models.ForeignKey(Transaction, on_delete=models.PROTECT, related_name="lots")
    amount = models.PositiveBigIntegerField()
    left = models.PositiveBigIntegerField()
    seconds = models.PositiveBigIntegerField(default=0)
    earned_on = models.DateField()
    expires_on = models.DateField()
    warned_on = models.DateField(null=True, blank=True)

    class Meta:
        """No lot is overdrawn, and none holds more than came."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "expires_on", "id"], condition=Q(left__gt=0), name="lot_first_to_go"),
            models.Index(fields=["expires_on"], condition=Q(left__gt=0), name="lot_expiring"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="lot_holds_something"),
            models.CheckConstraint(condition=Q(left__gte=0, left__lte=F("amount")), name="lot_never_overdrawn"),
            models.CheckConstraint(condition=Q(expires_on__gte=F("earned_on")), name="lot_expires_after_it_came"),
        ]

    def __str__(self) -> str:
        return f"{self.left}/{self.amount} until {self.expires_on}"


class LotUse(models.Model):
    """What a posting took from a lot; a negative amount put it back."""

    id = models.BigAutoField(primary_key=True)
    lot = models.ForeignKey(PointLot, on_delete=models.PROTECT, related_name="uses")
    transaction = models.ForeignKey(Transaction, on_delete=models.PROTECT, related_name="lot_uses")
    amount = models.BigIntegerField()

    class Meta:
        """Nothing is used by nobody."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(amount=0), name="lot_use_not_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.lot_id} -{self.amount}"


class Gift(models.Model):
    """What somebody would give to a relative; nothing moves before the relative accepts."""

    class Relation(models.TextChoices):
        """Whom a scheme calls a relative."""

        SPOUSE = "spouse", _("husband or wife")
        PARENT = "parent", _("father or mother")
        CHILD = "child", _("son or daughter")
        GRANDPARENT = "grandparent", _("grandparent")
        SIBLING = "sibling", _("brother or sister")

    class State(models.TextChoices):
        """What became of it."""

        OFFERED = "offered", _("waits for an answer")
        ACCEPTED = "accepted", _("taken with thanks")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("taken back")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scheme = models.ForeignKey(GiftScheme, on_delete=models.PROTECT, related_name="gifts")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="gifts_given")
    receiver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="gifts_received")
    relation = models.CharField(max_length=12, choices=Relation.choices)
    amount = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OFFERED)
    offered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    transaction = models.OneToOneField(Transaction, null=True, on_delete=models.PROTECT, related_name="gift")

    class Meta:
        """Given to somebody else, and posted exactly when accepted."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="gift_to_another"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="gift_holds_something"),
            models.CheckConstraint(
                condition=Q(state="accepted", transaction__isnull=False) | ~Q(state="accepted") & Q(transaction=None),
                name="gift_posted_when_accepted",
            ),
            models.CheckConstraint(
                condition=Q(state="offered", ended_at=None) | ~Q(state="offered") & Q(ended_at__isnull=False),
                name="gift_ended_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver_id} → {self.receiver_id} {self.amount}"


class CharityPool(models.Model):
    """A public good to which points may be given; what came stands on the account `pool:<code>`."""

    code = models.CharField(primary_key=True, max_length=24)
    label_zh = models.CharField(max_length=80)
    label_en = models.CharField(max_length=80, blank=True)
    story_zh = models.TextField()
    story_en = models.TextField(blank=True)
    sponsor = models.ForeignKey(
        "timebank.Sponsor", null=True, blank=True, on_delete=models.PROTECT, related_name="pools"
    )
    aim = models.PositiveBigIntegerField(default=0)
    is_open = models.BooleanField(default=True)
    closed_on = models.DateField(null=True, blank=True)
    # What became of it, told to those who gave.
    outcome_zh = models.TextField(blank=True)
    outcome_en = models.TextField(blank=True)

    class Meta:
        """It tells its story, and a closed one since when."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(label_zh="") & ~Q(story_zh=""), name="pool_tells_its_story"),
            models.CheckConstraint(
                condition=Q(is_open=True, closed_on=None) | Q(is_open=False, closed_on__isnull=False),
                name="pool_closed_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return in_language(self.label_zh, self.label_en)

    @property
    def story(self) -> str:
        """What it is for, in the reader's language."""
        return in_language(self.story_zh, self.story_en)

    @property
    def outcome(self) -> str:
        """What became of it, in the reader's language."""
        return in_language(self.outcome_zh, self.outcome_en)


class TrialBalance(models.Model):
    """What a look at the whole ledger found, kept for ever; all sums but the counts must be nothing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    currency = models.CharField(max_length=8, choices=Currency.choices)
    entries = models.PositiveBigIntegerField()
    total = models.BigIntegerField()
    unbalanced = models.PositiveIntegerField()
    overdrawn = models.PositiveIntegerField()
    lots_differ = models.PositiveIntegerField()
    rewards_differ = models.PositiveIntegerField()

    class Meta:
        """Read newest first."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["-at"], name="trial_balance_newest")]

    def __str__(self) -> str:
        return f"{self.currency} {self.at}: {self.total}"

    @property
    def is_balanced(self) -> bool:
        """Whether nothing was found."""
        return not (self.total or self.unbalanced or self.overdrawn or self.lots_differ or self.rewards_differ)
