"""What both sides say of each other after the end."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from service.models.application import Application
from sites.models.terms import Term


class About(models.TextChoices):
    """Who says it of whom."""

    ACTIVITY = "activity", _("by the volunteer, of the activity")
    VOLUNTEER = "person", _("by the organiser, of the volunteer")


class EvaluationTag(Term):
    """A word to choose beside the stars."""

    about = models.CharField(max_length=8, choices=About.choices)
    is_good = models.BooleanField(default=True)


class Evaluation(models.Model):
    """One side's word on one service. It is said once and stays."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="evaluations")
    about = models.CharField(max_length=8, choices=About.choices)
    stars = models.PositiveSmallIntegerField()
    tags = models.JSONField(default=list, blank=True)
    words = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """One each, from one to five stars."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["application", "about"], name="evaluation_once_each"),
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="evaluation_one_to_five_stars"),
            models.CheckConstraint(condition=Q(about__in=About.values), name="evaluation_about_known"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.about} {self.stars}"
