"""Rewards: who funds them, what there is, what was proposed and by whom approved, and the vouchers of volunteers."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from people.models import in_language
from sites.models import ServicePoint
from timebank.models.ledger import Transaction


class Sponsor(models.Model):
    """A company or body that thanks volunteers: the points it promised to honour, and those redeemed or on hold."""

    code = models.CharField(primary_key=True, max_length=24)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    about_zh = models.TextField(blank=True)
    about_en = models.TextField(blank=True)
    budget = models.PositiveBigIntegerField(default=0)
    spent = models.PositiveBigIntegerField(default=0)
    contacts = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="sponsors")
    is_active = models.BooleanField(default=True)

    class Meta:
        """Nothing is promised twice."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(spent__gte=0, spent__lte=F("budget")), name="sponsor_within_budget"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(self.name_zh, self.name_en)

    @property
    def about(self) -> str:
        """What it says of itself, in the reader's language."""
        return in_language(self.about_zh, self.about_en)


class SponsorContact(models.Model):
    """Whom one calls at a sponsor. All that says who it is stands encrypted, and is deleted with the row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sponsor = models.ForeignKey(Sponsor, on_delete=models.CASCADE, related_name="people")
    duty = models.CharField(max_length=60, blank=True)
    name_encrypted = models.TextField()
    phone_encrypted = models.TextField(blank=True)
    email_encrypted = models.TextField(blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        """Somebody who can be reached."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(name_encrypted=""), name="sponsor_contact_has_name"),
            models.CheckConstraint(
                condition=~Q(phone_encrypted="", email_encrypted=""), name="sponsor_contact_can_be_reached"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sponsor_id} {self.duty}"


class Item(models.Model):
    """Something points may buy: goods, a service, or goods of an assisted county. Never for hours, never for money."""

    class Kind(models.TextChoices):
        """What it is."""

        GOODS = "goods", _("Goods")
        SERVICE = "service", _("Service")
        CHARITY = "charity", _("Goods of an assisted county")

    class State(models.TextChoices):
        """Whether volunteers see it."""

        DRAFT = "draft", _("draft")
        OPEN = "open", _("in the catalogue")
        CLOSED = "closed", _("taken out")

    class Picture(models.TextChoices):
        """Drawings of the house, `templates/timebank/pictures/`."""

        TEA = "tea", _("tea")
        GRAIN = "grain", _("grain")
        FRUIT = "fruit", _("fruit")
        TICKET = "ticket", _("ticket")
        BOOK = "book", _("book")
        CARE = "care", _("care")
        GIFT = "gift", _("present")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sponsor = models.ForeignKey(Sponsor, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    picture = models.CharField(max_length=8, choices=Picture.choices, default=Picture.GIFT)
    title_zh = models.CharField(max_length=80)
    title_en = models.CharField(max_length=120, blank=True)
    text_zh = models.TextField()
    text_en = models.TextField(blank=True)
    county = models.CharField(max_length=60, blank=True)
    story_zh = models.TextField(blank=True)
    story_en = models.TextField(blank=True)
    price = models.PositiveIntegerField()
    stock = models.PositiveIntegerField(default=0)
    most_a_person = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    service_points = models.ManyToManyField(ServicePoint, blank=True, related_name="rewards")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        """Stock never falls below zero; goods of a county tell their story."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "kind", "price"], name="item_catalogue")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(stock__gte=0), name="item_stock_never_negative"),
            models.CheckConstraint(condition=Q(price__gt=0), name="item_costs_points"),
            models.CheckConstraint(
                condition=~Q(kind="charity") | ~Q(county="") & ~Q(story_zh=""), name="item_of_county_tells_story"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return in_language(self.title_zh, self.title_en)

    @property
    def drawing(self) -> str:
        """The template of its drawing."""
        return f"timebank/pictures/{self.picture}.html"

    @property
    def text(self) -> str:
        """What it is, in the reader's language."""
        return in_language(self.text_zh, self.text_en)

    @property
    def story(self) -> str:
        """Where it comes from, in the reader's language."""
        return in_language(self.story_zh, self.story_en)


class Proposal(models.Model):
    """What would give value: a budget, a package of volunteer time, stock, an item for the catalogue. Somebody else decides."""

    class Kind(models.TextChoices):
        """What is given."""

        BUDGET = "budget", _("points of a sponsor")
        PACKAGE = "package", _("volunteer-time package")
        STOCK = "stock", _("stock")
        OPENING = "opening", _("an item for the catalogue")

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("waits for a second person")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    sponsor = models.ForeignKey(Sponsor, on_delete=models.PROTECT, related_name="proposals")
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="proposals")
    # Points of a budget or package, pieces of a stock; an opening has none.
    amount = models.PositiveBigIntegerField(default=0)
    hours = models.PositiveIntegerField(null=True)
    note = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """Four eyes, and a proposal that says what it gives."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "-proposed_at"], name="proposal_waiting")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(decided_by=F("proposed_by")), name="proposal_four_eyes"),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by=None, decided_at=None)
                | ~Q(state="waiting") & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="proposal_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["budget", "package"], item=None, amount__gt=0)
                | Q(kind="stock", item__isnull=False, amount__gt=0)
                | Q(kind="opening", item__isnull=False, amount=0),
                name="proposal_says_what_it_gives",
            ),
            models.CheckConstraint(
                condition=Q(kind="package", hours__isnull=False, hours__gt=0) | ~Q(kind="package") & Q(hours=None),
                name="proposal_package_has_hours",
            ),
            models.CheckConstraint(condition=~Q(note=""), name="proposal_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} {self.state}"


class Keeper(models.Model):
    """Who redeems vouchers at a service point, from a day until it is ended."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service_point = models.ForeignKey(ServicePoint, on_delete=models.PROTECT, related_name="keepers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="kept_points")
    since = models.DateTimeField()
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Once at a time."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["service_point", "user"], condition=Q(ended_at=None), name="keeper_once_a_point"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.service_point_id}"


class Voucher(models.Model):
    """An item a volunteer has put points aside for. Only its fate changes, once (trigger `voucher_stays`)."""

    class State(models.TextChoices):
        """From the hold to the end."""

        HELD = "held", _("ready to be redeemed")
        CAPTURED = "captured", _("redeemed")
        CANCELLED = "cancelled", _("cancelled")
        EXPIRED = "expired", _("expired")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=16, unique=True)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="vouchers")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="vouchers")
    points = models.PositiveIntegerField()
    hold = models.OneToOneField(Transaction, on_delete=models.PROTECT, related_name="voucher")
    held_at = models.DateTimeField()
    expires_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.HELD)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    service_point = models.ForeignKey(ServicePoint, null=True, on_delete=models.PROTECT, related_name="vouchers")

    class Meta:
        """Redeemed at a place by somebody else."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "-held_at"], name="voucher_of_owner"),
            models.Index(fields=["expires_on"], condition=Q(state="held"), name="voucher_expiring"),
            models.Index(fields=["service_point", "-ended_at"], name="voucher_at_point"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(points__gt=0), name="voucher_costs_points"),
            models.CheckConstraint(
                condition=Q(state="held", ended_at=None) | ~Q(state="held") & Q(ended_at__isnull=False),
                name="voucher_ended_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state="captured", service_point__isnull=False, ended_by__isnull=False)
                | ~Q(state="captured") & Q(service_point=None),
                name="voucher_redeemed_at_a_point",
            ),
            models.CheckConstraint(
                condition=~Q(state="captured") | ~Q(ended_by=F("owner")), name="voucher_redeemed_by_another"
            ),
        ]

    def __str__(self) -> str:
        return self.code
