"""A campaign's own questions, in versions: an XLSForm as it was uploaded, and what the pages make of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.ids import new_id
from patrol.models.campaign import Campaign


class QuestionForm(models.Model):
    """One version of a campaign's questions; `form` is described in `patrol.logic.questions`.

    At most one version is asked at a time; answers to earlier ones are still taken. Workbook and form never change.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="question_forms")
    version = models.CharField(max_length=64)
    file_name = models.CharField(max_length=120)
    workbook = models.BinaryField()
    workbook_sha256 = models.CharField(max_length=64)
    form = models.JSONField()
    remarks = models.JSONField(default=list)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    activated_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        """One version is asked; each has its own name."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["campaign", "version"], name="question_form_version_once"),
            models.UniqueConstraint(
                fields=["campaign"],
                condition=Q(activated_at__isnull=False, retired_at=None),
                name="question_form_one_asked",
            ),
            models.CheckConstraint(
                condition=Q(retired_at=None) | Q(activated_at__isnull=False, retired_at__gte=F("activated_at")),
                name="question_form_retired_after_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.version}"

    @property
    def is_asked(self) -> bool:
        """Say whether it is the version now asked."""
        return self.activated_at is not None and self.retired_at is None
