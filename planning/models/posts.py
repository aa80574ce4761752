"""Proposals of where to put service points."""

from typing import ClassVar

from django.conf import settings
from django.contrib.gis.db import models as gis
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from planning.models.job import JobState
from sites.models import District, ServicePoint


class PostStudy(models.Model):
    """Where so many service points would stand best: asked for, solved by a job, kept as a proposal.

    `objective` and `bound` are metres on average to the nearest point (median; the bound is the least there can be) or
    the sites within `within_m` (cover; the most there can be). `before_` and `after_` compare the present points.
    """

    class Goal(models.TextChoices):
        """What is best."""

        MEDIAN = "median", _("the shortest ways on average (p-median)")
        COVER = "cover", _("the most sites within a distance (maximal covering)")

    class Weight(models.TextChoices):
        """What a site counts."""

        ONE = "one", _("each site the same")
        VISITS = "visits", _("each visit it needs in a year")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField(max_length=80)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    goal = models.CharField(max_length=8, choices=Goal.choices, default=Goal.COVER)
    weight = models.CharField(max_length=8, choices=Weight.choices, default=Weight.ONE)
    more = models.PositiveSmallIntegerField()
    within_m = models.PositiveIntegerField(default=3000)
    candidates = ArrayField(models.CharField(max_length=8))
    keeps_present = models.BooleanField(default=True)
    seconds_allowed = models.PositiveSmallIntegerField(default=15)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    solved_at = models.DateTimeField(null=True)
    saved_at = models.DateTimeField(null=True)
    is_cancel_asked = models.BooleanField(default=False)
    is_stopped = models.BooleanField(default=False)
    objective = models.FloatField(null=True)
    bound = models.FloatField(null=True)
    seconds = models.FloatField(null=True)
    sites = models.PositiveIntegerField(default=0)
    places = models.PositiveIntegerField(default=0)
    before_share = models.FloatField(null=True)
    after_share = models.FloatField(null=True)
    before_m = models.FloatField(null=True)
    after_m = models.FloatField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        """What is proven is proven."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(bound=None)
                | Q(goal="cover", bound__gte=F("objective") - 1e-6)
                | Q(goal="median", bound__lte=F("objective") + 1e-6),
                name="post_study_bound_beyond_objective",
            ),
            models.CheckConstraint(condition=Q(more__gte=1, more__lte=50), name="post_study_asks_for_points"),
            models.CheckConstraint(condition=Q(within_m__gte=100), name="post_study_distance_positive"),
            models.CheckConstraint(
                condition=Q(before_share=None) | Q(before_share__gte=0, before_share__lte=1, after_share__lte=1),
                name="post_study_shares_are_parts",
            ),
            models.CheckConstraint(condition=Q(saved_at=None) | Q(state="ready"), name="post_study_saved_when_ready"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["district", "-made_at"], name="post_study_of_district"),
        ]

    def __str__(self) -> str:
        return self.title


class PostPlace(models.Model):
    """A chosen place: a present service point, the middle of a square with sites in it, or of a square of the grid."""

    class Kind(models.TextChoices):
        """Where a candidate comes from."""

        POINT = "point", _("present service points")
        SITES = "sites", _("squares of 1 km with sites in them")
        GRID = "grid", _("a grid over the district")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    study = models.ForeignKey(PostStudy, on_delete=models.CASCADE, related_name="chosen")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    point = models.ForeignKey(ServicePoint, null=True, on_delete=models.SET_NULL, related_name="+")
    geom = gis.PointField(srid=4326)
    nearest_to = models.PositiveIntegerField()
    within = models.PositiveIntegerField()

    class Meta:
        """A number is given once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["study", "number"], name="post_place_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.study_id} {self.number}"
