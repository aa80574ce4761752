"""Statements that were handed in, those on their way, and whether one is genuine."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from planning.logic import seal
from planning.logic.statement import fingerprint, signed_words
from planning.models import Statement, StatementWork
from planning.queries.duties import in_areas

RUNNING = (StatementWork.State.QUEUED, StatementWork.State.RUNNING)


@dataclass(frozen=True, slots=True)
class Genuineness:
    """What a look at a statement found: its content is what was hashed, it is signed, and the key is one of ours."""

    is_whole: bool
    is_signed: bool
    is_our_key: bool

    @property
    def is_genuine(self) -> bool:
        """Whether all of it holds."""
        return self.is_whole and self.is_signed and self.is_our_key


def statements_in(areas: Iterable[str]) -> QuerySet[Statement]:
    """Return the statements of the areas, newest first, without their long contents."""
    found = Statement.objects.filter(in_areas(areas, "area")).defer("content")
    return found.select_related("by", "supersedes", "superseded_by").order_by("-at", "-number")


def work_in(areas: Iterable[str]) -> QuerySet[StatementWork]:
    """Return the work that is not done in the areas, newest first."""
    found = StatementWork.objects.filter(in_areas(areas, "area"))
    return found.exclude(state=StatementWork.State.DONE).select_related("by", "supersedes").order_by("-at")


def statement_by_number(number: str) -> Statement | None:
    """Return a statement with its content and what supersedes it, or none."""
    return Statement.objects.select_related("by", "supersedes", "superseded_by").filter(number=number).first()


def content_of_statement(statement: Statement) -> dict[str, Any]:
    """Return what a statement says, as values."""
    content: dict[str, Any] = json.loads(statement.content)
    return content


def genuineness(statement: Statement) -> Genuineness:
    """Look whether a statement is what was signed: nobody can change it unseen, even with the database in hand."""
    digest = fingerprint(statement.content)
    former = statement.supersedes.number if statement.supersedes is not None else ""
    ours = {
        seal.public_key(seal.seed_of(settings.STATEMENT_KEY, settings.SECRET_KEY)),
        *settings.STATEMENT_FORMER_KEYS,
    }
    return Genuineness(
        is_whole=digest == statement.sha256,
        is_signed=seal.is_signed(
            signed_words(statement.number, digest, former), statement.signature, statement.public_key
        ),
        is_our_key=statement.public_key in ours,
    )
