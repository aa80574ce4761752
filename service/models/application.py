"""A person's place in a shift from the asking to the hours; and offers."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from service.logic.states import APPLICATION_STATES, BINDING
from service.models.activity import Shift


class Way(models.TextChoices):
    """How a presence is known."""

    CODE = "code", _("by the code at the place")
    FIX = "fix", _("by position")
    LIST = "list", _("by the organiser's list")


class Application(models.Model):
    """One person and one shift. `during` is the shift's time, written by the database; the ways are in `logic/states.py`."""

    class State(models.TextChoices):
        """Where it stands."""

        APPLIED = "applied", _("asks for a place")
        WAITING = "waiting", _("on the waiting list")
        ACCEPTED = "accepted", _("accepted")
        CHECKED_IN = "checked_in", _("checked in")
        SERVED = "served", _("served")
        NO_SHOW = "no_show", _("did not come")
        CANCELLED = "cancelled", _("place given back")
        REFUSED = "refused", _("not accepted")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="applications")
    volunteer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="applications")
    state = models.CharField(max_length=10, choices=State.choices)
    during = DateTimeRangeField(editable=False)
    applied_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=200, blank=True)
    is_late = models.BooleanField(default=False)
    reminded_at = models.DateTimeField(null=True)
    in_at = models.DateTimeField(null=True)
    in_way = models.CharField(max_length=4, choices=Way.choices, blank=True)
    in_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    out_at = models.DateTimeField(null=True)
    out_way = models.CharField(max_length=4, choices=Way.choices, blank=True)
    out_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # What was posted to the ledger; 0 where the time had been credited before.
    seconds = models.PositiveIntegerField(null=True)

    class Meta:
        """Asked once, nowhere else at the same time, and no hours that one person alone vouches for."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["volunteer", "-applied_at"], name="application_of_person"),
            models.Index(fields=["shift", "applied_at"], name="application_queue"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["shift", "volunteer"], name="application_once_per_shift"),
            ExclusionConstraint(
                name="application_never_in_two_shifts_at_once",
                expressions=[("volunteer", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(state__in=BINDING),
            ),
            models.CheckConstraint(condition=Q(state__in=APPLICATION_STATES), name="application_state_known"),
            models.CheckConstraint(
                condition=Q(in_at=None, in_way="", in_by=None)
                | Q(in_at__isnull=False, in_by__isnull=False) & ~Q(in_way=""),
                name="application_check_in_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(out_at=None, out_way="", out_by=None)
                | Q(in_at__isnull=False, out_at__gt=F("in_at"), out_by__isnull=False) & ~Q(out_way=""),
                name="application_check_out_after_check_in",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("checked_in", "served")) | Q(in_at__isnull=False),
                name="application_present_was_checked_in",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="served", confirmed_at__isnull=False, confirmed_by__isnull=False, seconds__isnull=False
                )
                & Q(out_at__isnull=False)
                | ~Q(state="served") & Q(confirmed_at=None, confirmed_by=None, seconds=None),
                name="application_served_is_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("volunteer")),
                name="application_nobody_confirms_their_own",
            ),
            # The known adversary is who enters hours for others without evidence.
            models.CheckConstraint(
                condition=Q(confirmed_by=None)
                | (~Q(in_way="list") | ~Q(confirmed_by=F("in_by")))
                & (~Q(out_way="list") | ~Q(confirmed_by=F("out_by"))),
                name="application_list_needs_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("refused", "cancelled")) | Q(ended_at__isnull=False),
                name="application_ended_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} {self.state}"


class Offer(models.Model):
    """A person who is asked for a shift, by an organiser or in a wave, and until when they may say yes."""

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", _("waits for an answer")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        EXPIRED = "expired", _("not answered in time")
        CLOSED = "closed", _("not needed any more")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="offers")
    volunteer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    score = models.FloatField()
    reasons = models.JSONField(default=list)
    # 0: an organiser asked.
    wave = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    accept_by = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Asked once, with time to answer."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["volunteer", "state"], name="offer_of_person"),
            models.Index(fields=["accept_by"], condition=Q(state="open"), name="offer_open"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["shift", "volunteer"], name="offer_once_per_shift"),
            models.CheckConstraint(condition=Q(accept_by__gt=F("made_at")), name="offer_leaves_time"),
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None)
                | Q(state__in=("accepted", "declined", "expired", "closed"), ended_at__isnull=False),
                name="offer_open_or_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shift_id} → {self.volunteer_id} {self.state}"
