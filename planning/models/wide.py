"""A plan over many districts: each is solved by itself, by whichever worker is free."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from sites.models import District


class WidePlan(models.Model):
    """One plan for each district of an area (division-code prefix), and then one pass for those who live at a border."""

    class State(models.TextChoices):
        """From the first district to the last visit across a border."""

        DISTRICTS = "districts", _("districts are being solved")
        BORDERS = "borders", _("visits across borders are being planned")
        DONE = "done", _("solved")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.CharField(max_length=12, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DISTRICTS)
    do_by = models.DateField()
    seconds_allowed = models.PositiveSmallIntegerField(default=15)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    visits_across = models.PositiveIntegerField(default=0)
    solved_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.area} {self.made_at:%Y-%m-%d}"


class WideMember(models.Model):
    """The one district of a wide plan to which a volunteer belongs at first: nobody is sent by two."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    wide = models.ForeignKey(WidePlan, on_delete=models.CASCADE, related_name="members")
    volunteer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Each volunteer stands in one district."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["wide", "volunteer"], name="wide_member_once"),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} {self.district_id}"
