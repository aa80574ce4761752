"""A patrol from leaving to coming back, and the tracks recorded on it."""

from typing import ClassVar

from django.conf import settings
from django.contrib.gis.db import models as gis
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from patrol.models.campaign import Campaign
from patrol.models.report import Report
from sites.models import Site


class OutingPolicy(models.Model):
    """Thresholds of tracks, safety and alarms, valid from a day on; rows are added, not changed."""

    valid_from = models.DateField(unique=True)
    values = models.JSONField()
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        """Plural for the reader of the schema."""

        verbose_name_plural: ClassVar[str] = "outing policies"

    def __str__(self) -> str:
        return f"from {self.valid_from}"


class Outing(models.Model):
    """One patrol. `id` comes from the phone; `revision` counts what the phone said of it, the highest one stands.

    `due_back_at` is the expected return by the server's clock (the phone's may be wrong by years). `companions` are names
    of people without an account. `irregularities` say which rule was not kept by an outing that
    the server heard of only when it was under way: that is a fact, and no fact is refused.
    """

    class State(models.TextChoices):
        """Checked in, checked out, or ended by an officer who knows that the person is back."""

        OUT = "out", _("on patrol")
        BACK = "back", _("back")
        CLOSED = "closed", _("ended by the desk")

    id = models.UUIDField(primary_key=True)
    volunteer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="outings")
    buddy = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    companions = models.JSONField(default=list)
    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.PROTECT, related_name="outings")
    sites = models.ManyToManyField(Site, related_name="outings")
    state = models.CharField(max_length=6, choices=State.choices, default=State.OUT)
    started_at = models.DateTimeField()
    expected_return_at = models.DateTimeField()
    due_back_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField()
    content_sha256 = models.CharField(max_length=64)
    irregularities = models.JSONField(default=list)
    received_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """An outing ends after it starts, and who is out has not ended it."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(expected_return_at__gt=F("started_at")), name="outing_returns_after_start"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")), name="outing_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(state="out", ended_at=None) | Q(state__in=["back", "closed"], ended_at__isnull=False),
                name="outing_state_says_whether_ended",
            ),
            models.CheckConstraint(condition=~Q(buddy=F("volunteer")), name="outing_buddy_is_somebody_else"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_back_at"], condition=Q(state="out"), name="outing_out_now"),
            models.Index(fields=["volunteer", "-started_at"], name="outing_of_volunteer"),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.state}"


class LastPosition(models.Model):
    """Where somebody on patrol was last (WGS-84): with their consent only, one row, gone when they are back."""

    outing = models.OneToOneField(Outing, primary_key=True, on_delete=models.CASCADE, related_name="last_position")
    geom = gis.PointField(srid=4326)
    accuracy_m = models.FloatField(null=True)
    fix_at = models.DateTimeField()
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.outing_id)


class OutingAlarm(models.Model):
    """That somebody was told of an overdue outing: each step once for each return that was expected."""

    outing = models.ForeignKey(Outing, on_delete=models.PROTECT, related_name="alarms")
    step = models.PositiveSmallIntegerField()
    due_back_at = models.DateTimeField()
    raised_at = models.DateTimeField()
    told = models.PositiveIntegerField()

    class Meta:
        """No alarm is given twice."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["outing", "step", "due_back_at"], name="outing_alarm_once"),
            models.CheckConstraint(condition=Q(step__gte=1, step__lte=2), name="outing_alarm_step_known"),
        ]

    def __str__(self) -> str:
        return f"{self.outing_id} {self.step}"


class Track(models.Model):
    """A recorded way. The proof (hash, metres, seconds, share near the sites) stays; the points go after some days.

    `geom` is the cleaned line (WGS-84), `near_share` the part of the cleaned points near the visited sites. `reasons`
    say why it is not usable for hours; `read_at` is when a complete track was read, `cut_at` when all that was not near
    a site went, `dropped_at` when every point went.

    `extent` is no place but a size: metres from west to east and from south to north. By it, and by `marks` (some of
    the cells the points lie in), earlier tracks are found that this one may be copied from; `copied_share` is the largest
    share of points in common, with the track `copied_from`.
    """

    class Source(models.TextChoices):
        """Where it was recorded."""

        PHONE = "phone", _("this app")
        GPX = "gpx", _("GPX file")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outing = models.ForeignKey(Outing, on_delete=models.PROTECT, related_name="tracks")
    source = models.CharField(max_length=5, choices=Source.choices)
    started_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    batches_expected = models.PositiveIntegerField(null=True)
    read_at = models.DateTimeField(null=True)
    content_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    geom = gis.MultiLineStringField(srid=4326, null=True)
    point_count = models.PositiveIntegerField(default=0)
    removed = models.JSONField(default=dict)
    length_m = models.FloatField(default=0)
    recorded_s = models.FloatField(default=0)
    paused_s = models.FloatField(default=0)
    still_s = models.FloatField(default=0)
    near_share = models.FloatField(null=True)
    is_usable_for_hours = models.BooleanField(default=False)
    reasons = models.JSONField(default=list)
    extent = gis.PointField(srid=0, null=True)
    marks = ArrayField(models.BigIntegerField(), default=list)
    copied_share = models.FloatField(null=True)
    copied_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    cut_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        """A phone records one track on an outing; a dropped track keeps no line."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["outing"], condition=Q(source="phone"), name="track_one_of_phone_per_outing"
            ),
            models.UniqueConstraint(
                fields=["outing", "content_sha256"], condition=Q(source="gpx"), name="track_file_once_per_outing"
            ),
            models.CheckConstraint(condition=Q(dropped_at=None) | Q(geom=None), name="track_dropped_has_no_line"),
            models.CheckConstraint(condition=Q(dropped_at=None) | Q(marks=[]), name="track_dropped_has_no_marks"),
            models.CheckConstraint(
                condition=Q(copied_share=None) | Q(copied_share__gte=0, copied_share__lte=1),
                name="track_copied_share_is_a_share",
            ),
            models.CheckConstraint(condition=~Q(copied_from=F("id")), name="track_is_no_copy_of_itself"),
            models.CheckConstraint(
                condition=Q(near_share=None) | Q(near_share__gte=0, near_share__lte=1), name="track_share_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(is_usable_for_hours=False) | Q(reasons=[]), name="track_usable_has_no_reason_against"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["received_at"], condition=Q(dropped_at=None), name="track_with_points"),
            GinIndex(fields=["marks"], name="track_by_mark"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.outing_id}"


class TrackBatch(models.Model):
    """Points as they were sent, in arrays of one length; never changed, deleted only with leave of the track (trigger).

    `lons` and `lats` WGS-84 degrees, `times` Unix seconds, `accuracies_m` metres; null where a device did not say.
    A `segment` ends where the person paused.
    """

    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="batches")
    sequence = models.PositiveIntegerField()
    segment = models.PositiveIntegerField(default=0)
    content_sha256 = models.CharField(max_length=64)
    lons = ArrayField(models.FloatField())
    lats = ArrayField(models.FloatField())
    times = ArrayField(models.FloatField(null=True))
    accuracies_m = ArrayField(models.FloatField(null=True))

    class Meta:
        """Numbered within the track."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["track", "sequence"], name="track_batch_number_once"),
            models.CheckConstraint(
                condition=Q(lats__len=F("lons__len"))
                & Q(times__len=F("lons__len"))
                & Q(accuracies_m__len=F("lons__len")),
                name="track_batch_arrays_match",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.track_id} {self.sequence}"


class TrackAtReport(models.Model):
    """What a track proves for one report, kept when its points are gone: append-only by trigger.

    Of the points around the time of the visit: how many, how near they came to the site (m), and how long they stayed
    near (s).
    """

    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="at_reports")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="tracks_beside")
    points = models.PositiveIntegerField()
    nearest_m = models.FloatField()
    near_s = models.FloatField()

    class Meta:
        """Measured once, and no distance or time is below zero."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["track", "report"], name="track_at_report_once"),
            models.CheckConstraint(condition=Q(nearest_m__gte=0, near_s__gte=0), name="track_at_report_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.track_id} {self.report_id}"
