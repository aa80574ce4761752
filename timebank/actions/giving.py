"""Giving: points to a good cause at once; points or hours to a relative, who says yes first."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone

from core import audit
from core.errors import NotFound
from people.actions import notify
from people.models import User
from timebank.actions.entries import house_account, lock_owner, own_account, post
from timebank.actions.points import POINTS, keep_lot, mark_used, use_points
from timebank.errors import GiftNotCovered, GiftOver, GiftTooLarge, PoolClosed, RelativeUnknown
from timebank.logic.lots import share
from timebank.models import CharityPool, Currency, Gift, GiftScheme, Transaction
from timebank.queries.bank import gift_schemes_on, given_in_year
from timebank.queries.ledger import balance
from timebank.sentences.bank import amount_in_both, amount_in_words

State, Kind = Gift.State, Transaction.Kind


def donate_points(*, donation_id: UUID, pool: CharityPool, points: int, by: User, at: datetime) -> Transaction:
    """Give points of one's own to a good cause; the same id again is the same donation. Raises PoolClosed, PointsMissing."""
    with transaction.atomic():
        owner = lock_owner(owner=by)
        known = Transaction.objects.filter(kind=Kind.DONATION, source=f"donation:{donation_id}", by=by).first()
        if known is not None:
            return known
        if not CharityPool.objects.select_for_update(no_key=True).filter(pk=pool.pk, is_open=True).exists():
            raise PoolClosed
        used = use_points(owner=owner, amount=points)
        sides = [
            (own_account(owner=owner, currency=POINTS), -points),
            (house_account(code=f"pool:{pool.pk}", currency=POINTS), points),
        ]
        memo = {"pool": pool.pk}
        posting = post(
            kind=Kind.DONATION, currency=POINTS, source=f"donation:{donation_id}", sides=sides, by=by, at=at, memo=memo
        )
        mark_used(posting=posting, used=used)
        audit.record("donate_points", posting, by=by, at=at, change={"pool": pool.pk, "points": points})
    return posting


def offer_gift(
    *, gift_id: UUID, scheme: GiftScheme, email: str, name: str, relation: str, amount: int, by: User, at: datetime
) -> Gift:
    """Offer something to a relative known by address and name together; the same id again is the same gift.

    Raises NotFound, RelativeUnknown, GiftTooLarge (`left`) and GiftNotCovered.
    """
    today = timezone.localdate(at)
    with transaction.atomic():
        giver = lock_owner(owner=by)
        known = Gift.objects.filter(pk=gift_id, giver=giver).first()
        if known is not None:
            return known
        if not gift_schemes_on(today).filter(pk=scheme.pk).exists():
            raise NotFound
        receiver = User.objects.filter(email=email.strip().lower(), name=name.strip(), is_active=True).first()
        if receiver is None or receiver.pk == giver.pk:
            raise RelativeUnknown
        _check_room(scheme, giver, amount, today)
        gift = Gift.objects.create(
            id=gift_id, scheme=scheme, giver=giver, receiver=receiver, relation=relation, amount=amount, offered_at=at
        )
        audit.record("offer_gift", gift, by=by, at=at, change={"scheme": scheme.pk, "amount": amount})
        params = {"name": giver.name, "amount": amount_in_both(amount, scheme.currency)}
        notify(users=[receiver], kind="gift_offered", params=params, url=reverse("timebank:giving"), at=at)
    return gift


def answer_gift(*, gift_id: UUID, accept: bool, by: User, at: datetime) -> Gift:
    """Accept or decline a gift; accepted, it moves now. Raises NotFound, GiftOver and GiftNotCovered."""
    with transaction.atomic():
        gift = _locked(gift_id, at, receiver=by)
        if accept:
            gift.transaction = _move(gift, at)
        _end(gift, State.ACCEPTED if accept else State.DECLINED, by, at)
        params = {"name": by.name, "amount": amount_in_both(gift.amount, gift.scheme.currency)}
        kind = "gift_accepted" if accept else "gift_declined"
        notify(users=[gift.giver], kind=kind, params=params, url=reverse("timebank:giving"), at=at)
    return gift


def withdraw_gift(*, gift_id: UUID, by: User, at: datetime) -> Gift:
    """Take one's offer back before it is answered. Raises NotFound and GiftOver."""
    with transaction.atomic():
        gift = _locked(gift_id, at, giver=by)
        _end(gift, State.WITHDRAWN, by, at)
    return gift


def _check_room(scheme: GiftScheme, giver: User, amount: int, today: date) -> None:
    left = scheme.most_a_year - given_in_year(giver, scheme, today)
    if amount > left:
        raise GiftTooLarge(left=amount_in_words(max(left, 0), scheme.currency))
    waiting = Gift.objects.filter(giver=giver, scheme__currency=scheme.currency, state=State.OFFERED)
    promised = waiting.aggregate(total=Sum("amount"))["total"] or 0
    if balance(giver, Currency(scheme.currency)) - promised < amount:
        raise GiftNotCovered


def _locked(gift_id: UUID, at: datetime, **whose: User) -> Gift:
    """Lock both people, in the order of their ids, and then the gift."""
    known = Gift.objects.filter(pk=gift_id, **whose).first()
    if known is None:
        raise NotFound
    for key in sorted([known.giver_id, known.receiver_id]):
        lock_owner(owner=User(pk=key))
    gift = (
        Gift.objects.select_for_update(no_key=True, of=("self",))
        .select_related("scheme", "giver", "receiver")
        .get(pk=gift_id)
    )
    if gift.state != State.OFFERED:
        raise GiftOver(state=gift.get_state_display())
    return gift


def _move(gift: Gift, at: datetime) -> Transaction:
    currency = Currency(gift.scheme.currency)
    if balance(gift.giver, currency) < gift.amount:
        raise GiftNotCovered
    used = use_points(owner=gift.giver, amount=gift.amount) if currency == Currency.POINTS else []
    sides = [
        (own_account(owner=gift.giver, currency=currency), -gift.amount),
        (own_account(owner=gift.receiver, currency=currency), gift.amount),
    ]
    posting = post(
        kind=Kind.GIFT, currency=currency, source=f"gift:{gift.pk}", sides=sides, by=gift.receiver, at=at,
        memo={"scheme": gift.scheme_id},
    )  # fmt: skip
    mark_used(posting=posting, used=used)
    # A gift makes points no younger.
    for one in used:
        keep_lot(
            owner=gift.receiver,
            posting=posting,
            amount=one.amount,
            seconds=share(one.lot.seconds, one.amount, one.lot.amount),
            earned_on=one.lot.earned_on,
            expires_on=one.lot.expires_on,
        )
    return posting


def _end(gift: Gift, state: Gift.State, by: User, at: datetime) -> None:
    gift.state, gift.ended_at = state, at
    gift.save(update_fields=["state", "ended_at", "transaction"])
    audit.record(f"gift_{state}", gift, by=by, at=at, change={"amount": gift.amount, "scheme": gift.scheme_id})
