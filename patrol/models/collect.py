"""What came from ODK Collect before it is a report, and the keys that let a phone in."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.ids import new_id
from patrol.models.report import Report


class CollectInstance(models.Model):
    """A filled-in form as Collect sent it, kept from its first request on; `id` is made of its instanceID.

    It becomes a report when all files it names are here, or when they were awaited long enough. `refusal` is the code
    of the refusal that keeps it from being one; it is kept all the same, and an officer sees it.
    """

    id = models.UUIDField(primary_key=True)
    instance_id = models.CharField(max_length=200)
    volunteer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="collect_instances")
    form_id = models.CharField(max_length=200)
    form_version = models.CharField(max_length=200, blank=True)
    xml = models.TextField()
    xml_sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField(db_index=True)
    report = models.OneToOneField(Report, null=True, on_delete=models.PROTECT, related_name="collect_instance")
    filed_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=40, blank=True)
    refusal_extra = models.JSONField(default=dict)

    class Meta:
        """Filed means that there is a report, and then nothing was refused."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(report=None, filed_at=None) | Q(report__isnull=False, filed_at__isnull=False, refusal=""),
                name="collect_instance_filed_has_report",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["received_at"], condition=Q(report=None), name="collect_instance_waiting"),
            models.Index(fields=["volunteer", "-received_at"], name="collect_instance_of_person"),
        ]

    def __str__(self) -> str:
        return self.instance_id


class CollectFile(models.Model):
    """A file that came with an instance. `file` is empty where it is no photo we take; `error` says so."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    instance = models.ForeignKey(CollectInstance, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    file = models.CharField(max_length=120, blank=True)
    size = models.PositiveIntegerField()
    content_type = models.CharField(max_length=40, blank=True)
    error = models.CharField(max_length=40, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        """A name stands for one file; what cannot be shown says why."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["instance", "name"], name="collect_file_name_once"),
            models.CheckConstraint(condition=~Q(file="", error=""), name="collect_file_stored_or_said_why"),
        ]

    def __str__(self) -> str:
        return f"{self.instance_id} {self.name}"


class CollectToken(models.Model):
    """A key for one phone's Collect, in the address it is configured with; only its SHA-256 is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="collect_tokens")
    token_sha256 = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """A key is taken back after it was made."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(revoked_at__gte=models.F("made_at")),
                name="collect_token_revoked_after_made",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} → {self.user_id}"
