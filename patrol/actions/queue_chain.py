"""A report's place in its phone's queue, and what shows when its neighbours are known."""

from django.db import connection

from patrol.logic.queue_chain import EDITED, GAP, Entry, entry_sha256, queue_oddities
from patrol.logic.submission import QueuePlace
from patrol.models import QueueEntry, Report, Review
from patrol.queries.queue_chain import entries_around


def join_queue(*, report: Report, place: QueuePlace) -> None:
    """Keep the report's place in its phone's queue; it and its neighbours are looked at anew. In a transaction.

    Entries come in any order, so what is missing today may come tomorrow: the oddities stand in the review, not in the
    report, which never changes.
    """
    with connection.cursor() as cursor:
        # Two neighbours at once would each miss the other.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"queue {place.device}"])
    QueueEntry.objects.create(
        report=report,
        device=place.device,
        sequence=place.sequence,
        previous=place.previous,
        sha256=entry_sha256(
            sequence=place.sequence,
            report_id=str(report.pk),
            content_sha256=report.content_sha256,
            previous=place.previous,
        ),
    )
    known = entries_around(place.device, place.sequence)
    for entry in known:
        if entry.sequence in (place.sequence, place.sequence + 1):
            _look_at(entry, known, report)


def _look_at(entry: QueueEntry, known: list[QueueEntry], new: Report) -> None:
    twins = sum(one.sequence == entry.sequence for one in known) - 1
    before = [_plain(one) for one in known if one.sequence == entry.sequence - 1]
    odd = queue_oddities(_plain(entry), twins, before)
    review = Review.objects.select_for_update().get(pk=entry.report_id)
    found = [code for code in review.irregularities if code not in (GAP, EDITED)] + odd
    if found != review.irregularities:
        review.irregularities = found
        review.save(update_fields=["irregularities"])
    if entry.report_id == new.pk:
        new.review.irregularities = found


def _plain(entry: QueueEntry) -> Entry:
    return Entry(entry.sequence, entry.previous, entry.sha256)
