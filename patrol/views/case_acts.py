"""What the forms of a case's page do: each takes what was said, does one action and says so."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.errors import NotFound
from patrol.actions.case_measures import finish_work, issue_order, notify_authority, record_work
from patrol.actions.case_people import assign_case, set_urgency
from patrol.actions.case_undo import undo_merge, undo_reopen
from patrol.actions.case_union import add_finding, keep_apart, merge_cases, reopen_case, split_case
from patrol.actions.cases import answer_reporters
from patrol.actions.reinspection import ask_reinspection
from patrol.errors.cases import FindingElsewhere
from patrol.forms.cases import fen
from patrol.models import Case, Intervention
from patrol.queries.case_page import unheld
from patrol.queries.inbox import all_cases
from people.models import User

Act = Callable[[HttpRequest, Case, dict[str, Any], User, datetime], Case | None]


def _handler(request: HttpRequest, case: Case, said: dict[str, Any], by: User, at: datetime) -> None:
    assign_case(case=case, by=by, at=at, **said)
    messages.success(request, _("Handler: {name}").format(name=said["handler"]))


def _urgency(request: HttpRequest, case: Case, said: dict[str, Any], by: User, at: datetime) -> None:
    case = set_urgency(case=case, by=by, at=at, **said)
    messages.success(request, _("The case is now: {state}.").format(state=case.get_priority_display()))


def _authority(request: HttpRequest, case: Case, said: dict[str, Any], by: User, at: datetime) -> None:
    notify_authority(case=case, by=by, at=at, **said)
    messages.success(request, _("Written down: the authority was told."))


def _order(request: HttpRequest, case: Case, said: dict[str, Any], by: User, at: datetime) -> None:
    document = said.pop("document")
    issue_order(case=case, by=by, at=at, document=document, document_name=document.name if document else "", **said)
    messages.success(request, _("Written down: the order, with its deadline."))


def _work(request: HttpRequest, case: Case, said: dict[str, Any], by: User, at: datetime) -> None:
    record_work(case=case, cost_fen=fen(said.pop("cost_yuan")), by=by, at=at, **said)
    messages.success(request, _("Written down: the work."))


def _work_end(request: HttpRequest, case: Case, said: dict[str, Any], by: User, at: datetime) -> None:
    work = Intervention.objects.select_related("case__site").filter(pk=said.pop("work"), case=case).first()
    if work is None:
        raise NotFound
    finish_work(work=work, cost_fen=fen(said.pop("cost_yuan")), by=by, at=at, **said)
    messages.success(request, _("Written down: the work is finished."))


def _reinspection(request: HttpRequest, case: Case, said: dict[str, Any], by: User, at: datetime) -> None:
    asked = ask_reinspection(case=case, by=by, at=at, **said)
    messages.success(request, _("{name} is asked to look again.").format(name=asked.volunteer))


def _answer(request: HttpRequest, case: Case, said: dict[str, Any], by: User, at: datetime) -> None:
    answer_reporters(case=case, by=by, at=at, **said)
    messages.success(request, _("Those who reported it can read your answer."))


def _add(request: HttpRequest, case: Case, said: dict[str, Any], by: User, at: datetime) -> None:
    finding = unheld(said.pop("finding"))
    if finding is None:
        raise FindingElsewhere
    add_finding(case=case, finding=finding, by=by, at=at, **said)
    messages.success(request, _("The finding belongs to this case now."))


def _merge(request: HttpRequest, case: Case, said: dict[str, Any], by: User, at: datetime) -> Case:
    """Keep the older number: people know it longer."""
    other = _other(by, said["other"])
    seen = {case.pk: said["version"], other.pk: said["other_version"]}
    into, gone = sorted((case, other), key=lambda one: one.number)
    merge_cases(case=gone, into=into, version=seen[gone.pk], into_version=seen[into.pk], by=by, at=at)
    messages.success(request, _("{number} was merged into this case.").format(number=gone))
    return into


def _apart(request: HttpRequest, case: Case, said: dict[str, Any], by: User, at: datetime) -> None:
    keep_apart(case=case, other=_other(by, said["other"]), by=by, at=at)
    messages.success(request, _("They stay two cases and are not suggested again."))


def _split(request: HttpRequest, case: Case, said: dict[str, Any], by: User, at: datetime) -> Case:
    findings = [UUID(one) for one in said["findings"]]
    made = split_case(case=case, findings=findings, note=said["note"], version=said["version"], by=by, at=at)
    messages.success(request, _("Split off from {number}").format(number=case))
    return made


def _reopen(request: HttpRequest, case: Case, said: dict[str, Any], by: User, at: datetime) -> None:
    reopen_case(case=case, by=by, at=at, **said)
    messages.success(request, _("The case is open again."))


def _undo(request: HttpRequest, case: Case, said: dict[str, Any], by: User, at: datetime) -> None:
    undo = undo_merge if case.merged_into_id else undo_reopen
    undo(case=case, by=by, at=at, **said)
    messages.success(request, _("It is taken back; both lines stand in the timeline."))


def _other(person: User, key: UUID) -> Case:
    other = all_cases(person).filter(pk=key).first()
    if other is None:
        raise NotFound
    return other


ACTS: Final[dict[str, Act]] = {
    "handler": _handler,
    "urgency": _urgency,
    "authority": _authority,
    "order": _order,
    "work": _work,
    "work-end": _work_end,
    "reinspection": _reinspection,
    "answer": _answer,
    "add": _add,
    "merge": _merge,
    "apart": _apart,
    "split": _split,
    "reopen": _reopen,
    "undo": _undo,
}
