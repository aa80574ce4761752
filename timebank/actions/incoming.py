"""Records coming from a partner: announced with a code the person made here, prepared, credited when confirmed. Each call once."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from psycopg.types.range import TimestamptzRange

from core import audit
from core.logic import jose
from people.actions import notify
from people.models import User
from timebank.actions.entries import house_account, own_account, post
from timebank.errors import (
    MessageDiffers,
    MessageReplayed,
    MessageStale,
    MessageUnreadable,
    SignatureWrong,
    TooManyCodes,
)
from timebank.logic.transfer import (
    CODE_LENGTH,
    NONCE_KEPT,
    PREPARED_FOR,
    TYPE,
    Message,
    Unreadable,
    answer,
    code_of,
    folded,
    is_fresh,
    read,
    refusals,
)
from timebank.models import (
    Currency,
    IncomingBatch,
    IncomingItem,
    Partner,
    PartnerKey,
    PartnerMessage,
    PartnerNonce,
    ReceivingCode,
    ServiceRecord,
    Transaction,
)
from timebank.queries import is_time_free
from timebank.queries.transfers import open_codes, valid_keys

CODE_FOR: Final = timedelta(days=7)
MOST_CODES: Final = 3
State = IncomingBatch.State


def make_receiving_code(*, by: User, at: datetime) -> str:
    """Return a code that lets a partner hand records to this account, once, within a week; only its hash is kept."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)
        if open_codes(by, at).count() >= MOST_CODES:
            raise TooManyCodes(limit=MOST_CODES)
        code = code_of(secrets.token_bytes(CODE_LENGTH))
        ReceivingCode.objects.create(digest=_digest(code), volunteer=by, made_at=at, expires_at=at + CODE_FOR)
        audit.record("make_receiving_code", by, by=by, at=at)
    return code


def receive(*, body: bytes, signature: str, at: datetime) -> tuple[Partner, str, str]:
    """Take a signed message; return the partner, the call's number-used-once and the text of the answer.

    The same message, signed anew, is answered the same. Refuses SignatureWrong, MessageStale, MessageReplayed,
    MessageUnreadable and MessageDiffers.
    """
    key, header = _checked(body, signature, at)
    partner, nonce = key.partner, str(header["jti"])
    try:
        message = read(body)
    except Unreadable:
        raise MessageUnreadable from None
    if (message.sender, message.recipient) != (partner.base_url, settings.PUBLIC_URL):
        raise SignatureWrong
    with transaction.atomic():
        # One call of a partner after the other.
        Partner.objects.select_for_update().get(pk=partner.pk)
        _use(partner, nonce, at)
        known = _known(partner, message)
        if known is not None:
            if known.body.encode() != body:
                raise MessageDiffers
            return partner, nonce, known.answer
        text = {"prepare": _prepare, "confirm": _confirm, "abort": _abort}[message.step](partner, message, at)
        PartnerMessage.objects.create(
            partner=partner,
            direction=PartnerMessage.Direction.IN,
            counter=message.counter,
            batch=message.batch,
            step=message.step,
            body=body.decode(),
            answer=text,
            at=at,
            answered_at=at,
        )
    return partner, nonce, text


def tidy_up(*, at: datetime) -> None:
    """End what was prepared and never confirmed, and forget numbers-used-once too old to matter."""
    PartnerNonce.objects.filter(at__lt=at - NONCE_KEPT).delete()
    stale = IncomingBatch.objects.filter(state=State.PREPARED, prepared_at__lt=at - PREPARED_FOR)
    for key in list(stale.values_list("pk", flat=True)):
        with transaction.atomic():
            batch = IncomingBatch.objects.select_for_update().get(pk=key)
            if batch.state == State.PREPARED:
                _end(batch, State.ABORTED, at)


def _checked(body: bytes, signature: str, at: datetime) -> tuple[PartnerKey, dict[str, object]]:
    try:
        kid = str(jose.header_of(signature).get("kid"))
        named = PartnerKey.objects.filter(kid=kid).select_related("partner").first()
        key = named and valid_keys(named.partner, at).filter(pk=named.pk).select_related("partner").first()
        if not key:
            raise SignatureWrong
        header = jose.check_beside(signature, body, key.public)
    except (jose.NotSigned, UnicodeError):
        raise SignatureWrong from None
    nonce = header.get("jti")
    told = (header.get("typ"), header.get("iss"), header.get("aud"))
    if (
        told != (TYPE, key.partner.base_url, settings.PUBLIC_URL)
        or not isinstance(nonce, str)
        or not 16 <= len(nonce) <= 64
    ):
        raise SignatureWrong
    if not is_fresh(header.get("iat"), at):
        raise MessageStale
    return key, header


def _use(partner: Partner, nonce: str, at: datetime) -> None:
    try:
        with transaction.atomic():
            PartnerNonce.objects.create(partner=partner, nonce=nonce, at=at)
    except IntegrityError:
        raise MessageReplayed from None


def _known(partner: Partner, message: Message) -> PartnerMessage | None:
    same = Q(counter=message.counter) | Q(batch=message.batch, step=message.step)
    return PartnerMessage.objects.filter(same, partner=partner, direction=PartnerMessage.Direction.IN).first()


def _prepare(partner: Partner, message: Message, at: datetime) -> str:
    codes = ReceivingCode.objects.select_for_update().filter(digest=_digest(message.code), used_at=None)
    code = codes.filter(expires_at__gt=at, volunteer__is_active=True).select_related("volunteer").first()
    if code is None:
        return answer(message.batch, "refused", {}, "code_unknown")
    refused = refusals(message.records, at)
    for one in message.records:
        if one.id not in refused and (why := _taken(partner, code.volunteer, one.id, one.starts_at, one.ends_at)):
            refused[one.id] = why
    if len(refused) == len(message.records):
        return answer(message.batch, "refused", refused, "nothing_taken")
    code.used_at = at
    code.save(update_fields=["used_at"])
    batch = IncomingBatch.objects.create(
        partner=partner, batch=message.batch, volunteer=code.volunteer, name_there=message.name, prepared_at=at
    )
    IncomingItem.objects.bulk_create(
        IncomingItem(
            batch=batch,
            origin_id=one.id,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            title=one.title,
            organisation_name=one.organisation,
            reason=refused.get(one.id, ""),
        )
        for one in message.records
    )
    change = {"partner": partner.code, "records": len(message.records), "refused": len(refused)}
    audit.record("prepare_incoming", batch, by=None, at=at, change=change)
    return answer(message.batch, "prepared", refused)


def _confirm(partner: Partner, message: Message, at: datetime) -> str:
    batch = IncomingBatch.objects.select_for_update().filter(partner=partner, batch=message.batch).first()
    if batch is None:
        return answer(message.batch, "aborted", {}, "batch_unknown")
    if batch.state != State.PREPARED:
        return answer(message.batch, batch.state, {}, "batch_over")
    volunteer = User.objects.select_for_update().get(pk=batch.volunteer_id)
    items = list(batch.items.filter(reason="").order_by("starts_at"))
    refused = {item.origin_id: why for item in items if (why := _credit(partner, volunteer, item, at))}
    is_taken = len(refused) < len(items)
    _end(batch, State.CONFIRMED if is_taken else State.ABORTED, at)
    audit.record("confirm_incoming", batch, by=None, at=at, change={"refused": len(refused)})
    if is_taken:
        seconds = sum((item.ends_at - item.starts_at).total_seconds() for item in items if item.record_id)
        params = {"partner": partner.name, "minutes": int(seconds) // 60}
        notify(users=[volunteer], kind="transfer_received", params=params, url=reverse("timebank:statement"), at=at)
    return answer(message.batch, batch.state, refused)


def _abort(partner: Partner, message: Message, at: datetime) -> str:
    batch = IncomingBatch.objects.select_for_update().filter(partner=partner, batch=message.batch).first()
    if batch is not None and batch.state == State.PREPARED:
        _end(batch, State.ABORTED, at)
    return answer(message.batch, batch.state if batch else State.ABORTED, {})


def _credit(partner: Partner, volunteer: User, item: IncomingItem, at: datetime) -> str:
    """Post the item's hours and its record; return why not, in a word, or nothing."""
    why = _taken(partner, volunteer, item.origin_id, item.starts_at, item.ends_at)
    if not why:
        source = _source(partner, item.origin_id)
        seconds = int((item.ends_at - item.starts_at).total_seconds())
        theirs = house_account(code=partner.account_code, currency=Currency.HOURS)
        own = own_account(owner=volunteer, currency=Currency.HOURS)
        posting = post(
            kind=Transaction.Kind.TRANSFER,
            currency=Currency.HOURS,
            source=source,
            sides=[(theirs, -seconds), (own, seconds)],
            by=None,
            at=at,
        )
        item.record = ServiceRecord.objects.create(
            volunteer=volunteer,
            during=TimestamptzRange(item.starts_at, item.ends_at, "[)"),
            transaction=posting,
            source=source,
            title_zh=item.title,
            organisation_name=item.organisation_name,
        )
    item.reason = why
    item.save(update_fields=["record", "reason"])
    return why


def _taken(partner: Partner, volunteer: User, origin_id: UUID, starts_at: datetime, ends_at: datetime) -> str:
    if ServiceRecord.objects.filter(source=_source(partner, origin_id)).exists():
        return "known_already"
    return "" if is_time_free(volunteer, starts_at, ends_at) else "overlaps_here"


def _end(batch: IncomingBatch, state: str, at: datetime) -> None:
    batch.state, batch.ended_at = state, at
    batch.save(update_fields=["state", "ended_at"])


def _source(partner: Partner, origin_id: UUID) -> str:
    return f"from:{partner.code}:{origin_id}"


def _digest(code: str) -> str:
    return hashlib.sha256(folded(code).encode()).hexdigest()
