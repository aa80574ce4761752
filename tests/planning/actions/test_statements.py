"""Statements: handed in, reproducible, signed, corrected, cancelled, and never changed."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django.fixtures import Settings

from core.errors import NotAllowed
from core.models import AuditEntry
from people.models import Role, User
from planning.actions.statements import (
    Cancelled,
    ask_for_statement,
    begin_statement,
    cancel_statement,
    fail_statement,
    keep_statement,
    note_statement,
)
from planning.errors import (
    StatementExists,
    StatementNotRunning,
    StatementPeriodOpen,
    StatementReasonMissing,
    StatementRunning,
    StatementSuperseded,
)
from planning.logic.compliance import quarter_of
from planning.logic.statement import canonical, fingerprint
from planning.models import Statement, StatementWork
from planning.queries.compliance import compliance
from planning.queries.jurisdictions import jurisdiction
from planning.queries.statement_content import content_of
from planning.queries.statements import genuineness
from sites.models import Site
from tests.factories import make
from tests.planning.audited import LATER, SECOND_QUARTER, accepted, handed_in, old_site, one_rule, question
from tests.planning.cases import run_jobs


@pytest.fixture
def relic(db: None, officer: User) -> Site:
    one_rule()
    site = old_site("RELIC")
    accepted(site, SECOND_QUARTER.from_on, by=officer)
    return site


def ask(by: User, **fields: object) -> StatementWork:
    values = {"area": "110101", "period": SECOND_QUARTER, "as_of": LATER, "by": by, "at": LATER, **fields}
    return ask_for_statement(**values)  # type: ignore[arg-type]


def test_one_click_and_the_worker_hand_it_in(relic: Site, officer: User) -> None:
    work = ask(officer)
    assert run_jobs() == ["planning.make_statement"]
    work.refresh_from_db()
    statement = work.statement
    assert statement is not None
    assert (work.state, work.sites_done, work.sites) == ("done", 1, 1)
    assert statement.number == f"BB-{statement.at.year}-00001"
    assert genuineness(statement).is_genuine
    summary = json.loads(statement.content)["summary"]
    assert (summary["required"], summary["in_time"], summary["missed"], summary["share_per_mille"]) == (3, 1, 2, 333)
    assert AuditEntry.objects.get(verb="hand_in_statement").by == officer


def test_the_same_question_gives_the_same_bytes_later(relic: Site, officer: User) -> None:
    statement = handed_in(officer)
    # Much happens afterwards, none of which was known.
    accepted(relic, SECOND_QUARTER.to_on, by=officer, decided_at=LATER + timedelta(days=3))
    relic.level_id, relic.name_zh, relic.updated_at = "county", "改名", datetime.now(UTC)
    relic.save()
    make.site(code="NEW", created_at=LATER + timedelta(days=1))
    # The change of the register is recorded at its real time, which lies after LATER or the test would prove nothing.
    assert relic.versions.get().valid_to > LATER
    again = canonical(content_of(compliance(question()), jurisdiction("110101")))
    assert fingerprint(again) == statement.sha256
    assert again == statement.content
    newer = canonical(content_of(compliance(question(as_of=datetime.now(UTC))), jurisdiction("110101")))
    assert fingerprint(newer) != statement.sha256


def test_a_changed_content_is_seen(relic: Site, officer: User, settings: Settings) -> None:
    statement = handed_in(officer)
    statement.content = statement.content.replace('"required":3', '"required":1')
    assert (genuineness(statement).is_whole, genuineness(statement).is_signed) == (False, False)
    # Even with the hash made to fit, nobody can sign.
    statement.sha256 = fingerprint(statement.content)
    assert (genuineness(statement).is_whole, genuineness(statement).is_signed) == (True, False)


def test_a_former_key_is_known_while_it_is_named(relic: Site, officer: User, settings: Settings) -> None:
    statement = handed_in(officer)
    settings.STATEMENT_KEY = "cXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXFxcXE="
    assert (genuineness(statement).is_signed, genuineness(statement).is_our_key) == (True, False)
    settings.STATEMENT_FORMER_KEYS = [statement.public_key]
    assert genuineness(statement).is_genuine


def test_a_correction_takes_the_place_of_the_former(relic: Site, officer: User) -> None:
    first = handed_in(officer)
    accepted(relic, SECOND_QUARTER.to_on, by=officer, decided_at=LATER + timedelta(days=1))
    at = LATER + timedelta(days=2)
    second = handed_in(officer, as_of=at, at=at, supersedes=first, correction="补计一份报告")
    first.refresh_from_db()
    assert first.superseded_by == second
    assert (second.number, second.correction) == ("BB-2026-00002", "补计一份报告")
    assert json.loads(second.content)["summary"]["in_time"] == 1
    assert json.loads(second.content)["summary"]["late"] == 1
    with pytest.raises(StatementSuperseded):
        ask(officer, supersedes=first, correction="再改")


def test_refusals(relic: Site, officer: User, volunteer: User, stranger: User, planner: User) -> None:
    far = make.user()
    make.grant(far, Role.OFFICER, "110105")
    for person in (volunteer, stranger, planner, far):
        with pytest.raises(NotAllowed):
            ask(person)
    with pytest.raises(StatementPeriodOpen):
        ask(officer, period=quarter_of(2027, 1))
    work = ask(officer)
    with pytest.raises(StatementRunning):
        ask(officer)
    with pytest.raises(NotAllowed):
        cancel_statement(work=work, by=far, at=LATER)
    cancel_statement(work=work, by=officer, at=LATER)
    with pytest.raises(StatementNotRunning):
        cancel_statement(work=work, by=officer, at=LATER)
    first = handed_in(officer)
    with pytest.raises(StatementExists) as refusal:
        ask(officer)
    assert refusal.value.extra == {"number": first.number}
    with pytest.raises(StatementReasonMissing):
        ask(officer, supersedes=first, correction="  ")


def test_nothing_is_known_before_it_happens(relic: Site, officer: User) -> None:
    assert ask(officer, as_of=LATER + timedelta(days=9)).as_of == LATER


def test_cancelled_while_it_runs_hands_nothing_in(relic: Site, officer: User) -> None:
    work = ask(officer)
    making = begin_statement(work_id=work.pk)
    assert making is not None
    cancel_statement(work=work, by=officer, at=LATER)
    with pytest.raises(Cancelled):
        compliance(making.question, tell=note_statement(making=making))
    with pytest.raises(Cancelled):
        keep_statement(making=making, found=compliance(making.question), at=LATER)
    assert Statement.objects.count() == 0


def test_a_worker_that_died_is_followed_by_another(relic: Site, officer: User) -> None:
    work = ask(officer)
    dead = begin_statement(work_id=work.pk)
    run_jobs()
    assert Statement.objects.count() == 1
    assert dead is not None
    # The one believed dead comes back to life.
    with pytest.raises(Cancelled):
        keep_statement(making=dead, found=compliance(dead.question), at=LATER)
    fail_statement(making=dead, at=LATER)
    work.refresh_from_db()
    assert (work.state, Statement.objects.count()) == ("done", 1)


def refused(statement: str, *parameters: object) -> str:
    """Run SQL that a wall refuses, and return the wall's name."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)
    return str(getattr(caught.value.__cause__, "diag").constraint_name)  # noqa: B009


def test_walls(relic: Site, officer: User) -> None:
    first = handed_in(officer)
    at = LATER + timedelta(days=2)
    handed_in(officer, as_of=at, at=at, supersedes=first, correction="补计")
    assert refused("UPDATE planning_statement SET area = '32'") == "planning_statement_append_only"
    assert refused("DELETE FROM planning_statement") == "planning_statement_append_only"
    assert refused("UPDATE planning_statementwork SET state = 'queued'") == "statement_work_over_is_over"
    fields = {name: getattr(first, name) for name in ("area", "from_on", "to_on", "as_of", "signature", "public_key")}
    whole = {"content": first.content, "sha256": first.sha256, "by": officer, "at": LATER, **fields}

    def wall(**changed: object) -> str:
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            Statement.objects.create(**{"number": "BB-2026-09999", **whole, **changed})
        return str(getattr(caught.value.__cause__, "diag").constraint_name)  # noqa: B009

    assert wall() == "statement_first_once"
    assert wall(area="32", content="{}") == "statement_hash_is_of_content"
    second = Statement.objects.get(supersedes=first)
    assert wall(supersedes=second) == "statement_supersedes_its_like"
    assert wall(supersedes=second, as_of=at) == "statement_correction_says_why"
    assert wall(supersedes=first, as_of=at, correction="又改") == "planning_statement_supersedes_id_key"
    assert wall(area="32", supersedes=second, as_of=at, correction="x") == "statement_supersedes_its_like"
