"""Photos arriving for a report, whole or in pieces, and what follows when the last one is here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.db import transaction
from django.urls import reverse

from core import audit
from core.errors import NotFound
from core.jobs import later
from core.logic.hashing import stream_sha256
from core.sql import Statements
from patrol.errors import ChunkOutOfOrder, ChunkRangeWrong, PhotoHashMismatch, PhotoTypeNotAllowed
from patrol.models import AwaitedPhoto, PhotoFile, Report, Review
from patrol.queries.arrivals import PhotoStanding, is_awaited, photo_standing, standing_of_file, waiting_too_long
from patrol.queries.officers import officers_of
from patrol.storage import StoredPhoto, content_type_of, store_photo
from patrol.storage.pieces import add_piece, drop_pieces, held_bytes, pieces_together
from people.actions import notify
from people.models import User

STATEMENTS = Statements(Path(__file__).parents[1] / "sql")
PHOTOS_MISSING = "photos_missing"


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes `start` to `end` (not included) of a photo of `total` bytes; `body` stands at its first byte."""

    start: int
    end: int
    total: int
    body: BinaryIO

    @property
    def is_whole(self) -> bool:
        """Say whether it is the whole photo."""
        return self.start == 0 and self.end == self.total


def receive_piece(*, report: Report, sha256: str, piece: Piece, by: User, at: datetime) -> PhotoStanding:
    """Keep a piece of a photo that its report awaits; what is acknowledged is on the disk, and the last piece keeps the photo.

    Refuses NotFound (another's report), PhotoTypeNotAllowed (at the first piece), ChunkOutOfOrder,
    ChunkRangeWrong, and PhotoHashMismatch: then nothing is held any more and the photo begins at 0.
    """
    if report.volunteer_id != by.pk:
        raise NotFound
    if piece.start == 0 and content_type_of(piece.body) is None:
        raise PhotoTypeNotAllowed
    if piece.is_whole:
        receive_photos(report=report, photos={sha256: piece.body}, by=by, at=at)
    elif not _add(report, sha256, piece, by, at):
        # Said outside the transaction, which has forgotten the pieces.
        raise PhotoHashMismatch
    elif is_awaited(report.pk, sha256):
        return photo_standing(report.pk, sha256)
    return standing_of_file(PhotoFile.objects.get(pk=sha256))


def receive_photos(*, report: Report, photos: dict[str, BinaryIO], by: User, at: datetime) -> None:
    """Keep whole photos (streams by the SHA-256 they must have) for their report; those that are here are passed over.

    Refuses PhotoTypeNotAllowed and PhotoHashMismatch.
    """
    stored = [_store_checked(stream, sha256) for sha256, stream in sorted(photos.items())]
    with transaction.atomic():
        _arrive(report, stored, by, at)
    for sha256 in photos:
        drop_pieces(str(report.pk), sha256)


def mark_photos_missing(*, at: datetime) -> int:
    """Show officers the reports whose photos did not come within the time; returns how many."""
    return sum(_give_up(report, at) for report in waiting_too_long(at).select_related("site"))


def tell_officers(*, report: Report, at: datetime) -> None:
    """Tell the officers of the area that a report is there to be reviewed."""
    params = {"site": [report.site.name_zh, report.site.name_en]}
    notify(
        users=officers_of(report.site.district_id),
        kind="report_to_review",
        params=params,
        url=reverse("patrol:report", args=[report.pk]),
        at=at,
    )


def _store_checked(stream: BinaryIO, sha256: str) -> StoredPhoto:
    kind = content_type_of(stream)
    if kind is None:
        raise PhotoTypeNotAllowed
    if stream_sha256(stream) != sha256:
        raise PhotoHashMismatch
    return store_photo(stream, sha256, *kind)


def _add(report: Report, sha256: str, piece: Piece, by: User, at: datetime) -> bool:
    """Add a piece under the photo's lock; False when the whole is not the photo that was named."""
    with transaction.atomic():
        # Two phones with the same piece wait here for each other; the second finds the first one's bytes.
        awaited = AwaitedPhoto.objects.select_for_update().filter(report=report, file=sha256).first()
        if awaited is None or not _is_next(awaited, piece):
            return True
        awaited.size = piece.total
        # On the disk before the row says so: a crash in between leaves bytes behind the acknowledged ones.
        awaited.received_bytes = add_piece(str(report.pk), sha256, piece.start, piece.body)
        awaited.moved_at = at
        if awaited.received_bytes < piece.total:
            awaited.save(update_fields=["size", "received_bytes", "moved_at"])
            return True
        is_right = _finish(report, awaited, by, at)
    drop_pieces(str(report.pk), sha256)
    return is_right


def _is_next(awaited: AwaitedPhoto, piece: Piece) -> bool:
    """Say whether the piece follows what is held; False for one that is held already."""
    held = min(awaited.received_bytes, held_bytes(str(awaited.report_id), awaited.file_id))
    if awaited.size not in (None, piece.total):
        if piece.start:
            raise ChunkRangeWrong
        return True
    if piece.end <= held:
        return False
    if piece.start != held:
        raise ChunkOutOfOrder(received_bytes=held)
    return True


def _finish(report: Report, awaited: AwaitedPhoto, by: User, at: datetime) -> bool:
    with pieces_together(str(report.pk), awaited.file_id) as stream:
        try:
            stored = _store_checked(stream, awaited.file_id)
        except (PhotoHashMismatch, PhotoTypeNotAllowed):
            awaited.size, awaited.received_bytes = None, 0
            awaited.save(update_fields=["size", "received_bytes", "moved_at"])
            return False
    _arrive(report, [stored], by, at)
    return True


def _arrive(report: Report, stored: Sequence[StoredPhoto], by: User, at: datetime) -> None:
    """Keep what came and, when nothing is awaited any more, let the report go on; inside a transaction."""
    names = ("sha256", "file", "size", "content_type")
    columns = {name: [getattr(one, name) for one in stored] for name in names}
    # Two last photos at once would each see the other still to come: one after the other.
    was = STATEMENTS.row("lock_arrival", {"report": report.pk, "photos": columns["sha256"]})["photos"]
    is_awaiting = STATEMENTS.row("arrive", {"report": report.pk, **columns, "at": at})["is_awaiting"]
    if was != Review.Photos.COMPLETE and not is_awaiting:
        _complete(Review.objects.select_related("report__site").get(pk=report.pk), by, at)


def _complete(review: Review, by: User, at: datetime) -> None:
    report, was_shown = review.report, review.photos == Review.Photos.MISSING
    review.photos = Review.Photos.COMPLETE
    review.irregularities = [code for code in review.irregularities if code != PHOTOS_MISSING]
    review.save(update_fields=["photos", "irregularities"])
    later("patrol.score_report", report_id=str(report.pk))
    audit.record("complete_report", report, by=by, at=at)
    if not was_shown:
        tell_officers(report=report, at=at)


def _give_up(report: Report, at: datetime) -> bool:
    with transaction.atomic():
        review = Review.objects.select_for_update().get(pk=report.pk)
        if review.photos != Review.Photos.AWAITED:
            return False
        review.photos = Review.Photos.MISSING
        review.irregularities = [*review.irregularities, PHOTOS_MISSING]
        review.save(update_fields=["photos", "irregularities"])
        later("patrol.score_report", report_id=str(report.pk))
        audit.record("miss_photos", report, by=None, at=at)
        tell_officers(report=report, at=at)
        return True
