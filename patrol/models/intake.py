"""What is still on its way: photos a report names, and a phone's chain of entries."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from patrol.models.report import PhotoFile, Report


class AwaitedPhoto(models.Model):
    """A photo that a report names and its sender has not wholly sent; the row goes when the bytes are kept.

    The first `received_bytes` of `size` lie in the report's own piece file: a stranger who knows the hash can neither
    spoil another's upload nor claim a photo without holding it.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="awaited")
    file = models.ForeignKey(PhotoFile, on_delete=models.PROTECT, related_name="+")
    size = models.PositiveIntegerField(null=True)
    received_bytes = models.PositiveIntegerField(default=0)
    moved_at = models.DateTimeField()

    class Meta:
        """A photo is awaited once for a report, and never more of it than there is."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "file"], name="awaited_photo_once"),
            models.CheckConstraint(
                condition=Q(size=None, received_bytes=0) | Q(size__isnull=False, received_bytes__lte=F("size")),
                name="awaited_photo_within_size",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.file_id}"


class QueueEntry(models.Model):
    """A report's place in its phone's queue: append-only by trigger, so that gaps and edits show.

    `sha256` is the entry's own hash, `previous` the hash of the entry before as the phone stated it ("" for the first).
    Nothing is unique here: a repeated number is kept, and an officer sees it.
    """

    report = models.OneToOneField(Report, primary_key=True, on_delete=models.PROTECT, related_name="queue_entry")
    device = models.UUIDField()
    sequence = models.BigIntegerField()
    previous = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64)

    class Meta:
        """The neighbours of an entry are found by index."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(sequence__gte=0), name="queue_sequence_not_negative"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["device", "sequence"], name="queue_of_device"),
        ]

    def __str__(self) -> str:
        return f"{self.device} {self.sequence}"
