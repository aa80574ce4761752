"""The list of sensitive words as it holds on a day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from community.logic.words import Word
from community.models import SensitiveWord


@dataclass(frozen=True, slots=True)
class KnownWord:
    """A row of the list and the word to look for."""

    row: SensitiveWord
    as_word: Word


def running_words(on: date) -> list[KnownWord]:
    """Return the words that hold on that day."""
    rows = SensitiveWord.objects.filter(valid_from__lte=on).exclude(valid_to__lt=on).order_by("code")
    return [
        KnownWord(row, Word(row.code, (row.word, *row.variants), tuple(row.but_not), row.is_whole_word)) for row in rows
    ]


def listed_words() -> QuerySet[SensitiveWord]:
    """Return all words, with how often each was hit."""
    return SensitiveWord.objects.annotate(times=Count("hits")).order_by("valid_to", "purpose", "code")
