"""Visits that look for somebody: anybody who can may claim one."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from patrol.models import Assignment
from planning.models.plan import Plan
from sites.models import Site


class Offer(models.Model):
    """A visit to a site that volunteers nearby may claim; exactly one gets it."""

    class State(models.TextChoices):
        """Until somebody claims it, or the day has passed."""

        OPEN = "open", _("looking for somebody")
        CLAIMED = "claimed", _("claimed")
        CLOSED = "closed", _("closed")

    class Why(models.TextChoices):
        """How it came about."""

        LEFT_OUT = "left_out", _("left out of the plan")
        DECLINED = "declined", _("declined")
        GIVEN_BACK = "given_back", _("given back")
        NOT_ACCEPTED = "not_accepted", _("not accepted in time")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="offers")
    why = models.CharField(max_length=12, choices=Why.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    do_by = models.DateField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    assignment = models.OneToOneField(Assignment, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """One open offer a site; claimed by somebody, once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["site"], condition=Q(state="open"), name="offer_one_open_per_site"),
            models.CheckConstraint(
                condition=Q(state="claimed", assignment__isnull=False, claimed_by__isnull=False)
                | ~Q(state="claimed") & Q(assignment=None, claimed_by=None),
                name="offer_claimed_names_its_visit",
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None) | ~Q(state="open") & Q(ended_at__isnull=False),
                name="offer_ended_has_time",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "do_by"], name="offer_open_until")]

    def __str__(self) -> str:
        return f"{self.site_id} {self.state}"
