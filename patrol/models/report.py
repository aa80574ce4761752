"""The inspection report as it was sent: append-only by trigger. Its fate stands in `review`."""

from typing import ClassVar

from django.conf import settings
from django.contrib.gis.db import models as gis
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from patrol.models.campaign import Assignment, Campaign
from patrol.models.vocabulary import FindingKind
from sites.models import Condition, Site


class Report(models.Model):
    """One inspection of one site. `id` comes from the phone; `content_sha256` makes a repeat recognisable.

    `fix` is the phone's position (WGS-84) at the shutter with its `accuracy_m`; `irregularities` say why a report was
    kept though something about it was odd (no assignment, outside the campaign, account suspended).
    """

    class Kind(models.TextChoices):
        """How much the volunteer was asked."""

        FULL = "full", _("full report")
        UNCHANGED = "unchanged", _("visited, no change")

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.FULL)
    content_sha256 = models.CharField(max_length=64)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="reports")
    volunteer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reports")
    assignment = models.ForeignKey(Assignment, null=True, on_delete=models.PROTECT, related_name="reports")
    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.PROTECT, related_name="reports")
    fix = gis.PointField(srid=4326, null=True)
    accuracy_m = models.FloatField(null=True)
    fix_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    received_at = models.DateTimeField(db_index=True)
    clock_offset_s = models.FloatField(null=True)
    condition = models.ForeignKey(Condition, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    channel = models.CharField(max_length=12, default="web")
    irregularities = models.JSONField(default=list)
    payload = models.JSONField()

    class Meta:
        """Facts no report may break."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(accuracy_m__gte=0), name="report_accuracy_not_negative"),
            models.CheckConstraint(
                condition=Q(finished_at__gte=models.F("arrived_at")),
                name="report_finished_after_arrival",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["site", "-finished_at"], name="report_of_site"),
            models.Index(fields=["volunteer", "-finished_at"], name="report_of_volunteer"),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.site_id}"


class PhotoFile(models.Model):
    """The bytes of a photo, stored once under their SHA-256, and what the worker read from them.

    A report may name a photo before its bytes come: until then there is no `received_at`, no `file` and nothing read.
    """

    sha256 = models.CharField(primary_key=True, max_length=64)
    file = models.CharField(max_length=120, blank=True)
    size = models.PositiveIntegerField(default=0)
    content_type = models.CharField(max_length=40, blank=True)
    received_at = models.DateTimeField(null=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    phash = models.BigIntegerField(null=True, db_index=True)
    facts = models.JSONField(default=dict)
    thumbnail = models.CharField(max_length=120, blank=True)
    display = models.CharField(max_length=120, blank=True)
    error = models.CharField(max_length=40, blank=True)
    inspected_at = models.DateTimeField(null=True)

    class Meta:
        """A photo is here with its file, or named only."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(received_at=None, file="", inspected_at=None)
                | (Q(received_at__isnull=False) & ~Q(file="")),
                name="photo_file_here_or_named_only",
            ),
        ]

    def __str__(self) -> str:
        return self.sha256


class Photo(models.Model):
    """A photo's place in a report: its role, and the fix taken at its shutter."""

    class Role(models.TextChoices):
        """What it shows."""

        FAR = "far", _("whole site, from afar")
        NEAR = "near", _("near view")
        FINDING = "finding", _("the damage")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="photos")
    file = models.ForeignKey(PhotoFile, on_delete=models.PROTECT, related_name="uses")
    role = models.CharField(max_length=8, choices=Role.choices)
    position = models.PositiveSmallIntegerField()
    fix = gis.PointField(srid=4326, null=True)
    accuracy_m = models.FloatField(null=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        """Photos stand in order."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "position"], name="photo_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.role}"


class Finding(models.Model):
    """Damage or danger seen on a visit."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="findings")
    kind = models.ForeignKey(FindingKind, on_delete=models.PROTECT, related_name="+")
    severity = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        """Severity is 0 to 4."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(severity__lte=4), name="finding_severity_to_four"),
            models.UniqueConstraint(fields=["report", "position"], name="finding_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} {self.severity}"
