"""Keys of city hotlines that hand over what citizens tell them, by Open311."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.ids import new_id


class Hotline(models.Model):
    """A hotline's key for an area; only its SHA-256 is kept, and its beginning to tell keys apart."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    label = models.CharField(max_length=80)
    area = models.CharField(max_length=12, blank=True)
    key_sha256 = models.CharField(max_length=64, unique=True)
    key_start = models.CharField(max_length=8)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """A key is taken back by somebody, after it was made."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__gte=F("made_at"), revoked_by__isnull=False),
                name="hotline_revoked_by_somebody_after_made",
            ),
        ]

    def __str__(self) -> str:
        return self.label
