"""Statements that go upward: asked for, computed by the worker, numbered and signed, corrected by a later one."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from core import audit
from core.jobs import later
from people.models import User
from planning.errors import (
    StatementExists,
    StatementNotRunning,
    StatementPeriodOpen,
    StatementReasonMissing,
    StatementRunning,
    StatementSuperseded,
)
from planning.logic import seal
from planning.logic.compliance import Period
from planning.logic.statement import canonical, fingerprint, signed_words
from planning.models import Statement, StatementWork
from planning.permissions import check_hands_in
from planning.queries.compliance import Compliance, Question
from planning.queries.jurisdictions import jurisdiction
from planning.queries.statement_content import content_of

RUNNING: Final = (StatementWork.State.QUEUED, StatementWork.State.RUNNING)
# Any fixed number: it only must be the same everywhere numbers are given.
NUMBERS_LOCK: Final = 0x4242  # "BB", 报表
BEAT_SECONDS: Final = 0.5


class Cancelled(Exception):
    """The work was cancelled, or begun anew by another worker: its result counts no more."""


@dataclass(frozen=True, slots=True)
class Making:
    """Work a worker took up, and the version under which its result will be accepted."""

    work_id: UUID
    version: int
    question: Question


def ask_for_statement(
    *,
    area: str,
    period: Period,
    as_of: datetime,
    by: User,
    at: datetime,
    supersedes: Statement | None = None,
    correction: str = "",
) -> StatementWork:
    """Have a statement of the area and period made, as known at `as_of` (not after `at`); a correction names the former and why.

    Refuses NotAllowed, StatementPeriodOpen, StatementExists, StatementReasonMissing, StatementSuperseded and StatementRunning.
    """
    check_hands_in(by, area)
    if min(timezone.localdate(as_of), timezone.localdate(at)) < period.from_on:
        raise StatementPeriodOpen
    with transaction.atomic():
        _lock_numbers()
        _refuse_second(area, period, supersedes, correction)
        work = StatementWork.objects.create(
            area=area,
            from_on=period.from_on,
            to_on=period.to_on,
            as_of=min(as_of, at),
            supersedes=supersedes,
            correction=correction.strip() if supersedes is not None else "",
            by=by,
            at=at,
        )
        change = {"area": area, "from": period.from_on.isoformat(), "to": period.to_on.isoformat()}
        audit.record("ask_for_statement", work, by=by, at=at, change=change)
        later("planning.make_statement", work_id=str(work.pk))
    return work


def cancel_statement(*, work: StatementWork, by: User, at: datetime) -> StatementWork:
    """Cancel work that waits or runs. Refuses NotAllowed and StatementNotRunning."""
    check_hands_in(by, work.area)
    with transaction.atomic():
        locked = StatementWork.objects.select_for_update().get(pk=work.pk)
        if locked.state not in RUNNING:
            raise StatementNotRunning
        locked.state = StatementWork.State.CANCELLED
        locked.save(update_fields=["state"])
        audit.record("cancel_statement", locked, by=by, at=at)
    return locked


def begin_statement(*, work_id: UUID) -> Making | None:
    """Take the work up, also after a worker died over it; return None if it waits no more.

    The new version makes sure that a run believed dead cannot write any more.
    """
    with transaction.atomic():
        work = StatementWork.objects.select_for_update().filter(pk=work_id, state__in=RUNNING).first()
        if work is None:
            return None
        work.state, work.sites_done, work.version = StatementWork.State.RUNNING, 0, work.version + 1
        work.save(update_fields=["state", "sites_done", "version"])
        return Making(work.pk, work.version, Question(work.area, Period(work.from_on, work.to_on), work.as_of))


def note_statement(*, making: Making) -> Callable[[int, int], None]:
    """Return what the computation calls with the sites done and all sites; it raises Cancelled where the work no longer counts."""
    told_at = 0.0

    def note(done: int, sites: int) -> None:
        nonlocal told_at
        if done < sites and time.monotonic() < told_at + BEAT_SECONDS:
            return
        told_at = time.monotonic()
        running = StatementWork.objects.filter(
            pk=making.work_id, version=making.version, state=StatementWork.State.RUNNING
        )
        if not running.update(sites_done=done, sites=sites):
            raise Cancelled

    return note


def keep_statement(*, making: Making, found: Compliance, at: datetime) -> Statement:
    """Give the statement its number, sign and keep it; raises Cancelled where the work no longer counts."""
    text = canonical(content_of(found, jurisdiction(making.question.area)))
    with transaction.atomic():
        _lock_numbers()
        work = (
            StatementWork.objects.select_for_update(of=("self",))
            .select_related("supersedes", "by")
            .filter(pk=making.work_id, version=making.version, state=StatementWork.State.RUNNING)
            .first()
        )
        if work is None:
            raise Cancelled
        statement = _signed(work, text, at)
        work.state, work.statement = StatementWork.State.DONE, statement
        work.save(update_fields=["state", "statement"])
        change = {"number": statement.number, "sha256": statement.sha256}
        audit.record("hand_in_statement", statement, by=work.by, at=at, change=change)
        return statement


def fail_statement(*, making: Making, at: datetime) -> None:
    """Say that the statement could not be made."""
    with transaction.atomic():
        work = StatementWork.objects.select_for_update().filter(pk=making.work_id, version=making.version).first()
        if work is not None and work.state in RUNNING:
            work.state = StatementWork.State.FAILED
            work.save(update_fields=["state"])
            audit.record("fail_statement", work, by=None, at=at)


def _refuse_second(area: str, period: Period, supersedes: Statement | None, correction: str) -> None:
    same = {"area": area, "from_on": period.from_on, "to_on": period.to_on}
    if StatementWork.objects.filter(**same, state__in=RUNNING).exists():
        raise StatementRunning
    newest = Statement.objects.filter(**same, superseded_by=None).first()
    if supersedes is None:
        if newest is not None:
            raise StatementExists(number=newest.number)
        return
    if newest is None or newest.pk != supersedes.pk:
        raise StatementSuperseded(number=supersedes.number)
    if not correction.strip():
        raise StatementReasonMissing


def _signed(work: StatementWork, text: str, at: datetime) -> Statement:
    number, digest = _next_number(at), fingerprint(text)
    seed = seal.seed_of(settings.STATEMENT_KEY, settings.SECRET_KEY)
    former = work.supersedes.number if work.supersedes is not None else ""
    return Statement.objects.create(
        number=number,
        area=work.area,
        from_on=work.from_on,
        to_on=work.to_on,
        as_of=work.as_of,
        content=text,
        sha256=digest,
        signature=seal.sign(seed, signed_words(number, digest, former)),
        public_key=seal.public_key(seed),
        supersedes=work.supersedes,
        correction=work.correction,
        by=work.by,
        at=at,
    )


def _next_number(at: datetime) -> str:
    prefix = f"BB-{timezone.localdate(at).year}-"
    last = Statement.objects.filter(number__startswith=prefix).order_by("-number").values_list("number", flat=True)
    return f"{prefix}{int(last[0].removeprefix(prefix)) + 1 if last else 1:05d}"


def _lock_numbers() -> None:
    """Numbers have no holes, so whoever takes one, or looks whether one is taken, holds the lock to the end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NUMBERS_LOCK])
