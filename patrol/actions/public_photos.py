"""Photos of citizens' reports after they arrived: read in the guarded reader, or fetched from where a hotline keeps them."""

from datetime import datetime
from io import BytesIO

from django.conf import settings
from django.db import transaction

from core.logic.hashing import stream_sha256
from patrol.actions.photos import inspect_photo, keep_files
from patrol.adapters import OutsideRefused, fetch
from patrol.models import PhotoFile, PublicPhoto, PublicReport
from patrol.storage import content_type_of, store_photo

MEGABYTE = 1024 * 1024


def inspect_public_photos(*, report: PublicReport, at: datetime) -> None:
    """Read what the photos say and make copies without EXIF; safe to run again."""
    for photo in report.photos.select_related("file").order_by("position"):
        inspect_photo(file=photo.file, at=at)


def fetch_public_media(*, report: PublicReport, at: datetime) -> PhotoFile | None:
    """Fetch the picture a hotline names by address and add it to the report; once. What cannot be fetched says why."""
    if report.photos.filter(position__gte=100).exists():
        return None
    try:
        stream, kind = _fetched(report.media_url)
    except OutsideRefused as refusal:
        PublicReport.objects.filter(pk=report.pk).update(media_error=refusal.code)
        return None
    stored = store_photo(stream, stream_sha256(stream), *kind)
    with transaction.atomic():
        PublicReport.objects.select_for_update(no_key=True).get(pk=report.pk)
        keep_files(stored=[stored], at=at)
        # Fetched ones stand after those that were sent.
        PublicPhoto.objects.get_or_create(report=report, position=100, defaults={"file_id": stored.sha256})
    return inspect_photo(file=PhotoFile.objects.get(pk=stored.sha256), at=at)


def _fetched(url: str) -> tuple[BytesIO, tuple[str, str]]:
    stream = BytesIO(fetch(url, settings.PHOTO_LIMIT_MB * MEGABYTE))
    kind = content_type_of(stream)
    if kind is None:
        raise OutsideRefused("photo_type_not_allowed")
    return stream, kind
