"""A person's correspondences and one of them with its letters."""

from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from community.models import Correspondence, Message
from people.models import User
from people.permissions import Person

MOST: Final = 200


def letters_of(person: Person) -> QuerySet[Correspondence]:
    """Return the person's correspondences, the latest first, with `unread`; refused questions show to nobody any more."""
    mine = Correspondence.objects.filter(Q(asker=person.pk) | Q(asked=person.pk)).select_related("asker", "asked")
    fresh = Q(messages__read_at=None) & ~Q(messages__author=person.pk) & Q(messages__pk__isnull=False)
    return mine.annotate(unread=Count("messages", filter=fresh)).order_by("-last_at", "pk")


def letter_of(person: Person, key: UUID) -> Correspondence | None:
    """Return one of the person's correspondences."""
    return letters_of(person).filter(pk=key).first()


def letters_in(line: Correspondence) -> list[Message]:
    """Return the letters, oldest first: the latest two hundred."""
    newest = line.messages.select_related("author").order_by("-made_at", "-pk")[:MOST]
    return list(reversed(newest))


def other_of(line: Correspondence, person: Person) -> User:
    """Return the other of the two."""
    return line.asked if line.asker_id == person.pk else line.asker


def between(one: Person, other: User) -> Correspondence | None:
    """Return the correspondence of two people, if there is one."""
    return Correspondence.objects.filter(Q(asker=one.pk, asked=other.pk) | Q(asker=other.pk, asked=one.pk)).first()
