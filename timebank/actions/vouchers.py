"""Vouchers: points put aside for an item, redeemed once at a service point, or given back."""

import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from core import audit
from core.errors import NotAllowed, NotFound
from people.actions import notify
from people.models import User
from sites.models import ServicePoint
from timebank.actions.entries import house_account, lock_owner, own_account, post
from timebank.actions.points import POINTS, mark_used, put_back, use_points
from timebank.errors import BudgetSpent, EnoughTaken, NotOffered, SoldOut, VoucherElsewhere, VoucherOver, VoucherTaken
from timebank.models import Item, LotUse, Sponsor, Transaction, Voucher
from timebank.permissions import kept_points
from timebank.queries.bank import policy_on

HELD: Final = "points_held"
REDEEMED: Final = "points_redeemed"
# No letter that is read as another one.
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH: Final = 10
State, Kind = Voucher.State, Transaction.Kind


def redeem_item(*, voucher_id: UUID, item_id: UUID, by: User, at: datetime) -> Voucher:
    """Put one's points aside for an item and take one from its stock; the same id again is the same voucher.

    Locks the person, then the item, then the sponsor, always in this order. Raises NotFound, VoucherTaken, NotOffered,
    SoldOut, EnoughTaken, BudgetSpent and PointsMissing.
    """
    with transaction.atomic():
        owner = lock_owner(owner=by)
        known = Voucher.objects.filter(pk=voucher_id).first()
        if known is not None:
            if known.owner_id != owner.pk or known.item_id != item_id:
                raise VoucherTaken
            return known
        item = Item.objects.select_for_update(no_key=True).filter(pk=item_id).first()
        if item is None:
            raise NotFound
        _check(item, owner)
        sponsor = Sponsor.objects.select_for_update(no_key=True).get(pk=item.sponsor_id)
        if sponsor.budget - sponsor.spent < item.price:
            raise BudgetSpent
        voucher = _hold(voucher_id, item, owner, at)
        Item.objects.filter(pk=item.pk).update(stock=F("stock") - 1)
        Sponsor.objects.filter(pk=sponsor.pk).update(spent=F("spent") + item.price)
        change = {"item": str(item.pk), "points": item.price}
        audit.record("redeem_item", voucher, by=by, at=at, change=change)
        params = {"points": item.price, "item": [item.title_zh, item.title_en], "on": voucher.expires_on.isoformat()}
        _tell(voucher, "voucher_held", params, at)
    return voucher


def capture_voucher(*, code: str, service_point: ServicePoint, by: User, at: datetime) -> Voucher:
    """Hand the item out: the voucher counts once, at a point its item is handed out at, by that point's keeper.

    Raises NotAllowed, NotFound, VoucherOver and VoucherElsewhere.
    """
    if not kept_points(by).filter(pk=service_point.pk).exists():
        raise NotAllowed
    with transaction.atomic():
        voucher = (
            Voucher.objects.select_for_update(no_key=True, of=("self",))
            .select_related("item")
            .filter(code=code)
            .first()
        )
        if voucher is None:
            raise NotFound
        if voucher.owner_id == by.pk:
            raise NotAllowed
        _check_held(voucher, at)
        if not voucher.item.service_points.filter(pk=service_point.pk).exists():
            raise VoucherElsewhere
        sides = [
            (house_account(code=HELD, currency=POINTS), -voucher.points),
            (house_account(code=REDEEMED, currency=POINTS), voucher.points),
        ]
        post(kind=Kind.CAPTURE, currency=POINTS, source=f"voucher:{voucher.pk}", sides=sides, by=by, at=at)
        _end(voucher, State.CAPTURED, by, at, service_point)
        _tell(voucher, "voucher_captured", {"item": [voucher.item.title_zh, voucher.item.title_en]}, at)
    return voucher


def cancel_voucher(*, voucher_id: UUID, by: User, at: datetime) -> Voucher:
    """Give a voucher of one's own back: the points return to their lots, the item to the stock. Raises NotFound, VoucherOver."""
    with transaction.atomic():
        lock_owner(owner=by)
        voucher = Voucher.objects.select_for_update(no_key=True).filter(pk=voucher_id, owner=by).first()
        if voucher is None:
            raise NotFound
        _check_held(voucher, at)
        _give_back(voucher, State.CANCELLED, by, at)
    return voucher


def expire_vouchers(*, at: datetime) -> int:
    """Give back what was not redeemed until the end of its last day (Asia/Shanghai); return how many."""
    past = Voucher.objects.filter(state=State.HELD, expires_on__lt=timezone.localdate(at)).order_by("expires_on", "pk")
    return sum(_expire(key, owner, at) for key, owner in past.values_list("pk", "owner"))


def _expire(voucher_id: UUID, owner_id: UUID, at: datetime) -> bool:
    with transaction.atomic():
        owner = lock_owner(owner=User(pk=owner_id))
        voucher = Voucher.objects.select_for_update(no_key=True, of=("self",)).select_related("item").get(pk=voucher_id)
        if voucher.state != State.HELD:
            return False
        _give_back(voucher, State.EXPIRED, None, at)
        params = {"item": [voucher.item.title_zh, voucher.item.title_en], "points": voucher.points}
        voucher.owner = owner
        _tell(voucher, "voucher_expired", params, at)
    return True


def _check(item: Item, owner: User) -> None:
    if item.state != Item.State.OPEN:
        raise NotOffered
    if item.stock < 1:
        raise SoldOut
    taken = Voucher.objects.filter(item=item, owner=owner, state__in=[State.HELD, State.CAPTURED]).count()
    if taken >= item.most_a_person:
        raise EnoughTaken(most=item.most_a_person)


def _hold(voucher_id: UUID, item: Item, owner: User, at: datetime) -> Voucher:
    today = timezone.localdate(at)
    policy = policy_on(today)
    used = use_points(owner=owner, amount=item.price)
    sides = [
        (own_account(owner=owner, currency=POINTS), -item.price),
        (house_account(code=HELD, currency=POINTS), item.price),
    ]
    posting = post(kind=Kind.HOLD, currency=POINTS, source=f"voucher:{voucher_id}", sides=sides, by=owner, at=at)
    mark_used(posting=posting, used=used)
    return Voucher.objects.create(
        id=voucher_id,
        code="".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)),
        item=item,
        owner=owner,
        points=item.price,
        hold=posting,
        held_at=at,
        expires_on=today + timedelta(days=policy.voucher_days if policy else 30),
    )


def _check_held(voucher: Voucher, at: datetime) -> None:
    if voucher.state != State.HELD:
        raise VoucherOver(state=voucher.get_state_display())
    if voucher.expires_on < timezone.localdate(at):
        raise VoucherOver(state=State.EXPIRED.label)


def _give_back(voucher: Voucher, state: Voucher.State, by: User | None, at: datetime) -> None:
    Item.objects.select_for_update(no_key=True).get(pk=voucher.item_id)
    sides = [
        (house_account(code=HELD, currency=POINTS), -voucher.points),
        (own_account(owner=voucher.owner, currency=POINTS), voucher.points),
    ]
    posting = post(kind=Kind.RELEASE, currency=POINTS, source=f"voucher:{voucher.pk}", sides=sides, by=by, at=at)
    uses = list(LotUse.objects.filter(transaction=voucher.hold_id).select_related("lot"))
    put_back(owner=voucher.owner, uses=uses, posting=posting, at=at)
    Item.objects.filter(pk=voucher.item_id).update(stock=F("stock") + 1)
    Sponsor.objects.filter(items=voucher.item_id).update(spent=F("spent") - voucher.points)
    _end(voucher, state, by, at)


def _end(
    voucher: Voucher, state: Voucher.State, by: User | None, at: datetime, point: ServicePoint | None = None
) -> None:
    voucher.state, voucher.ended_at, voucher.ended_by, voucher.service_point = state, at, by, point
    voucher.save(update_fields=["state", "ended_at", "ended_by", "service_point"])
    change = {"point": point.pk} if point else {}
    audit.record(f"voucher_{state}", voucher, by=by, at=at, change=change)


def _tell(voucher: Voucher, kind: str, params: dict[str, object], at: datetime) -> None:
    url = reverse("rewards:voucher", args=[voucher.pk])
    notify(users=[voucher.owner], kind=kind, params=params, url=url, at=at)
