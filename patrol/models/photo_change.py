"""What a comparison of two photos of one place found: a hint for the officer, computed again only by a newer method."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.ids import new_id
from patrol.models.report import Photo


class PhotoChange(models.Model):
    """Two photos that follow each other in a series, the later laid on the earlier (`patrol.logic.alignment`).

    `dx`, `dy` are parts of the picture's width and height; `boxes` are spots that look different
    ([[left, top, width, height], …], parts of the earlier picture), `share` their part of the common ground.
    """

    class Verdict(models.TextChoices):
        """What the comparison came to."""

        CALM = "calm", _("nothing noticeable")
        CHANGED = "changed", _("something looks different")
        APART = "apart", _("taken from elsewhere, not compared")
        UNREADABLE = "unreadable", _("one of the photos cannot be read")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    earlier = models.ForeignKey(Photo, on_delete=models.PROTECT, related_name="+")
    later = models.ForeignKey(Photo, on_delete=models.PROTECT, related_name="changes")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    share = models.FloatField(default=0)
    boxes = models.JSONField(default=list)
    dx = models.FloatField(default=0)
    dy = models.FloatField(default=0)
    scale = models.FloatField(default=1)
    rotation_deg = models.FloatField(default=0)
    score = models.FloatField(default=0)
    computed_at = models.DateTimeField()

    class Meta:
        """A pair is compared once; a share is a share; a photo is never compared with itself."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["later", "earlier"], name="photo_pair_compared_once"),
            models.CheckConstraint(condition=Q(share__gte=0, share__lte=1), name="photo_change_share_is_share"),
            models.CheckConstraint(condition=~Q(earlier=F("later")), name="photo_change_of_two_photos"),
            models.CheckConstraint(
                condition=Q(verdict="changed") | Q(boxes=[]), name="photo_change_boxes_only_where_changed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.later_id} {self.verdict}"
