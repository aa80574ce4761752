"""Taking back a merge or a reopening, as long as nothing was done on it since; the timeline keeps both lines."""

from datetime import datetime
from typing import Any

from django.db import transaction

from patrol.actions.case_lines import lock_case, set_times, tell_reporters, write_line
from patrol.errors.cases import UndoNotPossible
from patrol.models import Case, CaseEntry, CaseFinding
from people.models import User


def undo_merge(*, case: Case, version: int, by: User, at: datetime) -> Case:
    """Give a merged case its findings and its state back, as far as they are still in the one it went into.

    Refuses as `lock_case`, and `UndoNotPossible` where it is not merged or the other has ended or been merged on.
    """
    with transaction.atomic():
        if case.merged_into is None:
            raise UndoNotPossible
        locked = {
            one.pk: lock_case(case=one, version=version if one.pk == case.pk else None, by=by)
            for one in sorted((case, case.merged_into), key=lambda one: one.pk)
        }
        into, case = locked[case.merged_into.pk], locked[case.pk]
        line = case.entries.filter(kind=CaseEntry.Kind.MERGED, other=into).order_by("at", "id").last()
        if case.merged_into_id != into.pk or into.closed_at is not None or line is None:
            raise UndoNotPossible
        CaseFinding.objects.filter(case=into, finding__in=line.extra["findings"]).update(case=case, by=by, at=at)
        into.public_reports.filter(pk__in=line.extra.get("public", [])).update(case=case)
        _restore(into, line.extra["kept"])
        case.merged_into, case.closed_at = None, None
        case.state, case.state_since = line.extra["before"]["state"], _moment(line.extra["before"]["since"])
        case.due_at = _moment(line.extra["before"]["due"])
        write_line(case=case, kind=CaseEntry.Kind.UNDONE, by=by, at=at, other=into)
        write_line(case=into, kind=CaseEntry.Kind.UNDONE, by=by, at=at, other=case)
        return case


def undo_reopen(*, case: Case, version: int, by: User, at: datetime) -> Case:
    """End a case again as it was before it was opened again by mistake.

    Refuses as `lock_case`, and `UndoNotPossible` where anything but notes was done since.
    """
    with transaction.atomic():
        case = lock_case(case=case, version=version, by=by)
        last = case.entries.exclude(kind__in=[CaseEntry.Kind.NOTE, CaseEntry.Kind.ALARM]).order_by("at", "id").last()
        if last is None or last.kind != CaseEntry.Kind.REOPENED:
            raise UndoNotPossible
        before = last.extra["before"]
        case.state, case.state_since, case.due_at = before["state"], _moment(before["since"]), None
        case.closed_at, case.reopened_at = _moment(before["closed"]), _moment(before["reopened"])
        write_line(case=case, kind=CaseEntry.Kind.UNDONE, by=by, at=at)
        tell_reporters(case=case, by=by, at=at)
        return case


def _restore(into: Case, kept: dict[str, Any]) -> None:
    """Take back what the merge raised, unless an officer or a finding changed it since."""
    severity = max((one.finding.severity for one in into.found.select_related("finding")), default=into.severity)
    if severity >= into.severity and kept["urgency"] == into.urgency:
        return
    into.severity, into.urgency = min(into.severity, max(severity, kept["severity"])), kept["urgency"]
    due_at = into.due_at
    set_times(case=into)
    into.due_at = _moment(kept["due"]) or due_at


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
