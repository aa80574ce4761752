"""The secret under which calendar apps read what a person promised."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.ids import new_id


class CalendarKey(models.Model):
    """Leave to read a person's calendars without signing in; only the hash of the secret is kept, a person has one at a time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """A new key ends the old one."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user"], condition=Q(revoked_at=None), name="calendar_key_one_running"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.made_at:%Y-%m-%d}"
