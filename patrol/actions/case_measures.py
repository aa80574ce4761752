"""What is done about the damage: the authority told, the order to put things right, the work."""

import hashlib
from datetime import date, datetime
from typing import BinaryIO, Final

from django.db import transaction
from django.utils import timezone

from patrol.actions.case_lines import lock_case, move_case, tell_reporters, write_line
from patrol.actions.reinspection import end_reinspection
from patrol.errors import StepNotPossible
from patrol.errors.cases import DatesWrong, DocumentNotAllowed, DocumentTooLarge, OrderNumberTaken, WorkFinished
from patrol.logic.case_chain import can_step
from patrol.logic.case_policy import end_of
from patrol.models import AuthorityNotice, Case, CaseEntry, Intervention, RectificationOrder, Reinspection
from patrol.storage import store_document
from people.models import User

MOST_DOCUMENT_MB: Final = 20
KINDS: Final = {
    b"%PDF-": ("application/pdf", "pdf"),
    b"\xff\xd8\xff": ("image/jpeg", "jpg"),
    b"\x89PNG": ("image/png", "png"),
}


def notify_authority(
    *, case: Case, authority: str, document_number: str, notified_on: date, version: int, by: User, at: datetime
) -> AuthorityNotice:
    """Record which authority was told, by which letter, on which day; the case steps to `reported` if it was not there.

    Refuses as `lock_case`, `StepNotPossible` for an ended case, and `DatesWrong` for a day to come.
    """
    with transaction.atomic():
        case = _open(case, version, by)
        if notified_on > timezone.localdate(at):
            raise DatesWrong
        _step(case, Case.State.REPORTED, by, at)
        told = AuthorityNotice.objects.create(
            case=case,
            authority=authority.strip(),
            document_number=document_number.strip(),
            notified_on=notified_on,
            at=at,
            by=by,
        )
        extra = {"authority": told.authority, "number": told.document_number, "on": notified_on.isoformat()}
        write_line(case=case, kind=CaseEntry.Kind.AUTHORITY, by=by, at=at, extra=extra)
        return told


def issue_order(
    *,
    case: Case,
    number: str,
    addressee: str,
    demands: str,
    issued_on: date,
    deadline_on: date,
    version: int,
    by: User,
    at: datetime,
    document: BinaryIO | None = None,
    document_name: str = "",
) -> RectificationOrder:
    """Record the order to put things right; the case steps to `ordered`, and its time is the order's deadline.

    A running re-inspection found it not repaired. Refuses as `lock_case`, `StepNotPossible` for an ended case,
    `DatesWrong`, `OrderNumberTaken`, `DocumentNotAllowed`, `DocumentTooLarge`.
    """
    with transaction.atomic():
        case = _open(case, version, by)
        if deadline_on < issued_on or issued_on > timezone.localdate(at):
            raise DatesWrong
        if case.orders.filter(number=number.strip()).exists():
            raise OrderNumberTaken(number=number.strip())
        order = RectificationOrder(
            case=case, number=number.strip(), addressee=addressee.strip(), demands=demands.strip()
        )
        order.issued_on, order.deadline_on, order.at, order.by = issued_on, deadline_on, at, by
        if document is not None:
            _keep_document(order, document, document_name)
        order.save(force_insert=True)
        end_reinspection(case=case, outcome=Reinspection.Outcome.FAILED, report=None, by=by, at=at)
        _step(case, Case.State.ORDERED, by, at)
        case.due_at = end_of(deadline_on)
        extra = {"number": order.number, "addressee": order.addressee, "deadline": deadline_on.isoformat()}
        write_line(case=case, kind=CaseEntry.Kind.ORDER, by=by, at=at, note=order.demands, extra=extra)
        return order


def record_work(
    *,
    case: Case,
    job: str,
    contractor: str,
    cost_fen: int | None,
    started_on: date,
    finished_on: date | None,
    version: int,
    by: User,
    at: datetime,
) -> Intervention:
    """Record a piece of work, begun or done, with its cost in fen. Refuses as `lock_case`, `StepNotPossible` and `DatesWrong`."""
    with transaction.atomic():
        case = _open(case, version, by)
        _refuse_days(started_on, finished_on, at)
        work = Intervention.objects.create(
            case=case,
            job=job.strip(),
            contractor=contractor.strip(),
            cost_fen=cost_fen,
            started_on=started_on,
            finished_on=finished_on,
            at=at,
            by=by,
        )
        _write_work(case, work, by, at)
        return work


def finish_work(
    *, work: Intervention, finished_on: date, cost_fen: int | None, version: int, by: User, at: datetime
) -> Intervention:
    """Say when a piece of work ended and what it cost. Refuses as `record_work`, and `WorkFinished` the second time."""
    with transaction.atomic():
        case = _open(work.case, version, by)
        work = Intervention.objects.select_for_update().get(pk=work.pk)
        if work.finished_on is not None:
            raise WorkFinished
        _refuse_days(work.started_on, finished_on, at)
        work.finished_on = finished_on
        work.cost_fen = work.cost_fen if cost_fen is None else cost_fen
        work.save(update_fields=["finished_on", "cost_fen"])
        _write_work(case, work, by, at)
        return work


def _open(case: Case, version: int, by: User) -> Case:
    locked = lock_case(case=case, version=version, by=by)
    if locked.closed_at is not None:
        raise StepNotPossible
    locked.handler = locked.handler or by
    return locked


def _step(case: Case, to: str, by: User, at: datetime) -> None:
    """Take the step where the chain has it; a case further on stays, for what was done before may be written down later."""
    if can_step(case.state, to):
        move_case(case=case, to=to, at=at)
        tell_reporters(case=case, by=by, at=at)


def _refuse_days(started_on: date, finished_on: date | None, at: datetime) -> None:
    if finished_on is not None and (finished_on < started_on or finished_on > timezone.localdate(at)):
        raise DatesWrong


def _write_work(case: Case, work: Intervention, by: User, at: datetime) -> None:
    extra = {
        "contractor": work.contractor,
        "cost_fen": work.cost_fen,
        "started": work.started_on.isoformat(),
        "finished": work.finished_on.isoformat() if work.finished_on else "",
    }
    write_line(case=case, kind=CaseEntry.Kind.WORK, by=by, at=at, note=work.job, extra=extra)


def _keep_document(order: RectificationOrder, stream: BinaryIO, name: str) -> None:
    content = stream.read(MOST_DOCUMENT_MB * 1024 * 1024 + 1)
    if len(content) > MOST_DOCUMENT_MB * 1024 * 1024:
        raise DocumentTooLarge(limit_mb=MOST_DOCUMENT_MB)
    kind = next((known for head, known in KINDS.items() if content.startswith(head)), None)
    if kind is None:
        raise DocumentNotAllowed
    order.document_type, ending = kind
    order.document_sha256 = hashlib.sha256(content).hexdigest()
    order.document_name = name[-120:]
    order.document = store_document(content, order.document_sha256, ending)
