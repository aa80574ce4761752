"""Records going to a partner: asked for with consent, decided by another, held, told in two phases, gone or given back."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from core import audit
from core.errors import NotAllowed
from core.jobs import later
from people.actions import notify
from people.models import User
from people.notices import in_both
from timebank.actions.entries import house_account, own_account, post
from timebank.adapters import NoAnswer, ask
from timebank.errors import PartnerNotAdmitted, RecordsNotFree, TransferOver
from timebank.logic.transfer import MOST_RECORDS, Unreadable, next_try, person_and_records, read_answer, written
from timebank.models import Account, Currency, Partner, PartnerMessage, Transaction, Transfer, TransferItem
from timebank.permissions import can_decide_transfers
from timebank.queries.transfers import admitted_partners, told_of, transferable
from timebank.sentences.exchange import REASONS

HELD: Final = "transfer_held"
MOST_TRIES_TO_ABORT: Final = 10
State, Item, Step = Transfer.State, TransferItem.State, PartnerMessage.Step


def ask_for_transfer(
    *, partner: Partner, records: Sequence[UUID], receiving_code: str, by: User, at: datetime
) -> Transfer:
    """Ask that one's own records go to a partner, with consent that it learns name and records.

    `receiving_code` was made on the other platform by the same person. Refuses PartnerNotAdmitted and RecordsNotFree.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)
        if not admitted_partners(at).filter(pk=partner.pk).exists():
            raise PartnerNotAdmitted
        chosen = list(transferable(by).filter(pk__in=records))
        if not chosen or len(chosen) != len(set(records)) or len(chosen) > MOST_RECORDS:
            raise RecordsNotFree
        transfer = Transfer.objects.create(
            partner=partner, volunteer=by, receiving_code=receiving_code, consented_at=at
        )
        TransferItem.objects.bulk_create(
            TransferItem(transfer=transfer, record=record, seconds=_seconds(record.during)) for record in chosen
        )
        change = {"partner": partner.code, "records": len(chosen)}
        audit.record("ask_for_transfer", transfer, by=by, at=at, change=change)
    return transfer


def withdraw_transfer(*, transfer: Transfer, by: User, at: datetime) -> None:
    """Take one's own wish back before it is decided. Refuses NotAllowed and TransferOver."""
    if transfer.volunteer_id != by.pk:
        raise NotAllowed
    with transaction.atomic():
        locked = _locked(transfer.pk, State.ASKED)
        locked.items.update(state=Item.KEPT)
        _end(locked, State.WITHDRAWN, "", at)
        audit.record("withdraw_transfer", locked, by=by, at=at)


def decide_transfer(*, transfer: Transfer, is_approved: bool, why: str, by: User, at: datetime) -> None:
    """Approve a wish, which holds its hours and sends it, or decline it with a reason. Never one's own.

    Refuses NotAllowed, TransferOver, PartnerNotAdmitted, and RecordsNotFree where a record was taken back meanwhile.
    """
    if not can_decide_transfers(by) or transfer.volunteer_id == by.pk:
        raise NotAllowed
    with transaction.atomic():
        locked = _locked(transfer.pk, State.ASKED)
        locked.decided_by, locked.decided_at = by, at
        if is_approved:
            _hold(locked, by, at)
        else:
            locked.items.update(state=Item.KEPT)
            _end(locked, State.DECLINED, why, at, "decided_by", "decided_at")
            _tell(locked, "transfer_declined", at)
        audit.record("decide_transfer", locked, by=by, at=at, change={"is_approved": is_approved, "why": why})


def abort_transfer(*, transfer: Transfer, why: str, by: User, at: datetime) -> None:
    """Stop a transfer before its confirmation was asked for; the hours come back at once, and the partner is told.

    From then on only the partner knows, and its answer decides: refuses TransferOver, and NotAllowed.
    """
    if not can_decide_transfers(by) and transfer.volunteer_id != by.pk:
        raise NotAllowed
    with transaction.atomic():
        locked = _locked(transfer.pk, State.APPROVED, State.PREPARED)
        _give_back(locked, locked.items.filter(state=Item.HELD), "stopped", "back", at)
        _end(locked, State.ABORTED, why, at)
        was_told = PartnerMessage.objects.filter(partner=locked.partner, batch=locked.pk, step=Step.PREPARE).exists()
        if was_told:
            locked.next_at, locked.tries = at, 0
            locked.save(update_fields=["next_at", "tries"])
            later("timebank.send_transfer", transfer_id=str(locked.pk), lock=f"timebank.transfer.{locked.pk}")
        audit.record("abort_transfer", locked, by=by, at=at, change={"why": why})


def carry_on(*, transfer_id: UUID, at: datetime) -> None:
    """Say to the partner what comes next, until the transfer ends or the partner does not answer; then try again later.

    Every step is stored before it is said: whoever is killed in between says the same again, word for word.
    """
    while (message := next_message(transfer_id=transfer_id, at=at)) is not None:
        try:
            state, reason, refused = read_answer(ask(message, at), message.batch)
            take_answer(message=message, state=state, reason=reason, refused=refused, at=at)
        except (NoAnswer, Unreadable) as failure:
            _try_later(transfer_id, getattr(failure, "code", "unreadable"), at)
            return


def next_message(*, transfer_id: UUID, at: datetime) -> PartnerMessage | None:
    """Return the message to be said next, stored; a prepared transfer is confirming from here on. None where nothing is left."""
    with transaction.atomic():
        transfer = (
            Transfer.objects.select_for_update(of=("self",)).select_related("partner", "volunteer").get(pk=transfer_id)
        )
        if transfer.next_at is None:
            return None
        if transfer.state == State.PREPARED:
            transfer.state = State.CONFIRMING
            transfer.save(update_fields=["state"])
        steps = {State.APPROVED: Step.PREPARE, State.CONFIRMING: Step.CONFIRM, State.ABORTED: Step.ABORT}
        step = steps.get(State(transfer.state))
        return None if step is None else _message(transfer, step, at)


def take_answer(*, message: PartnerMessage, state: str, reason: str, refused: dict[UUID, str], at: datetime) -> None:
    """Take the partner's answer: what it refuses comes back, what it confirms leaves. The same answer twice does nothing."""
    with transaction.atomic():
        transfer = (
            Transfer.objects.select_for_update(of=("self",))
            .select_related("partner", "volunteer")
            .get(pk=message.batch)
        )
        step = Step(message.step)
        if step == Step.PREPARE and transfer.state == State.APPROVED:
            _after_prepare(transfer, state, reason, refused, at)
        elif step == Step.CONFIRM and transfer.state == State.CONFIRMING:
            _after_confirm(transfer, state, reason, refused, at)
        elif step == Step.ABORT:
            transfer.next_at = None
            transfer.save(update_fields=["next_at"])
        locked = PartnerMessage.objects.select_for_update().get(pk=message.pk)
        if locked.answered_at is None:
            locked.answer, locked.answered_at = f"{state} {reason}".strip(), at
            locked.save(update_fields=["answer", "answered_at"])


def _after_prepare(transfer: Transfer, state: str, reason: str, refused: dict[UUID, str], at: datetime) -> None:
    if state == "prepared":
        _refuse(transfer, refused, "refused", at)
        if transfer.items.filter(state=Item.HELD).exists():
            transfer.state, transfer.tries, transfer.next_at, transfer.last_error = State.PREPARED, 0, at, ""
            transfer.save(update_fields=["state", "tries", "next_at", "last_error"])
            return
    else:
        _refuse(transfer, refused, "refused", at)
        _give_back(transfer, transfer.items.filter(state=Item.HELD), reason or state, "back", at)
    _end(transfer, State.REFUSED, reason or state, at)
    _tell(transfer, "transfer_refused", at)


def _after_confirm(transfer: Transfer, state: str, reason: str, refused: dict[UUID, str], at: datetime) -> None:
    if state == "confirmed":
        _refuse(transfer, refused, "late", at)
        leaving = transfer.items.filter(state=Item.HELD)
        if seconds := sum(item.seconds for item in leaving):
            _post(transfer, "leave", _house(HELD), _house(transfer.partner.account_code), seconds, at)
        leaving.update(state=Item.GONE)
        _end(transfer, State.CONFIRMED, "", at)
        _tell(transfer, "transfer_confirmed", at)
    elif state == "aborted":
        _give_back(transfer, transfer.items.filter(state=Item.HELD), reason or state, "back", at)
        _end(transfer, State.REFUSED, reason or state, at)
        _tell(transfer, "transfer_refused", at)
    else:
        raise Unreadable
    audit.record(f"transfer_{transfer.state}", transfer, by=None, at=at, change={"reason": reason})


def _hold(transfer: Transfer, by: User, at: datetime) -> None:
    items = list(transfer.items.select_related("record"))
    User.objects.select_for_update().get(pk=transfer.volunteer_id)
    if not admitted_partners(at).filter(pk=transfer.partner_id).exists():
        raise PartnerNotAdmitted
    taken_back = Transaction.objects.filter(
        reverses__in=[item.record.transaction_id for item in items], reversed_by=None
    )
    if taken_back.exists():
        raise RecordsNotFree
    seconds = sum(item.seconds for item in items)
    _post(transfer, "hold", _own(transfer), _house(HELD), seconds, at, by)
    transfer.items.update(state=Item.HELD)
    transfer.state, transfer.next_at = State.APPROVED, at
    transfer.save(update_fields=["state", "next_at", "decided_by", "decided_at"])
    later("timebank.send_transfer", transfer_id=str(transfer.pk), lock=f"timebank.transfer.{transfer.pk}")


def _refuse(transfer: Transfer, refused: dict[UUID, str], name: str, at: datetime) -> None:
    items = list(transfer.items.filter(state=Item.HELD, record__in=refused))
    for item in items:
        item.reason = refused[item.record_id]
    _give_back(transfer, items, "", name, at)


def _give_back(transfer: Transfer, items: Iterable[TransferItem], reason: str, name: str, at: datetime) -> None:
    found = list(items)
    for item in found:
        item.state, item.reason = Item.KEPT, item.reason or reason[:40]
    TransferItem.objects.bulk_update(found, ["state", "reason"])
    if seconds := sum(item.seconds for item in found):
        _post(transfer, name, _house(HELD), _own(transfer), seconds, at)


def _post(
    transfer: Transfer, name: str, debit: Account, credit: Account, seconds: int, at: datetime, by: User | None = None
) -> None:
    post(
        kind=Transaction.Kind.TRANSFER,
        currency=Currency.HOURS,
        source=f"transfer:{transfer.pk}:{name}",
        sides=[(debit, -seconds), (credit, seconds)],
        by=by,
        at=at,
    )


def _house(code: str) -> Account:
    return house_account(code=code, currency=Currency.HOURS)


def _own(transfer: Transfer) -> Account:
    return own_account(owner=transfer.volunteer, currency=Currency.HOURS)


def _message(transfer: Transfer, step: str, at: datetime) -> PartnerMessage:
    known = PartnerMessage.objects.filter(
        partner=transfer.partner, direction=PartnerMessage.Direction.OUT, batch=transfer.pk, step=step
    ).select_related("partner")
    if (message := known.first()) is not None:
        return message
    partner = Partner.objects.select_for_update().get(pk=transfer.partner_id)
    partner.sent_counter += 1
    partner.save(update_fields=["sent_counter"])
    more = None
    if step == Step.PREPARE:
        more = person_and_records(transfer.volunteer.name, transfer.receiving_code, told_of(transfer))
    body = written(
        step,
        sender=settings.PUBLIC_URL,
        recipient=partner.base_url,
        batch=transfer.pk,
        counter=partner.sent_counter,
        more=more,
    )
    return PartnerMessage.objects.create(
        partner=partner,
        direction=PartnerMessage.Direction.OUT,
        counter=partner.sent_counter,
        batch=transfer.pk,
        step=step,
        body=body,
        at=at,
    )


def _try_later(transfer_id: UUID, code: str, at: datetime) -> None:
    with transaction.atomic():
        transfer = Transfer.objects.select_for_update().get(pk=transfer_id)
        transfer.tries += 1
        gives_up = transfer.state == State.ABORTED and transfer.tries >= MOST_TRIES_TO_ABORT
        transfer.next_at, transfer.last_error = None if gives_up else next_try(transfer.tries, at), code[:80]
        transfer.save(update_fields=["tries", "next_at", "last_error"])


def _locked(key: UUID, *states: str) -> Transfer:
    found = Transfer.objects.select_for_update(of=("self",)).select_related("partner", "volunteer").get(pk=key)
    if found.state not in states:
        raise TransferOver(state=found.get_state_display())
    return found


def _end(transfer: Transfer, state: str, why: str, at: datetime, *more: str) -> None:
    transfer.state, transfer.ended_at, transfer.ended_why, transfer.next_at = state, at, why[:200], None
    transfer.save(update_fields=["state", "ended_at", "ended_why", "next_at", *more])


def _tell(transfer: Transfer, kind: str, at: datetime) -> None:
    # A partner's word of the protocol is told as a sentence, what a person wrote as it is.
    why = in_both(REASONS.get(transfer.ended_why, transfer.ended_why))
    params = {"partner": transfer.partner.name, "why": why}
    notify(users=[transfer.volunteer], kind=kind, params=params, url=reverse("timebank:transfers"), at=at)


def _seconds(during: object) -> int:
    return int((during.upper - during.lower).total_seconds())  # type: ignore[attr-defined]
