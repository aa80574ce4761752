"""What of a report's photos is here, and what is still to come."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from core.sql import Statements
from patrol.errors import PhotoNotNamed
from patrol.logic.submission import PHOTOS_WITHIN_DAYS
from patrol.models import AwaitedPhoto, Photo, PhotoFile, Report, Review
from people.models import User

STATEMENTS = Statements(Path(__file__).parents[1] / "sql")
AWAITED, PARTIAL, RECEIVED, VERIFIED, UNREADABLE = "awaited", "partial", "received", "verified", "unreadable"
PHOTO_STATES: Final = (AWAITED, PARTIAL, RECEIVED, VERIFIED, UNREADABLE)


@dataclass(frozen=True, slots=True)
class PhotoStanding:
    """How far a photo has come: `received_bytes` of `size` (None before the first piece) are safe here."""

    sha256: str
    state: str
    received_bytes: int
    size: int | None
    error: str = ""

    @property
    def is_here(self) -> bool:
        """Say whether all bytes were received and kept."""
        return self.state not in (AWAITED, PARTIAL)


def photo_standing(report_id: UUID, sha256: str) -> PhotoStanding:
    """Return how far one photo of a report has come; raises PhotoNotNamed."""
    photo = photos_with_standing(Photo.objects.filter(report=report_id, file=sha256)).first()
    if photo is None:
        raise PhotoNotNamed
    return standing_of_photo(photo)


def is_awaited(report_id: UUID, sha256: str) -> bool:
    """Say whether the photo is still to come from the report's sender: a tenth of asking how far it has come."""
    return AwaitedPhoto.objects.filter(report=report_id, file=sha256).exists()


def photo_at_the_door(report_id: UUID, sha256: str) -> tuple[UUID | None, bool]:
    """Return whose report it is (None: there is none) and whether the photo is still to come, in one statement."""
    try:
        found = STATEMENTS.row("photo_door", {"report": report_id, "sha256": sha256})
    except LookupError:
        return None, False
    return found["volunteer"], found["is_awaited"]


def standing_of_file(file: PhotoFile) -> PhotoStanding:
    """Return the standing of a photo whose bytes are here."""
    return PhotoStanding(file.sha256, _state_here(file), file.size, file.size, file.error)


def photos_with_standing(photos: QuerySet[Photo]) -> QuerySet[Photo]:
    """Add to photos, in their order, what `standing_of_photo` reads: one statement for any number."""
    awaited = AwaitedPhoto.objects.filter(report=OuterRef("report"), file=OuterRef("file"))
    return (
        photos.select_related("file")
        .annotate(
            awaited_bytes=Subquery(awaited.values("received_bytes")), awaited_size=Subquery(awaited.values("size"))
        )
        .order_by("position")
    )


def standing_of_photo(photo: Photo) -> PhotoStanding:
    """Return how far a photo read through `photos_with_standing` has come."""
    held: int | None = photo.awaited_bytes  # type: ignore[attr-defined]
    if held is not None:
        size: int | None = photo.awaited_size  # type: ignore[attr-defined]
        return PhotoStanding(photo.file_id, PARTIAL if held else AWAITED, held, size)
    return standing_of_file(photo.file)


def not_sent() -> Exists:
    """Return the condition on photos that the sender of their report named and has not sent."""
    return Exists(AwaitedPhoto.objects.filter(report=OuterRef("report"), file=OuterRef("file")))


def sent_before(person: User, hashes: Collection[str]) -> set[str]:
    """Return those of the SHA-256 whose bytes the person sent with an earlier report, and need not send again."""
    sent = Photo.objects.filter(~not_sent(), file__in=hashes, report__volunteer=person, file__received_at__isnull=False)
    return set(sent.values_list("file", flat=True))


def waiting_too_long(at: datetime) -> QuerySet[Report]:
    """Return the reports that wait for photos longer than an officer should."""
    since = at - timedelta(days=PHOTOS_WITHIN_DAYS)
    return Report.objects.filter(review__photos=Review.Photos.AWAITED, received_at__lt=since).order_by("received_at")


def is_ready(prefix: str = "review__") -> Q:
    """Return the condition on reports that an officer may look at: their photos are here, or waited for in vain."""
    return ~Q(**{f"{prefix}photos": Review.Photos.AWAITED})


def _state_here(file: PhotoFile) -> str:
    if file.inspected_at is None:
        return RECEIVED
    return UNREADABLE if file.error else VERIFIED
