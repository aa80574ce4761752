"""Campaigns, and who was asked to go where."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from people.models import Organisation, in_language
from sites.models import Site


class Campaign(models.Model):
    """A season of patrol in an area (division code prefix), run by an organisation."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=32, unique=True)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="campaigns")
    area = models.CharField(max_length=12, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        """A campaign ends after it starts."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")),
                name="campaign_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(self.name_zh, self.name_en)


class Assignment(models.Model):
    """One person asked (or offering) to visit one site by a day. A site has at most one open assignment.

    Where nobody may go alone, a `companion` goes along: the volunteer leads and answers for both, either may report.
    """

    class Status(models.TextChoices):
        """Open until a report arrives or it is released."""

        OPEN = "open", _("to visit")
        REPORTED = "reported", _("report sent")
        DONE = "done", _("done")
        RELEASED = "released", _("released")

    class Origin(models.TextChoices):
        """How it came about."""

        TAKEN = "taken", _("taken by the volunteer")
        PLANNED = "planned", _("planned")
        CASE = "case", _("re-inspection of a case")

    class End(models.TextChoices):
        """Why a visit was released."""

        GIVEN_BACK = "given_back", _("given back")
        DECLINED = "declined", _("declined")
        NOT_ACCEPTED = "not_accepted", _("not accepted in time")
        NOT_DONE = "not_done", _("not done in time")
        REPLANNED = "replanned", _("planned anew")
        CALLED_OFF = "called_off", _("called off: visits there are suspended")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="assignments")
    volunteer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    companion = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="visits_along"
    )
    campaign = models.ForeignKey(
        Campaign,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assignments",
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    plan_id = models.UUIDField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    do_by = models.DateField()
    accept_by = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=12, choices=End.choices, blank=True)
    end_words = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Two people never walk to the same place by mistake; who says no says why."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["site"],
                condition=Q(status="open"),
                name="assignment_one_open_per_site",
            ),
            models.CheckConstraint(
                condition=Q(end_reason="", ended_at=None)
                | Q(status="released", ended_at__isnull=False) & ~Q(end_reason=""),
                name="assignment_ended_is_released",
            ),
            models.CheckConstraint(
                condition=~Q(companion=models.F("volunteer")), name="assignment_companion_is_somebody_else"
            ),
            models.CheckConstraint(
                condition=~Q(end_reason="declined") | ~Q(end_words=""), name="assignment_declined_says_why"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["volunteer", "status", "do_by"], name="assignment_of_volunteer"),
            models.Index(fields=["plan_id", "status"], name="assignment_of_plan"),
            models.Index(fields=["campaign", "status"], name="assignment_of_campaign"),
        ]

    def __str__(self) -> str:
        return f"{self.site_id} → {self.volunteer_id}"

    @property
    def is_unanswered(self) -> bool:
        """Whether the volunteer has still to say yes or no."""
        return self.accept_by is not None and self.accepted_at is None
