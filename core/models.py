"""The audit trail: who did what, when, on what; append-only by trigger."""

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from core.ids import new_id


class AuditEntry(models.Model):
    """One write, as it happened. `target` names the thing (`app.Model`), `target_id` its key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=64)
    target = models.CharField(max_length=64)
    target_id = models.CharField(max_length=64)
    change = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        """Found by thing."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["target", "target_id", "at"], name="audit_by_target"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.target} {self.target_id}"
