"""What every action on a case does: lock it as it was seen, move it with its times, write the line, tell the reporters."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from core import audit
from core.errors import NotAllowed, Stale
from patrol.logic.case_chain import ENDED
from patrol.models import Case, CaseEntry
from patrol.permissions import can_handle_cases
from patrol.queries.case_likeness import case_rules_on
from patrol.queries.cases import reporters_of
from people.actions import notify
from people.models import User
from people.notices import in_both


def lock_case(*, case: Case, version: int | None, by: User) -> Case:
    """Lock the case inside the running transaction and count its version up; refuses NotAllowed, and Stale unless it is at `version`."""
    if not can_handle_cases(by, case.site.district_id):
        raise NotAllowed
    locked = Case.objects.select_for_update(of=("self",)).select_related("site", "kind", "handler").get(pk=case.pk)
    if version is not None and locked.version != version:
        raise Stale
    locked.version += 1
    return locked


def move_case(*, case: Case, to: str, at: datetime) -> None:
    """Put the case (not saved here) into a state: since when, by when it must go on, and when it ended."""
    case.state, case.state_since = to, at
    case.closed_at = at if to in ENDED else None
    set_times(case=case)


def set_times(*, case: Case) -> None:
    """Give the case (not saved here) its priority and the time of its state by the policy of the day the state began."""
    since = case.state_since or case.opened_at
    rules = case_rules_on(timezone.localdate(since))
    case.priority = rules.priority_of(case.severity, case.urgency)
    case.due_at = rules.due_at(case.state, case.priority, since)


def write_line(*, case: Case, kind: str, by: User | None, at: datetime, **fields: Any) -> CaseEntry:
    """Save the case and add a line to its timeline and to the audit trail; `fields` are those of the line."""
    case.save()
    fields["note"] = str(fields.get("note", "")).strip()
    entry = CaseEntry.objects.create(case=case, kind=kind, by=by, at=at, state=case.state, **fields)
    change = {"kind": kind, "state": case.state, "note": entry.note, **entry.extra}
    audit.record(f"case_{kind}", case, by=by, at=at, change=change)
    return entry


def moment(*, at: datetime) -> str:
    """Return a moment as a notice tells it, in local time to the minute."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def tell_reporters(*, case: Case, by: User | None, at: datetime) -> None:
    """Tell whoever reported the damage how its case stands now, and where to read what happened."""
    params = {
        "number": case.number,
        "site": [case.site.name_zh, case.site.name_en],
        "state": in_both(Case.State(case.state).label),
    }
    kind = "case_ended" if case.state in ("closed", "dismissed") else "case_changed"
    reporters = [one for one in reporters_of(case) if one != by]
    notify(users=reporters, kind=kind, params=params, url=reverse("patrol:my_case", args=[case.pk]), at=at)
