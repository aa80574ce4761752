"""What becomes of something a worker computes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    """From the question to the answer."""

    QUEUED = "queued", _("waiting to be solved")
    SOLVING = "solving", _("being solved")
    READY = "ready", _("ready")
    CANCELLED = "cancelled", _("cancelled")
    FAILED = "failed", _("failed")
