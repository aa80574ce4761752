"""What the community has of a person: what they said, whom they follow, what they promised, and their photos."""

from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, Final, cast
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from community.models import (
    AbuseReport,
    Adoption,
    Comment,
    Correspondence,
    Follow,
    HidingAppeal,
    Message,
    Post,
    Ruling,
    Thanks,
    YearShare,
)
from community.models.posts import Saying
from core.personal import Attachment, Gone, Sheet, replace_words, sheets_naming
from patrol.models import PhotoFile
from patrol.storage import stored

# What stands where somebody who left had said something.
NOTHING: Final = "—"


def sheets(person: UUID) -> Iterator[Sheet]:
    """Yield what the person said, thanked, followed, promised and decided."""
    yield from sheets_naming("community", person, through={"PostPhoto": "post__author"})


def files(person: UUID) -> Iterator[Attachment]:
    """Yield the photos of the person's posts, as they were sent."""
    sent = PhotoFile.objects.filter(post_uses__post__author=person, received_at__isnull=False).exclude(file="")
    for file in sent.order_by("pk").distinct():
        ending = file.file.rpartition(".")[2]
        yield Attachment(f"posts/{file.sha256}.{ending}", partial(_bytes, file.file))


def _bytes(name: str) -> BinaryIO:
    return cast("BinaryIO", stored(name))


def erase(gone: Gone) -> None:
    """Take back what they said and with whom they went along; news of organisations and decisions of moderators stay."""
    person = gone.person
    Follow.objects.filter(user=person).delete()
    Thanks.objects.filter(user=person).delete()
    YearShare.objects.filter(user=person).delete()
    Adoption.objects.filter(user=person, ended_at=None).update(
        ended_at=timezone.now(), ending=Adoption.Ending.TAKEN_BACK, is_shown=False
    )
    own = Q(author=person)
    Post.objects.filter(own, kind=Post.Kind.POST).update(text=NOTHING, state=Saying.WITHDRAWN)
    replace_words(Post, ["title", "text"], gone, own=own)
    Comment.objects.filter(own).update(text=NOTHING, state=Saying.WITHDRAWN)
    Message.objects.filter(own).update(text=NOTHING)
    Correspondence.objects.filter(asker=person).update(words="")
    replace_words(AbuseReport, ["words"], gone, own=Q(by=person))
    replace_words(HidingAppeal, ["text", "answer"], gone, own=Q(by=person))
    replace_words(Ruling, ["words"], gone, own=Q(by=person))
    # In what others said only their address, their phone, or a text that is nothing but the name.
    for model, fields in ((Post, ["title", "text"]), (Comment, ["text"]), (Message, ["text"]), (Ruling, ["words"])):
        replace_words(model, fields, gone)
