"""Who is told by a call to their own server what became of reports and cases, and how each call went."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from people.models import Organisation


class EventKind(models.TextChoices):
    """What may be told of."""

    REPORT_RECEIVED = "report.received", _("a report came")
    REPORT_DECIDED = "report.decided", _("a report was decided")
    CASE_OPENED = "case.opened", _("a case was opened")
    CASE_CHANGED = "case.changed", _("a case changed")
    CASE_CLOSED = "case.closed", _("a case ended")
    TEST = "test", _("test")


class Webhook(models.Model):
    """A subscription: an address that is called for events of an area, or of an organisation's own people in it.

    An authority's subscription (no organisation) is told places as its maker may know them; an organisation's as the
    public may. The secret is made from the server's own key, the id and `secret_round`; it is stored nowhere.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    label = models.CharField(max_length=80)
    url = models.URLField(max_length=500)
    area = models.CharField(max_length=12, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="webhooks"
    )
    events = ArrayField(models.CharField(max_length=20, choices=EventKind.choices))
    secret_round = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_why = models.CharField(max_length=12, blank=True)

    class Meta:
        """Something to tell; stopped for a reason; never over an open line unless on one's own machine."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(events=[]), name="webhook_tells_something"),
            models.CheckConstraint(
                condition=Q(stopped_at=None, stopped_why="")
                | Q(stopped_at__isnull=False, stopped_why__in=["paused", "failing", "gone"]),
                name="webhook_stopped_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(url__regex=r"^https://|^http://(127\.0\.0\.1|localhost)(:\d+)?(/|$)"),
                name="webhook_url_is_https_or_local",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class WebhookEvent(models.Model):
    """Something that happened, written by a trigger in the transaction it happened in, while anybody is subscribed.

    `data` says what the row said then; places are added when it is sent, by the subscriber's right to know them.
    """

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=20, choices=EventKind.choices)
    at = models.DateTimeField()
    data = models.JSONField()
    spread_at = models.DateTimeField(null=True)

    class Meta:
        """Those still to be handed to subscriptions are found at once."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["at"], condition=Q(spread_at=None), name="webhook_event_to_spread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class WebhookDelivery(models.Model):
    """An event on its way to a subscription: pending until it is delivered or given up."""

    class State(models.TextChoices):
        """How it stands."""

        PENDING = "pending", _("on its way")
        DELIVERED = "delivered", _("delivered")
        FAILED = "failed", _("given up")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="deliveries")
    event = models.ForeignKey(WebhookEvent, on_delete=models.PROTECT, related_name="deliveries")
    state = models.CharField(max_length=9, choices=State.choices, default=State.PENDING)
    made_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)

    class Meta:
        """Once for each subscription; what is pending has a next time."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["webhook", "event"], name="webhook_delivery_once"),
            models.CheckConstraint(
                condition=Q(state="pending", next_at__isnull=False) | ~Q(state="pending") & Q(next_at=None),
                name="webhook_delivery_pending_has_time",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["next_at"], condition=Q(state="pending"), name="webhook_delivery_due"),
            models.Index(fields=["webhook", "-made_at"], name="webhook_delivery_log"),
        ]

    def __str__(self) -> str:
        return f"{self.webhook_id} {self.event_id}"


class WebhookAttempt(models.Model):
    """One call and what came back; append-only by trigger. `error` is a code where there was no answer to trust."""

    delivery = models.ForeignKey(WebhookDelivery, on_delete=models.PROTECT, related_name="attempts")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=24, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    milliseconds = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.status or self.error}"
