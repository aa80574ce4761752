"""Cases: damage followed until a re-inspection closes it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from core import audit
from core.errors import NotAllowed
from patrol.actions.case_lines import lock_case, move_case, tell_reporters, write_line
from patrol.actions.reinspection import end_reinspection, reinspection_report
from patrol.errors import ReasonMissing, StepNotPossible
from patrol.logic.case_chain import can_step
from patrol.logic.case_likeness import Likeness
from patrol.models import Case, CaseEntry, CaseFinding, Finding, FindingKind, Reinspection, Severity
from patrol.permissions import can_handle_cases
from patrol.queries.case_likeness import case_rules_on, same_case
from patrol.queries.officers import officers_of
from people.actions import notify
from people.models import User
from sites.models import Site

# Any fixed number: it only must be the same everywhere numbers are given.
NUMBERS_LOCK: Final = 0x5758  # "WX", 文险


def open_case_for(*, finding: Finding, at: datetime) -> Case:
    """Open a case for a severe finding, or add it to the open one of the same damage; once per finding.

    The same damage is the same kind at the same spot, or in the same photo; what is only like it is suggested to an
    officer. A graver finding raises the case's severity and brings its deadline forward. Officers and the volunteer are told.
    """
    report = finding.report
    with transaction.atomic():
        site = Site.objects.select_for_update(no_key=True).get(pk=report.site_id)
        known = Case.objects.filter(found__finding=finding).first()
        if known is not None:
            return known
        same = same_case(finding, case_rules_on(timezone.localdate(at)))
        if same is not None:
            return _joined(*same, finding, at)
        case = new_case(
            site=site, kind=finding.kind, severity=finding.severity, at=at, extra={"finding": str(finding.pk)}
        )
        hold_finding(case=case, finding=finding, by=None, at=at)
        CaseEntry.objects.create(
            case=case, at=at, by=report.volunteer, state=case.state, note=finding.note, report=report, finding=finding
        )
        _tell(case, finding, at)
        return case


def advance_case(
    *, case: Case, to: str, note: str, version: int, by: User, at: datetime, public_answer: str = ""
) -> Case:
    """Take the case a step along its chain and write it in the timeline; the reporters are told.

    `public_answer` is what they read once it has ended. Refuses `NotAllowed`, `Stale`, `StepNotPossible`, and
    `ReinspectionMissing` where it would close without proof.
    """
    with transaction.atomic():
        case = lock_case(case=case, version=version, by=by)
        if not can_step(case.state, to):
            raise StepNotPossible
        proof = reinspection_report(case=case, at=at) if to == Case.State.CLOSED else None
        if case.state == Case.State.REINSPECTION:
            outcome = Reinspection.Outcome.PASSED if proof else Reinspection.Outcome.FAILED
            end_reinspection(case=case, outcome=outcome, report=proof, by=by, at=at)
        case.handler = case.handler or by
        move_case(case=case, to=to, at=at)
        case.public_answer = public_answer.strip() or case.public_answer
        write_line(case=case, kind=CaseEntry.Kind.STEP, by=by, at=at, note=note, report=proof)
        tell_reporters(case=case, by=by, at=at)
        return case


def add_case_note(*, case: Case, note: str, by: User, at: datetime, said_by: str = "") -> CaseEntry:
    """Write a line in the case's timeline without moving it; `said_by` names whose words they are, such as a contractor's.

    Refuses `NotAllowed` and `ReasonMissing` (an empty note).
    """
    if not can_handle_cases(by, case.site.district_id):
        raise NotAllowed
    if not note.strip():
        raise ReasonMissing
    with transaction.atomic():
        entry = CaseEntry.objects.create(
            case=case,
            kind=CaseEntry.Kind.NOTE,
            at=at,
            by=by,
            state=case.state,
            note=note.strip(),
            said_by=said_by.strip(),
        )
        audit.record("note_case", case, by=by, at=at, change={"note": entry.note, "said_by": entry.said_by})
        return entry


def answer_reporters(*, case: Case, public_answer: str, version: int, by: User, at: datetime) -> Case:
    """Write, or correct, what the reporters read about their case; they are told. Refuses as `lock_case`, and `ReasonMissing`."""
    if not public_answer.strip():
        raise ReasonMissing
    with transaction.atomic():
        case = lock_case(case=case, version=version, by=by)
        case.public_answer = public_answer.strip()
        write_line(case=case, kind=CaseEntry.Kind.ANSWER, by=by, at=at, note=case.public_answer)
        tell_reporters(case=case, by=by, at=at)
        return case


def new_case(
    *,
    site: Site,
    kind: FindingKind,
    severity: int,
    at: datetime,
    split_from: Case | None = None,
    handler: User | None = None,
    extra: Mapping[str, str] | None = None,
) -> Case:
    """Store a case under the next number; the caller holds the site and writes the line. `extra` goes to the audit trail."""
    case = Case(
        number=_next_number(at),
        site=site,
        kind=kind,
        severity=severity,
        opened_at=at,
        split_from=split_from,
        handler=handler,
    )
    move_case(case=case, to=Case.State.FOUND, at=at)
    case.save(force_insert=True)
    change = {"number": case.number, "severity": severity, **(extra or {})}
    audit.record("open_case", case, by=handler, at=at, change=change)
    return case


def hold_finding(*, case: Case, finding: Finding, by: User | None, at: datetime) -> None:
    """Say that the finding belongs to the case, wherever it was before."""
    CaseFinding.objects.update_or_create(finding=finding, defaults={"case": case, "by": by, "at": at})


def worsen_case(*, case: Case, severity: int, at: datetime) -> None:
    """Raise the case (not saved here) to a graver severity: new danger has its own hours, and the time only comes nearer."""
    if severity <= case.severity:
        return
    rules = case_rules_on(timezone.localdate(at))
    case.severity, case.priority = severity, rules.priority_of(severity, case.urgency)
    fresh = rules.due_at(case.state, case.priority, at)
    case.due_at = min((day for day in (case.due_at, fresh) if day is not None), default=None)


def _joined(case: Case, likeness: Likeness, finding: Finding, at: datetime) -> Case:
    hold_finding(case=case, finding=finding, by=None, at=at)
    worsen_case(case=case, severity=finding.severity, at=at)
    case.version += 1
    write_line(
        case=case,
        kind=CaseEntry.Kind.JOINED,
        by=finding.report.volunteer,
        at=at,
        note=finding.note,
        report=finding.report,
        finding=finding,
        extra={"reasons": [list(one) for one in likeness.reasons], "is_by_system": True},
    )
    return case


def _next_number(at: datetime) -> str:
    """Return the next number of the year; numbers have no holes, so whoever takes one holds the lock to the end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NUMBERS_LOCK])
    prefix = f"WX-{timezone.localdate(at).year}-"
    last = Case.objects.filter(number__startswith=prefix).order_by("-number").values_list("number", flat=True).first()
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:05d}"


def _tell(case: Case, finding: Finding, at: datetime) -> None:
    severity = Severity.objects.get(degree=finding.severity)
    params = {
        "site": [case.site.name_zh, case.site.name_en],
        "finding": [finding.kind.label_zh, finding.kind.label_en],
        "severity": [severity.label_zh, severity.label_en],
    }
    officers = officers_of(case.site.district_id)
    notify(users=officers, kind="case_opened", params=params, url=reverse("patrol:case", args=[case.pk]), at=at)
    volunteer = finding.report.volunteer
    notify(users=[volunteer], kind="case_opened", params=params, url=reverse("patrol:my_case", args=[case.pk]), at=at)
