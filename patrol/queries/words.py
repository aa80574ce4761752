"""The words a report may use, kept for a short time in each process: they change with an update of the vocabulary, not daily.

A word that is not known is looked for anew at once; one that was taken away is refused by the database's own key.
"""

import time
from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar, Final

from patrol.models import ChecklistItem, FindingKind
from sites.models import Condition

KEPT_FOR_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class Words:
    """The codes of conditions, kinds of findings and questions of the checklist."""

    conditions: frozenset[str]
    kinds: frozenset[str]
    questions: frozenset[str]


class _Kept:
    """The words as they were read last, and when."""

    words: ClassVar[Words | None] = None
    read_at: ClassVar[float] = 0.0


def are_conditions(codes: Collection[str]) -> bool:
    """Say whether all are conditions of the vocabulary."""
    return _now_or_anew("conditions", codes)


def are_finding_kinds(codes: Collection[str]) -> bool:
    """Say whether all are kinds of findings."""
    return _now_or_anew("kinds", codes)


def are_questions(codes: Collection[str]) -> bool:
    """Say whether all are questions of the checklist."""
    return _now_or_anew("questions", codes)


def _now_or_anew(list_name: str, codes: Collection[str]) -> bool:
    if (
        _Kept.words is None
        or time.monotonic() - _Kept.read_at > KEPT_FOR_S
        or not getattr(_Kept.words, list_name).issuperset(codes)
    ):
        _read()
    return bool(getattr(_Kept.words, list_name).issuperset(codes))


def _read() -> None:
    lists = (model.objects.values_list("code", flat=True) for model in (Condition, FindingKind, ChecklistItem))
    _Kept.words, _Kept.read_at = Words(*map(frozenset, lists)), time.monotonic()
