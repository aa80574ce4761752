"""What the field work has of a person: reports with their photos, outings with their tracks, and what they decided."""

from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, Final, cast
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from core.personal import Attachment, Gone, Sheet, replace_words, sheets_naming
from patrol.actions.forgetting import drop_tracks_of
from patrol.models import (
    Appeal,
    Assignment,
    CaseEntry,
    CollectInstance,
    CollectToken,
    Finding,
    LastPosition,
    Opinion,
    Outing,
    Overturn,
    PhotoFile,
    Report,
    Review,
    SpotCheck,
    Webhook,
)
from patrol.storage import stored
from people.models import User

THROUGH: Final = {
    "Photo": "report__volunteer",
    "Finding": "report__volunteer",
    "Evidence": "report__volunteer",
    "Review": "report__volunteer",
    "Track": "outing__volunteer",
    "TrackBatch": "track__outing__volunteer",
    "LastPosition": "outing__volunteer",
    "PhotoFile": "uses__report__volunteer",
}

# What a companion takes along of a visit; who led it and what they wrote is the lead's.
VISIT_ALONG: Final = ("id", "site_id", "origin", "status", "made_at", "do_by", "accepted_at", "end_reason", "ended_at")

# What citizens tell is theirs, whichever officer handles it.
OTHERS: Final = ("PublicReport",)


def sheets(person: UUID) -> Iterator[Sheet]:
    """Yield all of the field work that names the person, with findings, evidence and every kept point of a track."""
    yield from sheets_naming("patrol", person, through=THROUGH, others=OTHERS)
    along = list(Assignment.objects.filter(companion=person).order_by("pk").values(*VISIT_ALONG))
    if along:
        yield Sheet("patrol/visits_along", along)


def files(person: UUID) -> Iterator[Attachment]:
    """Yield the photos of the person's reports, as they were sent."""
    taken = PhotoFile.objects.filter(uses__report__volunteer=person, received_at__isnull=False).exclude(file="")
    for file in taken.order_by("pk").distinct():
        ending = file.file.rpartition(".")[2]
        yield Attachment(f"photos/{file.sha256}.{ending}", partial(_bytes, file.file))


def _bytes(name: str) -> BinaryIO:
    return cast("BinaryIO", stored(name))


def matters(person: UUID) -> Iterator[QuerySet[Review]]:
    """Yield the reviews of the person's reports: who decides locks them before posting hours."""
    yield Review.objects.filter(report__volunteer=person)


def erase(gone: Gone) -> None:
    """Drop keys, positions and every point of a track; reports and decisions stay under the pseudonym."""
    person = gone.person
    CollectToken.objects.filter(user=person).delete()
    LastPosition.objects.filter(outing__volunteer=person).delete()
    drop_tracks_of(person=User.objects.get(pk=person), at=timezone.now())
    Outing.objects.filter(volunteer=person).update(companions=[])
    replace_words(Outing, ["companions"], gone)
    own = Q(volunteer=person)
    replace_words(Report, ["note", "answers", "payload"], gone, own=own)
    replace_words(CollectInstance, ["xml"], gone, own=own)
    # Either of the two may have said no, and why.
    replace_words(Assignment, ["end_words"], gone, own=own | Q(companion=person))
    replace_words(Finding, ["note"], gone, own=Q(report__volunteer=person))
    replace_words(Appeal, ["text", "reply"], gone, own=Q(by=person))
    replace_words(Review, ["reason"], gone, own=Q(report__volunteer=person))
    for model, field in ((Opinion, "reason"), (Overturn, "reason"), (SpotCheck, "note")):
        replace_words(model, [field], gone, own=Q(by=person))
    replace_words(CaseEntry, ["note", "said_by", "extra"], gone)
    replace_words(Webhook, ["label"], gone)
