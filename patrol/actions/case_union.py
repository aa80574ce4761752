"""Which findings are one damage: adding, merging, splitting, opening again; every one of them can be taken back."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from core import audit
from core.errors import NotAllowed
from patrol.actions.case_lines import lock_case, move_case, set_times, tell_reporters, write_line
from patrol.actions.cases import hold_finding, new_case, worsen_case
from patrol.actions.reinspection import end_reinspection
from patrol.errors import ReasonMissing, StepNotPossible
from patrol.errors.cases import CasesNotMergeable, FindingElsewhere, SplitNotPossible
from patrol.logic.case_chain import CAN_REOPEN
from patrol.models import Case, CaseApart, CaseEntry, CaseFinding, Finding, Reinspection, Report
from patrol.permissions import can_handle_cases
from people.models import User
from sites.models import Site


def add_finding(*, case: Case, finding: Finding, version: int, by: User, at: datetime) -> Case:
    """Say that a finding in no case is the same damage as an open case's; a graver one raises it.

    Refuses as `lock_case`, `StepNotPossible` for an ended case, `FindingElsewhere`.
    """
    with transaction.atomic():
        case = lock_case(case=case, version=version, by=by)
        if case.closed_at is not None:
            raise StepNotPossible
        # Whoever opens a case for a finding holds the site: the same finding does not go two ways.
        Site.objects.select_for_update(no_key=True).get(pk=case.site_id)
        if finding.report.site_id != case.site_id or CaseFinding.objects.filter(finding=finding).exists():
            raise FindingElsewhere
        hold_finding(case=case, finding=finding, by=by, at=at)
        worsen_case(case=case, severity=finding.severity, at=at)
        line = {"note": finding.note, "report": finding.report, "finding": finding}
        write_line(case=case, kind=CaseEntry.Kind.JOINED, by=by, at=at, **line)
        return case


def merge_cases(*, case: Case, into: Case, version: int, into_version: int, by: User, at: datetime) -> Case:
    """Make two open cases of one site one: the findings go over, the number stays and leads on. Returns the one that goes on.

    A running re-inspection of the merged one is called off. Refuses as `lock_case` for both, and `CasesNotMergeable`.
    """
    with transaction.atomic():
        case, into = _locked_pair(case, into, version, into_version, by)
        if case.pk == into.pk or case.site_id != into.site_id or case.closed_at or into.closed_at:
            raise CasesNotMergeable
        end_reinspection(case=case, outcome=Reinspection.Outcome.CANCELLED, report=None, by=by, at=at)
        places = list(case.found.values_list("finding", flat=True))
        before = {"state": case.state, "since": _iso(case.state_since), "due": _iso(case.due_at)}
        kept = {"severity": into.severity, "urgency": into.urgency, "due": _iso(into.due_at)}
        CaseFinding.objects.filter(case=case).update(case=into, by=by, at=at)
        # Citizens go on reading what becomes of what they told.
        told = list(case.public_reports.values_list("pk", flat=True))
        case.public_reports.update(case=into)
        move_case(case=case, to=Case.State.MERGED, at=at)
        case.merged_into = into
        gone = {"findings": [str(one) for one in places], "public": [str(one) for one in told]}
        extra = {**gone, "before": before, "kept": kept}
        write_line(case=case, kind=CaseEntry.Kind.MERGED, by=by, at=at, other=into, extra=extra)
        into.urgency = max(into.urgency, case.urgency)
        worsen_case(case=into, severity=case.severity, at=at)
        into.handler = into.handler or case.handler or by
        write_line(case=into, kind=CaseEntry.Kind.ABSORBED, by=by, at=at, other=case)
        return into


def split_case(*, case: Case, findings: Iterable[UUID], note: str, version: int, by: User, at: datetime) -> Case:
    """Take some findings of an open case into a new one: they are another damage. Returns the new case.

    The two are not suggested to each other again; merging takes the split back. Refuses as `lock_case`, `SplitNotPossible`.
    """
    with transaction.atomic():
        case = lock_case(case=case, version=version, by=by)
        site = Site.objects.select_for_update(no_key=True).get(pk=case.site_id)
        mine = Finding.objects.select_related("kind", "report__volunteer").filter(case_places__case=case)
        held, wanted = list(mine.order_by("-severity", "report__received_at", "position")), set(findings)
        going = [one for one in held if one.pk in wanted]
        if case.closed_at is not None or not 0 < len(going) < len(held) or len(going) != len(wanted):
            raise SplitNotPossible
        made = new_case(
            site=site,
            kind=going[0].kind,
            severity=going[0].severity,
            at=at,
            split_from=case,
            extra={"finding": str(going[0].pk)},
        )
        made.handler, made.urgency = case.handler or by, case.urgency
        set_times(case=made)
        CaseFinding.objects.filter(finding__in=going).update(case=made, by=by, at=at)
        _lessened(case, [one for one in held if one not in going])
        extra = {"findings": [str(one.pk) for one in going]}
        write_line(case=case, kind=CaseEntry.Kind.SPLIT, by=by, at=at, note=note, other=made, extra=extra)
        write_line(case=made, kind=CaseEntry.Kind.SPLIT, by=by, at=at, note=note, other=case)
        _keep_apart(case, made, by, at)
        return made


def keep_apart(*, case: Case, other: Case, by: User, at: datetime) -> None:
    """Say that two cases of a site are two damages, so that they are not suggested again. Refuses `NotAllowed`, `CasesNotMergeable`."""
    if not can_handle_cases(by, case.site.district_id):
        raise NotAllowed
    if case.pk == other.pk or case.site_id != other.site_id:
        raise CasesNotMergeable
    with transaction.atomic():
        if _keep_apart(case, other, by, at):
            audit.record("case_apart", case, by=by, at=at, change={"other": other.number})


def reopen_case(*, case: Case, note: str, version: int, by: User, at: datetime) -> Case:
    """Open an ended case again, from its beginning: the damage is back, or was there after all. Reporters are told.

    Only a re-inspection asked for after this closes it again. Refuses as `lock_case`, `ReasonMissing`, `StepNotPossible`.
    """
    if not note.strip():
        raise ReasonMissing
    with transaction.atomic():
        case = lock_case(case=case, version=version, by=by)
        if case.state not in CAN_REOPEN:
            raise StepNotPossible
        _open_again(case, note, by, at)
        return case


def reopen_unproven(*, report: Report, reason: str, by: User, at: datetime) -> None:
    """Open each case again that this report's re-inspection closed, for its acceptance is taken back. Inside a transaction."""
    proven = Q(reopened_at=None) | Q(reinspections__asked_at__gte=F("reopened_at"))
    passed = Q(reinspections__report=report, reinspections__outcome=Reinspection.Outcome.PASSED)
    closed = Case.objects.select_for_update(of=("self",)).select_related("site", "kind", "handler").order_by("pk")
    for case in closed.filter(proven & passed, state=Case.State.CLOSED):
        case.version += 1
        _open_again(case, reason, by, at)


def _open_again(case: Case, note: str, by: User, at: datetime) -> None:
    before = {
        "state": case.state,
        "since": _iso(case.state_since),
        "closed": _iso(case.closed_at),
        "reopened": _iso(case.reopened_at),
    }
    case.reopened_at = at
    move_case(case=case, to=Case.State.FOUND, at=at)
    write_line(case=case, kind=CaseEntry.Kind.REOPENED, by=by, at=at, note=note, extra={"before": before})
    tell_reporters(case=case, by=by, at=at)


def _locked_pair(case: Case, into: Case, version: int, into_version: int, by: User) -> tuple[Case, Case]:
    """Lock both in one order, so that two officers who merge crosswise do not wait for each other."""
    asked = {case.pk: (case, version), into.pk: (into, into_version)}
    locked = {key: lock_case(case=asked[key][0], version=asked[key][1], by=by) for key in sorted(asked)}
    return locked[case.pk], locked[into.pk]


def _keep_apart(one: Case, other: Case, by: User, at: datetime) -> bool:
    first, second = sorted((one, other), key=lambda case: case.pk)
    _said, is_new = CaseApart.objects.get_or_create(first=first, second=second, defaults={"at": at, "by": by})
    return is_new


def _lessened(case: Case, left: list[Finding]) -> None:
    severity = max(one.severity for one in left)
    if severity < case.severity:
        case.severity = severity
        set_times(case=case)


def _iso(at: datetime | None) -> str:
    return at.isoformat() if at else ""
