"""A need that is published, its shifts, and what the organiser tells of it afterwards."""

from datetime import timedelta
from typing import ClassVar, Final

from django.conf import settings
from django.contrib.gis.db import models as gis
from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from people.models import Organisation, Skill
from service.logic.states import ACTIVITY_STATES
from sites.models import District, ServicePoint, Site
from sites.models.terms import Term

LONGEST: Final = timedelta(hours=24)


class ServicePolicy(models.Model):
    """Weights of the matching, times of waves, cancelling and checking in, valid from a day on; rows are added, not changed."""

    valid_from = models.DateField(unique=True)
    values = models.JSONField()
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        """Plural for the reader of the schema."""

        verbose_name_plural: ClassVar[str] = "service policies"

    def __str__(self) -> str:
        return f"from {self.valid_from}"


class ActivityKind(Term):
    """What an activity is for; `icon` is of the sprite, `is_risky` asks for an accident insurance."""

    icon = models.CharField(max_length=20)
    is_risky = models.BooleanField(default=False)


class Activity(models.Model):
    """A need of an organisation. Its place is a site, a service point, or an address with coordinates (WGS-84).

    A site's coordinates are never copied here: who may know them, `sites` says each time.
    """

    class State(models.TextChoices):
        """Where it stands; the ways between are in `logic/states.py`."""

        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("looking for people")
        RUNNING = "running", _("running")
        FINISHED = "finished", _("finished")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.ForeignKey(ActivityKind, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=80)
    text = models.TextField()
    # 志愿服务条例 Art. 12: who recruits says what may happen.
    risk = models.TextField()
    contact = models.CharField(max_length=120)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="activities")
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="activities")
    service_point = models.ForeignKey(
        ServicePoint, null=True, blank=True, on_delete=models.PROTECT, related_name="activities"
    )
    address = models.CharField(max_length=200, blank=True)
    geom = gis.PointField(srid=4326, null=True, blank=True)
    radius_m = models.PositiveSmallIntegerField(default=200)
    skills_required = models.ManyToManyField(Skill, blank=True, related_name="+")
    skills_wished = models.ManyToManyField(Skill, blank=True, related_name="+")
    least_age = models.PositiveSmallIntegerField(default=18)
    needs_insurance = models.BooleanField(default=False)
    is_automatic = models.BooleanField(default=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=200, blank=True)

    class Meta:
        """One place, its risk stated, and nothing shown that was never published."""

        verbose_name_plural: ClassVar[str] = "activities"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "district"], name="activity_shown")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=ACTIVITY_STATES), name="activity_state_known"),
            models.CheckConstraint(
                condition=Q(site__isnull=False, service_point=None, geom=None, address="")
                | Q(site=None, service_point__isnull=False, geom=None, address="")
                | Q(site=None, service_point=None, geom__isnull=False) & ~Q(address=""),
                name="activity_has_one_place",
            ),
            models.CheckConstraint(condition=~Q(risk=""), name="activity_risk_stated"),
            models.CheckConstraint(condition=Q(radius_m__gte=30, radius_m__lte=5000), name="activity_radius_sane"),
            models.CheckConstraint(condition=Q(least_age__lte=60), name="activity_age_sane"),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "cancelled")) | Q(published_at__isnull=False),
                name="activity_shown_was_published",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(ended_why="") & Q(ended_at__isnull=False),
                name="activity_cancelled_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Shift(models.Model):
    """A time of an activity with a number of places. `taken` is counted by the database; nobody writes it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="shifts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    quota = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0, editable=False)
    # When the last place was taken for the first time.
    filled_at = models.DateTimeField(null=True, blank=True)
    # When it was last put to another time.
    moved_at = models.DateTimeField(null=True, blank=True)
    # Urgent: people are asked in waves, the next one then.
    urgent_since = models.DateTimeField(null=True, blank=True)
    wave = models.PositiveSmallIntegerField(default=0)
    next_wave_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Never more people than places, and no shift of more than a day."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["starts_at"], name="shift_upcoming"),
            models.Index(fields=["activity", "starts_at"], name="shift_of_activity"),
            models.Index(fields=["next_wave_at"], condition=Q(next_wave_at__isnull=False), name="shift_next_wave"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(taken__lte=F("quota")), name="shift_quota_never_exceeded"),
            models.CheckConstraint(condition=Q(quota__gte=1, quota__lte=500), name="shift_quota_sane"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_ends_after_start"),
            models.CheckConstraint(
                condition=Q(
                    ends_at__lte=ExpressionWrapper(F("starts_at") + LONGEST, output_field=models.DateTimeField())
                ),
                name="shift_at_most_a_day",
            ),
            models.CheckConstraint(
                condition=Q(next_wave_at=None) | Q(urgent_since__isnull=False), name="shift_waves_are_urgent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def places_left(self) -> int:
        """How many places are free."""
        return self.quota - self.taken


class FollowUp(models.Model):
    """What the organiser reports after the end."""

    activity = models.OneToOneField(Activity, primary_key=True, on_delete=models.CASCADE, related_name="follow_up")
    text = models.TextField()
    reached = models.PositiveIntegerField(null=True, blank=True)
    found = models.PositiveIntegerField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.activity_id)
