"""Letters: one asks, the other says yes, either ends it at any time."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from community.actions.writing import check_pace, check_voice
from community.errors import AlreadyAsked, LettersClosed, LettersForAdults, SaysNothing
from community.models import Correspondence, Message
from community.permissions import can_write, is_adult
from core import audit
from core.errors import NotAllowed, NotFound
from people.actions import notify
from people.models import User

State = Correspondence.State


def ask_to_write(*, whom: User, words: str, by: User, at: datetime) -> Correspondence:
    """Ask somebody for their consent to letters. Refuses NotAllowed, LettersForAdults, AlreadyAsked and TooMuchAtOnce."""
    if not can_write(by) or not can_write(whom) or whom.pk == by.pk:
        raise NotAllowed
    _check_adults(by, whom, at)
    with transaction.atomic():
        check_pace(kind="question", by=by, at=at)
        check_voice(by=by, at=at)
        # Both at once wait here for each other.
        list(User.objects.select_for_update(no_key=True).filter(pk__in=[by.pk, whom.pk]).order_by("pk"))
        if Correspondence.objects.filter(Q(asker=by, asked=whom) | Q(asker=whom, asked=by)).exists():
            raise AlreadyAsked
        line = Correspondence.objects.create(asker=by, asked=whom, words=words, asked_at=at, last_at=at)
        audit.record("ask_to_write", line, by=by, at=at)
        url = reverse("community:letter", args=[line.pk])
        notify(users=[whom], kind="letters_asked", params={"name": str(by)}, url=url, at=at)
    return line


def answer_question(*, line: Correspondence, is_yes: bool, by: User, at: datetime) -> None:
    """Say yes or no; only who was asked. Refuses NotFound, LettersClosed and LettersForAdults."""
    with transaction.atomic():
        line = _locked(line)
        if by.pk != line.asked_id or line.state != State.ASKED:
            raise LettersClosed
        _check_adults(line.asker, line.asked, at)
        line.state, line.answered_at = (State.OPEN if is_yes else State.REFUSED), at
        line.blocked_by = None if is_yes else by
        line.save(update_fields=["state", "answered_at", "blocked_by"])
        audit.record("answer_to_letters", line, by=by, at=at, change={"state": line.state})
        if is_yes:
            url = reverse("community:letter", args=[line.pk])
            notify(users=[line.asker], kind="letters_open", params={"name": str(by)}, url=url, at=at)


def block_letters(*, line: Correspondence, by: User, at: datetime) -> None:
    """End the letters at once; the other is not told. Refuses NotFound."""
    with transaction.atomic():
        line = _locked(line)
        if by.pk not in {line.asker_id, line.asked_id}:
            raise NotFound
        if line.state == State.BLOCKED:
            return
        line.state, line.blocked_by, line.answered_at = State.BLOCKED, by, line.answered_at or at
        line.save(update_fields=["state", "blocked_by", "answered_at"])
        audit.record("block_letters", line, by=by, at=at)


def open_letters_again(*, line: Correspondence, by: User, at: datetime) -> None:
    """Open what one has ended or refused oneself. Refuses LettersClosed to the other."""
    with transaction.atomic():
        line = _locked(line)
        if line.blocked_by_id != by.pk:
            raise LettersClosed
        _check_adults(line.asker, line.asked, at)
        line.state, line.blocked_by, line.answered_at = State.OPEN, None, at
        line.save(update_fields=["state", "blocked_by", "answered_at"])
        audit.record("open_letters_again", line, by=by, at=at)


def write_letter(*, id: UUID, line: Correspondence, text: str, by: User, at: datetime) -> Message:  # noqa: A002 - of the letter
    """Write a letter, once per id. Refuses LettersClosed, LettersForAdults, SaysNothing, IsMuted and TooMuchAtOnce."""
    if not text.strip():
        raise SaysNothing
    with transaction.atomic():
        check_pace(kind="message", by=by, at=at)
        line = _locked(line)
        if by.pk not in {line.asker_id, line.asked_id} or line.state != State.OPEN:
            raise LettersClosed
        if known := Message.objects.filter(pk=id, author=by).first():
            return known
        check_voice(by=by, at=at)
        _check_adults(line.asker, line.asked, at)
        message = Message.objects.create(id=id, correspondence=line, author=by, text=text.strip(), made_at=at)
        line.last_at = at
        line.save(update_fields=["last_at"])
        other = line.asked if by.pk == line.asker_id else line.asker
        url = reverse("community:letter", args=[line.pk])
        notify(users=[other], kind="letter_came", params={"name": str(by)}, url=url, at=at)
    return message


def mark_letters_read(*, line: Correspondence, by: User, at: datetime) -> None:
    """Note that the person has seen what the other wrote."""
    with transaction.atomic():
        line.messages.filter(read_at=None).exclude(author=by).update(read_at=at)


def _check_adults(one: User, other: User, at: datetime) -> None:
    today = timezone.localdate(at)
    if not is_adult(one.pk, today) or not is_adult(other.pk, today):
        raise LettersForAdults


def _locked(line: Correspondence) -> Correspondence:
    rows = Correspondence.objects.select_for_update(of=("self",)).select_related("asker", "asked")
    return rows.get(pk=line.pk)
