"""What is told outside the inbox: each person's wishes, their devices, and what became of every message."""

from datetime import time
from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id

QUIET_FROM: Final = time(21, 30)
QUIET_UNTIL: Final = time(7, 30)


class Subject(models.TextChoices):
    """What a notice is about; a person chooses the channels of each."""

    ALARM = "alarm", _("Safety on patrol")
    VISITS = "visits", _("Visits I am asked to make")
    REPORTS = "reports", _("My reports")
    CASES = "cases", _("Damage and what becomes of it")
    DESK = "desk", _("Reports to review")
    HOURS = "hours", _("Hours and certificates")
    COMMUNITY = "community", _("Posts, comments and letters")
    NUDGES = "nudges", _("Reminders and calls of the season")
    OTHER = "other", _("Everything else")


class Channel(models.TextChoices):
    """A way out of the house. The inbox on the site is always written and stands in no list."""

    EMAIL = "email", _("E-mail")
    PUSH = "push", _("On a device")
    SMS = "sms", _("Text message")
    WECHAT = "wechat", _("WeChat")


class Digest(models.TextChoices):
    """Whether mail comes at once or gathered."""

    NONE = "none", _("At once")
    DAILY = "daily", _("Gathered, once a day in the morning")
    WEEKLY = "weekly", _("Gathered, on Monday morning")


class NoticeSettings(models.Model):
    """How a person wants to be told; without a row the defaults hold. Hours of quiet are local time of the city."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="notice_settings"
    )
    language = models.CharField(max_length=8, choices=settings.LANGUAGES, default="zh-hans")
    is_quiet_at_night = models.BooleanField(default=True)
    quiet_from = models.TimeField(default=QUIET_FROM)
    quiet_until = models.TimeField(default=QUIET_UNTIL)
    digest = models.CharField(max_length=8, choices=Digest.choices, default=Digest.NONE)
    changed_at = models.DateTimeField()

    class Meta:
        """Quiet lasts for some time of the day, and not all of it."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(quiet_from=F("quiet_until")), name="quiet_hours_end"),
            models.CheckConstraint(condition=Q(digest__in=Digest.values), name="digest_known"),
        ]

    def __str__(self) -> str:
        return str(self.user_id)


class ChannelChoice(models.Model):
    """A person's own word on one subject and one channel, where it differs from the default."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="channel_choices")
    subject = models.CharField(max_length=12, choices=Subject.choices)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    is_on = models.BooleanField()

    class Meta:
        """One word on each, and none on alarms."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "subject", "channel"], name="channel_chosen_once"),
            models.CheckConstraint(condition=~Q(subject=Subject.ALARM), name="alarms_are_not_switched_off"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.subject} {self.channel} {self.is_on}"


class PushDevice(models.Model):
    """A browser that shows notices. `endpoint` is its push service's address for it; only it can read what is sent."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="push_devices")
    endpoint = models.URLField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=40)
    label = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} {self.label}"


class Delivery(models.Model):
    """What becomes of one notice on one channel, made together with the notice and sent by the worker."""

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        SKIPPED = "skipped", _("not needed any more")

    class Reason(models.TextChoices):
        """Why it was not sent."""

        ACCOUNT_CLOSED = "account_closed", _("The account is closed.")
        SWITCHED_OFF = "switched_off", _("The person switched this off.")
        ALREADY_READ = "already_read", _("It was read on the site before.")
        NO_ADDRESS = "no_address", _("There is no confirmed address any more.")
        NO_DEVICE = "no_device", _("No device is left that shows notices.")
        REFUSED = "refused", _("The other side refuses it for good.")
        UNREACHABLE = "unreachable", _("The other side could not be reached, in several attempts.")
        INTERRUPTED = "interrupted", _("The worker died twice while sending; it may have arrived.")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    notice = models.ForeignKey("people.Notice", on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    is_urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=16, choices=Reason.choices, blank=True)
    # What the other side answered, such as "SMTP 451" or "HTTP 503": never an address.
    answer = models.CharField(max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Set while a worker is at it; found set later, that worker died.
    started_at = models.DateTimeField(null=True, blank=True)
    interruptions = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Once per channel, and always accounted for."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-is_urgent", "next_try_at"], condition=Q(state="waiting"), name="delivery_due"),
            models.Index(fields=["state", "-ended_at"], name="delivery_ended"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once_per_channel"),
            models.CheckConstraint(
                condition=Q(state="waiting", next_try_at__isnull=False, ended_at=None)
                | Q(state__in=("sent", "failed", "skipped"), next_try_at=None, ended_at__isnull=False),
                name="delivery_waits_or_ended",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "sent"), reason="")
                | Q(state__in=("failed", "skipped")) & ~Q(reason=""),
                name="delivery_not_sent_has_a_reason",
            ),
            models.CheckConstraint(condition=Q(interruptions__lte=2), name="delivery_interrupted_twice_at_most"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.channel} {self.state}"
