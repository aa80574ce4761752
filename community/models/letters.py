"""Letters between two grown-up people who both said yes."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from core.ids import new_id


class Correspondence(models.Model):
    """Two people's consent to write to each other: asked by one, answered by the other, ended by either at any time.

    Never with somebody who is not known to be grown-up (trigger `correspondence_between_adults`).
    """

    class State(models.TextChoices):
        """Where it stands."""

        ASKED = "asked", _("asked")
        OPEN = "open", _("open")
        REFUSED = "refused", _("refused")
        BLOCKED = "blocked", _("blocked")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    words = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    answered_at = models.DateTimeField(null=True)
    # Who ended it; only they may open it again.
    blocked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    last_at = models.DateTimeField()

    class Meta:
        """One for two people, whoever asked."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["asker", "-last_at"], name="correspondence_of_asker"),
            models.Index(fields=["asked", "-last_at"], name="correspondence_of_asked"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                Least("asker", "asked"), Greatest("asker", "asked"), name="correspondence_once_for_two"
            ),
            models.CheckConstraint(condition=~Q(asker=F("asked")), name="correspondence_of_two_people"),
            models.CheckConstraint(
                condition=Q(state="asked", answered_at=None)
                | Q(state__in=("open", "refused", "blocked"), answered_at__isnull=False),
                name="correspondence_answered",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("refused", "blocked"), blocked_by__isnull=False)
                | Q(state__in=("asked", "open"), blocked_by=None),
                name="correspondence_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asker_id} – {self.asked_id} {self.state}"


class Message(models.Model):
    """A letter; only while the correspondence is open (trigger `message_needs_both_consents`)."""

    class State(models.TextChoices):
        """Whether it is shown."""

        SHOWN = "shown", _("shown")
        HIDDEN = "hidden", _("hidden")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    correspondence = models.ForeignKey(Correspondence, on_delete=models.PROTECT, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=1000)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.SHOWN)

    class Meta:
        """Read in order."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["correspondence", "-made_at"], name="message_of_correspondence"),
            models.Index(fields=["author", "-made_at"], name="message_of_author"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(text=""), name="message_says_something"),
            models.CheckConstraint(condition=Q(state__in=("shown", "hidden")), name="message_state_known"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
