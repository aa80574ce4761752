"""Files that came in: what was read, found, applied and undone; profiles of how such files are read."""

from typing import ClassVar

from django.conf import settings
from django.contrib.gis.db import models as gis
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from sites.models.site import DatumBasis, DatumName


class ImportProfile(models.Model):
    """How files of one origin are read: which column is what, in which datum, by whose codes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80, unique=True)
    columns = models.JSONField(default=dict)
    datum = models.CharField(max_length=8, blank=True)
    crs = models.CharField(max_length=40, blank=True)
    system = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class ImportBatch(models.Model):
    """One file on its way into the register.

    `columns` maps the file's columns to our fields; `shares` is, for each datum tried, the share of rows inside the
    district they state; `findings` counts rows by finding.
    """

    class State(models.TextChoices):
        """From the upload to the end."""

        UPLOADED = "uploaded", _("uploaded")
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked")
        APPLYING = "applying", _("being applied")
        APPLIED = "applied", _("applied")
        UNDONE = "undone", _("undone")
        CANCELLED = "cancelled", _("cancelled")
        REFUSED = "refused", _("refused")

    class Take(models.TextChoices):
        """Which rows are applied."""

        GOOD = "good", _("only rows without a finding")
        ALL = "all", _("all rows that can be taken")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    file_bytes = models.BigIntegerField()
    layer = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    columns = models.JSONField(default=dict)
    datum = models.CharField(max_length=8, choices=DatumName.choices, blank=True)
    datum_basis = models.CharField(max_length=8, choices=DatumBasis.choices, blank=True)
    crs = models.CharField(max_length=400, blank=True)
    system = models.CharField(max_length=40, blank=True)
    shares = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    good = models.PositiveIntegerField(default=0)
    findings = models.JSONField(default=dict)
    outcomes = models.JSONField(default=dict)
    take = models.CharField(max_length=4, choices=Take.choices, blank=True)
    refusal = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """What was applied says when."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["-at"], name="import_newest_first")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(state__in=["applied", "undone"]) | Q(applied_at__isnull=False),
                name="import_applied_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """A row of a file as checked: what it says, where it leads, what was found. Kept while the batch is open to apply.

    Text columns are None where the file has no such column or the cell is empty. The table is not written to the
    database's log: after a crash the rows are read again from the file.
    """

    class Outcome(models.TextChoices):
        """What applying the row would do."""

        NEW = "new", _("new site")
        CHANGED = "changed", _("changes a site")
        SAME = "same", _("says what the register says")
        REFUSED = "refused", _("cannot be taken")

    pk = models.CompositePrimaryKey("batch_id", "number")
    batch = models.ForeignKey(
        ImportBatch, on_delete=models.CASCADE, related_name="staged", db_constraint=False, db_index=False
    )
    number = models.PositiveIntegerField()
    site_id = models.UUIDField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    findings = ArrayField(models.CharField(max_length=24), default=list)
    code = models.TextField()
    unit_code = models.TextField(null=True)
    unit_name = models.TextField(null=True)
    name_zh = models.TextField(null=True)
    name_en = models.TextField(null=True)
    level_text = models.TextField(null=True)
    level_id = models.TextField(null=True)
    category_text = models.TextField(null=True)
    category_id = models.TextField(null=True)
    condition_text = models.TextField(null=True)
    condition_id = models.TextField(null=True)
    era_bucket_id = models.TextField(null=True)
    era_zh = models.TextField(null=True)
    era_en = models.TextField(null=True)
    district_text = models.TextField(null=True)
    district_id = models.TextField(null=True)
    division_id = models.TextField(null=True)
    address_zh = models.TextField(null=True)
    owner = models.TextField(null=True)
    used_by = models.TextField(null=True)
    open_to = models.TextField(null=True)
    access_note = models.TextField(null=True)
    safety_note = models.TextField(null=True)
    summary_zh = models.TextField(null=True)
    summary_en = models.TextField(null=True)
    is_difficult = models.BooleanField(null=True)
    visit_minutes = models.IntegerField(null=True)
    geom_accuracy_m = models.IntegerField(null=True)
    visibility = models.TextField(null=True)
    given_position = models.TextField(null=True)
    geom = gis.GeometryField(srid=4326, null=True, spatial_index=False)

    def __str__(self) -> str:
        return f"{self.batch_id} {self.number}"
