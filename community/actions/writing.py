"""What stands before everything somebody writes: their pace, their silence, and the words a moderator looks at first."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db.models import Model
from django.utils import timezone

from community.errors import IsMuted, TooMuchAtOnce
from community.logic.limits import PACES
from community.logic.words import found
from community.models import (
    AbuseReport,
    Comment,
    Correspondence,
    Message,
    Mute,
    Post,
    SensitiveWord,
    WordHit,
)
from community.queries.words import running_words
from people.models import User

# What is counted of a person, and by which columns.
COUNTED: Final[dict[str, tuple[type[Model], str, str]]] = {
    "post": (Post, "author", "made_at"),
    "comment": (Comment, "author", "made_at"),
    "message": (Message, "author", "made_at"),
    "question": (Correspondence, "asker", "asked_at"),
    "report": (AbuseReport, "by", "at"),
}


def check_pace(*, kind: str, by: User, at: datetime) -> None:
    """Refuse TooMuchAtOnce; the person's row is locked, so that two at once do not pass together. Inside a transaction."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    model, who, when = COUNTED[kind]
    for pace in PACES[kind]:
        recent: dict[str, Any] = {who: by.pk, f"{when}__gt": at - pace.span}
        if model._default_manager.filter(**recent).count() >= pace.most:
            raise TooMuchAtOnce


def check_voice(*, by: User, at: datetime) -> None:
    """Refuse IsMuted while the person is silent."""
    mute = Mute.objects.filter(user=by, lifted_at=None, from_at__lte=at, until__gt=at).order_by("-until").first()
    if mute is not None:
        raise IsMuted(until=f"{timezone.localtime(mute.until):%Y-%m-%d %H:%M}")


def hear(*, text: str, at: datetime) -> list[SensitiveWord]:
    """Return the words of the list that the text holds."""
    known = running_words(timezone.localdate(at))
    codes = set(found(text, [one.as_word for one in known]))
    return [one.row for one in known if one.row.code in codes]


def note_hits(*, words: Iterable[SensitiveWord], area: str, at: datetime, **in_what: Any) -> None:
    """Keep which words something said holds; each once."""
    WordHit.objects.bulk_create(
        [WordHit(word=word, purpose=word.purpose, area=area, at=at, **in_what) for word in words],
        ignore_conflicts=True,
    )
