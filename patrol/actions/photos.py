"""Photos after they arrived: what they say, and copies without EXIF to show."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from patrol.logic import photo_guard
from patrol.logic.photo_facts import UnreadablePhoto
from patrol.models import PhotoFile
from patrol.storage import DISPLAYS, THUMBNAILS, StoredPhoto, address, new_file, on_disk

THUMBNAIL_PX: Final = 480
DISPLAY_PX: Final = 1600


def keep_files(*, stored: Sequence[StoredPhoto], at: datetime) -> None:
    """Write the rows of stored photos; a photo that was only named before becomes one that is here."""
    here = {
        one.sha256: {"file": one.file, "size": one.size, "content_type": one.content_type, "received_at": at}
        for one in stored
    }
    # In one order: two that bring the same photos must not wait for each other.
    rows = (PhotoFile(sha256=key, **here[key]) for key in sorted(here))
    PhotoFile.objects.bulk_create(rows, ignore_conflicts=True)
    for key in sorted(here):
        PhotoFile.objects.filter(sha256=key, received_at=None).update(**here[key])


def inspect_photo(*, file: PhotoFile, at: datetime) -> PhotoFile:
    """Read the photo's facts in the guarded reader and write its copies; once. An unreadable one keeps the reason."""
    if file.inspected_at is not None:
        return file
    # Where the file is gone, the storage is ill and not the photo: that is no answer about it.
    with on_disk(file.file) as source:
        facts = photo_guard.inspect(source)
        if isinstance(facts, UnreadablePhoto):
            file.error = facts.code
        else:
            file.width, file.height, file.phash, file.facts = facts.width, facts.height, facts.phash, facts.as_json()
            file.thumbnail = _copy(file, source, THUMBNAILS, THUMBNAIL_PX)
            file.display = _copy(file, source, DISPLAYS, DISPLAY_PX)
    file.inspected_at = at
    file.save(
        update_fields=["error", "width", "height", "phash", "facts", "thumbnail", "display", "inspected_at"],
    )
    return file


def _copy(file: PhotoFile, source: Path, shelf: str, max_px: int) -> str:
    relative = address(shelf, file.sha256, "jpg")
    try:
        with new_file(relative) as target:
            refusal = photo_guard.thumbnail(source, target, max_px)
            if refusal is not None:
                raise refusal
    except UnreadablePhoto as refusal:
        file.error = refusal.code
        return ""
    return relative
