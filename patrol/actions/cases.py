"""Cases: damage followed until a re-inspection closes it."""

from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from core import audit
from core.errors import NotAllowed, Stale
from patrol.errors import ReasonMissing, ReinspectionMissing, StepNotPossible
from patrol.logic.case_chain import ENDED, can_step
from patrol.models import Case, CaseEntry, Finding, Report, Severity
from patrol.permissions import can_handle_cases
from patrol.queries.officers import officers_of
from people.actions import notify
from people.models import User
from people.notices import in_both
from sites.models import Site

# Any fixed number: it only must be the same everywhere numbers are given.
NUMBERS_LOCK: Final = 0x5758  # "WX", 文险


def open_case_for(*, finding: Finding, at: datetime) -> Case:
    """Open a case for a severe finding, or add it to the open one of the same site and kind; once per finding.

    A graver finding raises the case's severity and brings its deadline forward. Officers and the volunteer are told.
    """
    report = finding.report
    with transaction.atomic():
        site = Site.objects.select_for_update(no_key=True).get(pk=report.site_id)
        known = Case.objects.filter(entries__finding=finding).first()
        if known is not None:
            return known
        running = Case.objects.filter(site=site, kind=finding.kind_id, closed_at=None).select_for_update().first()
        case = _worsened(running, finding, at) if running is not None else _new_case(site, finding, at)
        CaseEntry.objects.create(
            case=case, at=at, by=report.volunteer, state=case.state, note=finding.note, report=report, finding=finding
        )
        if running is None:
            _tell(case, finding, at)
        return case


def advance_case(*, case: Case, to: str, note: str, version: int, by: User, at: datetime) -> Case:
    """Take the case a step along its chain and write it in the timeline; the reporters are told.

    Refuses `NotAllowed`, `Stale`, `StepNotPossible`, and `ReinspectionMissing` where it would close without proof.
    """
    if not can_handle_cases(by, case.site.district_id):
        raise NotAllowed
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).select_related("site").get(pk=case.pk)
        if case.version != version:
            raise Stale
        if not can_step(case.state, to):
            raise StepNotPossible
        proof = _reinspection(case, at) if to == Case.State.CLOSED else None
        before, case.state, case.handler = case.state, to, by
        case.closed_at = at if to in ENDED else None
        case.version += 1
        case.save()
        CaseEntry.objects.create(case=case, at=at, by=by, state=to, note=note.strip(), report=proof)
        audit.record("advance_case", case, by=by, at=at, change={"state": [before, to], "note": note.strip()})
        _tell_reporters(case, by, at)
        return case


def add_case_note(*, case: Case, note: str, by: User, at: datetime) -> CaseEntry:
    """Write a line in the case's timeline without moving it. Refuses `NotAllowed` and `ReasonMissing` (an empty note)."""
    if not can_handle_cases(by, case.site.district_id):
        raise NotAllowed
    if not note.strip():
        raise ReasonMissing
    with transaction.atomic():
        entry = CaseEntry.objects.create(case=case, at=at, by=by, state=case.state, note=note.strip())
        audit.record("note_case", case, by=by, at=at, change={"note": entry.note})
        return entry


def _reinspection(case: Case, at: datetime) -> Report:
    """Return the accepted report that proves the repair: after the last step, by nobody who reported the damage."""
    asked_at = case.entries.filter(state=Case.State.REINSPECTION).order_by("at").values_list("at", flat=True).last()
    reporters = case.entries.exclude(finding=None).values("by")
    proof = (
        Report.objects.filter(
            site=case.site_id, review__state="accepted", finished_at__gt=asked_at, finished_at__lte=at
        )
        .exclude(volunteer__in=reporters)
        .order_by("finished_at")
        .last()
    )
    if proof is None:
        raise ReinspectionMissing
    return proof


def _tell_reporters(case: Case, by: User, at: datetime) -> None:
    params = {
        "number": case.number,
        "site": [case.site.name_zh, case.site.name_en],
        "state": in_both(Case.State(case.state).label),
    }
    reporters = User.objects.filter(pk__in=case.entries.exclude(finding=None).values("by")).exclude(pk=by.pk)
    notify(users=reporters, kind="case_changed", params=params, url=reverse("patrol:mine"), at=at)


def _new_case(site: Site, finding: Finding, at: datetime) -> Case:
    case = Case.objects.create(
        number=_next_number(at),
        site=site,
        kind=finding.kind,
        severity=finding.severity,
        opened_at=at,
        due_at=_due_at(finding.severity, at),
    )
    change = {"number": case.number, "finding": str(finding.pk), "severity": finding.severity}
    audit.record("open_case", case, by=None, at=at, change=change)
    return case


def _worsened(case: Case, finding: Finding, at: datetime) -> Case:
    change: dict[str, object] = {"finding": str(finding.pk)}
    if finding.severity > case.severity:
        change["severity"] = [case.severity, finding.severity]
        days = [day for day in (case.due_at, _due_at(finding.severity, at)) if day is not None]
        case.severity, case.due_at = finding.severity, min(days, default=None)
    case.version += 1
    case.save(update_fields=["severity", "due_at", "version"])
    audit.record("add_to_case", case, by=None, at=at, change=change)
    return case


def _next_number(at: datetime) -> str:
    """Return the next number of the year; numbers have no holes, so whoever takes one holds the lock to the end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NUMBERS_LOCK])
    prefix = f"WX-{timezone.localdate(at).year}-"
    last = Case.objects.filter(number__startswith=prefix).order_by("-number").values_list("number", flat=True).first()
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:05d}"


def _due_at(severity: int, at: datetime) -> datetime | None:
    hours = Severity.objects.filter(degree=severity).values_list("respond_within_hours", flat=True).first()
    return None if hours is None else at + timedelta(hours=hours)


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
    notify(users=[volunteer], kind="case_opened", params=params, url=reverse("patrol:mine"), at=at)
