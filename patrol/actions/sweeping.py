"""Pieces of photos that nobody goes on sending are let go; the phone still has the photo and begins it anew."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from core import audit
from patrol.models import AwaitedPhoto
from patrol.storage.pieces import drop_pieces, old_pieces


def sweep_pieces(*, at: datetime) -> int:
    """Let go the pieces that were not added to for PIECES_KEPT_DAYS; return of how many photos. Safe to repeat.

    The photo is awaited all the same: what comes of it later begins at 0.
    """
    before = at - timedelta(days=settings.PIECES_KEPT_DAYS)
    begun = AwaitedPhoto.objects.filter(received_bytes__gt=0, moved_at__lt=before)
    swept = sum(_sweep(key, before, at) for key in begun.order_by("pk").values_list("pk", flat=True))
    return swept + sum(_sweep_stray(report_id, sha256) for report_id, sha256 in old_pieces(before))


def _sweep(key: int, before: datetime, at: datetime) -> bool:
    with transaction.atomic():
        # A piece that comes now waits here, or was faster: then its photo is left alone.
        awaited = AwaitedPhoto.objects.select_for_update(of=("self",)).select_related("report").filter(pk=key).first()
        if awaited is None or awaited.moved_at >= before:
            return False
        lost, awaited.size, awaited.received_bytes = awaited.received_bytes, None, 0
        awaited.save(update_fields=["size", "received_bytes"])
        audit.record("sweep_pieces", awaited.report, by=None, at=at, change={"photo": awaited.file_id, "bytes": lost})
        # Before the commit: what is left behind by a crash in between is cut off by the next piece.
        drop_pieces(str(awaited.report_id), awaited.file_id)
    return True


def _sweep_stray(report_id: UUID, sha256: str) -> bool:
    """Let go what a crash left behind: bytes of a photo that is no longer awaited, or of which none were acknowledged."""
    with transaction.atomic():
        awaited = AwaitedPhoto.objects.select_for_update().filter(report=report_id, file=sha256).first()
        if awaited is not None and awaited.received_bytes:
            return False
        drop_pieces(str(report_id), sha256)
    return True
