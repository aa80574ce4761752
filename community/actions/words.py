"""The list of sensitive words: a word is added and ended, never changed or deleted."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from community.models import SensitiveWord
from community.permissions import can_edit_words
from core import audit
from core.errors import NotAllowed
from core.ids import new_id
from people.models import User


def add_word(
    *,
    word: str,
    variants: Sequence[str],
    but_not: Sequence[str],
    purpose: str,
    is_whole_word: bool,
    by: User,
    at: datetime,
) -> SensitiveWord:
    """Add a word to the list from today on. Refuses NotAllowed."""
    if not can_edit_words(by):
        raise NotAllowed
    with transaction.atomic():
        row = SensitiveWord.objects.create(
            code=f"own-{new_id().hex[-12:]}",
            word=word,
            variants=list(variants),
            but_not=list(but_not),
            purpose=purpose,
            is_whole_word=is_whole_word,
            source=str(by),
            valid_from=timezone.localdate(at),
        )
        audit.record("add_sensitive_word", row, by=by, at=at, change={"word": word, "purpose": purpose})
    return row


def end_word(*, row: SensitiveWord, by: User, at: datetime) -> None:
    """Let a word hold until yesterday (or its first day), so that it holds nothing back from now on. Refuses NotAllowed."""
    if not can_edit_words(by):
        raise NotAllowed
    with transaction.atomic():
        row = SensitiveWord.objects.select_for_update().get(pk=row.pk)
        if row.valid_to is None:
            row.valid_to = _last_day(row.valid_from, timezone.localdate(at))
            row.save(update_fields=["valid_to"])
            audit.record("end_sensitive_word", row, by=by, at=at)


def _last_day(first: date, today: date) -> date:
    return max(first, date.fromordinal(today.toordinal() - 1))
