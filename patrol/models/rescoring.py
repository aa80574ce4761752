"""A run through all scored reports after a policy changed: how far it came, so that it goes on where it was stopped."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id


class Rescoring(models.Model):
    """One run. `policy_from` names the policy to judge by (none: that of each report's day), `since` the first day.

    `reached_at` and `reached_id` are the arrival and id of the last report done; reports are done in that order.
    """

    class State(models.TextChoices):
        """A stopped run is not taken up again."""

        RUNNING = "running", _("running")
        DONE = "done", _("done")
        STOPPED = "stopped", _("stopped")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    policy_from = models.DateField(null=True)
    since = models.DateField(null=True)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    reached_at = models.DateTimeField(null=True)
    reached_id = models.UUIDField(null=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Two runs at once would undo each other's order."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="running"), name="rescoring_one_at_a_time"),
            models.CheckConstraint(condition=Q(changed__lte=F("done")), name="rescoring_changes_what_it_did"),
            models.CheckConstraint(
                condition=Q(state="running", ended_at=None) | Q(state__in=["done", "stopped"], ended_at__isnull=False),
                name="rescoring_ended_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.done}/{self.total}"
