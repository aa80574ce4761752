"""Points: earned by verified service in lots, used first lots first, taken back as far as they are still there, expired."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core import audit
from people.actions import notify
from people.models import User
from timebank.actions.entries import house_account, lock_owner, own_account, post
from timebank.errors import PointsMissing
from timebank.logic.lots import Held, comes_back_until, is_over, last_day, points_for, share, take
from timebank.models import Currency, LotUse, PointLot, Transaction
from timebank.queries.bank import lots_to_warn_of, open_lots, policy_on

POINTS: Final = Currency.POINTS
ISSUED: Final = "points_issued"
EXPIRED: Final = "points_expired"


@dataclass(frozen=True, slots=True)
class Used:
    """What was taken from one lot."""

    lot: PointLot
    amount: int


def earn_points(*, volunteer: User, seconds: int, source: str, by: User | None, at: datetime) -> int:
    """Thank verified service with points by the rule of the day, as a lot of its own; return how many, maybe none."""
    today = timezone.localdate(at)
    policy = policy_on(today)
    points = points_for(seconds, policy.points_per_hour) if policy else 0
    if policy is None or not points:
        return 0
    sides = [
        (house_account(code=ISSUED, currency=POINTS), -points),
        (own_account(owner=volunteer, currency=POINTS), points),
    ]
    posting = post(kind=Transaction.Kind.EARNING, currency=POINTS, source=source, sides=sides, by=by, at=at)
    keep_lot(
        owner=volunteer, posting=posting, amount=points, seconds=seconds, earned_on=today,
        expires_on=last_day(today, policy.lot_months),
    )  # fmt: skip
    return points


def keep_lot(
    *, owner: User, posting: Transaction, amount: int, seconds: int, earned_on: date, expires_on: date
) -> PointLot:
    """Keep points that came by a posting as a lot."""
    return PointLot.objects.create(
        owner=owner, transaction=posting, amount=amount, left=amount, seconds=seconds, earned_on=earned_on,
        expires_on=expires_on,
    )  # fmt: skip


def use_points(*, owner: User, amount: int) -> list[Used]:
    """Choose what goes, first lots first; the owner must be locked. Raises PointsMissing (`have`, `need`)."""
    lots = {lot.pk: lot for lot in open_lots(owner)}
    chosen = take([Held(lot.pk, lot.left) for lot in lots.values()], amount)
    if chosen is None:
        raise PointsMissing(have=sum(lot.left for lot in lots.values()), need=amount)
    return [Used(lots[key], part) for key, part in chosen]


def mark_used(*, posting: Transaction, used: Sequence[Used]) -> None:
    """Write what a posting took from which lots."""
    LotUse.objects.bulk_create(LotUse(transaction=posting, lot=one.lot, amount=one.amount) for one in used)


def put_back(*, owner: User, uses: Sequence[LotUse], posting: Transaction, at: datetime) -> None:
    """Put points back into the lots they came from; where the last day is past, into a new one that lives a while."""
    today = timezone.localdate(at)
    policy = policy_on(today)
    for use in uses:
        lot = use.lot
        until = comes_back_until(lot.expires_on, today, policy.warn_days if policy else 0)
        if until == lot.expires_on:
            LotUse.objects.create(transaction=posting, lot=lot, amount=-use.amount)
            continue
        behind = share(lot.seconds, use.amount, lot.amount)
        keep_lot(owner=owner, posting=posting, amount=use.amount, seconds=behind, earned_on=today, expires_on=until)


def take_points_back(*, source: str, why: str, by: User, at: datetime) -> int:
    """Reverse the points earned by a source, as far as their owner, who must be locked, still has any; return how many.

    Those of the source go first, then others; what is spent already stays spent, and the memo says how much.
    """
    earned = PointLot.objects.select_related("owner", "transaction").filter(
        transaction__kind=Transaction.Kind.EARNING, transaction__source=source, transaction__reversed_by=None
    )
    lot = earned.first()
    points = min(lot.amount, sum(one.left for one in open_lots(lot.owner))) if lot else 0
    if lot is None or not points:
        return 0
    opposite = _reversal(lot.transaction, lot.owner, -points, {"why": why, "spent": lot.amount - points}, by, at)
    mark_used(posting=opposite, used=_first_of(lot, points))
    return points


def give_points_back(*, source: str, why: str, by: User, at: datetime) -> int:
    """Give back the points taken for a source, with the last day they had, or some days from now. Return how many."""
    kind = Transaction.Kind
    taken = Transaction.objects.filter(
        kind=kind.REVERSAL, currency=POINTS, reverses__source=source, reverses__kind=kind.EARNING, reversed_by=None
    ).first()
    if taken is None:
        return 0
    uses = list(LotUse.objects.filter(transaction=taken).select_related("lot__owner"))
    owner, points = uses[0].lot.owner, sum(use.amount for use in uses)
    posting = _reversal(taken, owner, points, {"why": why}, by, at)
    put_back(owner=owner, uses=uses, posting=posting, at=at)
    return points


def _first_of(lot: PointLot, points: int) -> list[Used]:
    own = min(lot.left, points)
    others = [Held(one.pk, one.left) for one in open_lots(lot.owner) if one.pk != lot.pk]
    chosen = [(lot.pk, own)] if own else []
    chosen += take(others, points - own) or []
    lots = PointLot.objects.in_bulk([key for key, _part in chosen])
    return [Used(lots[key], part) for key, part in chosen]


def _reversal(
    posting: Transaction, owner: User, points: int, memo: dict[str, Any], by: User, at: datetime
) -> Transaction:
    sides = [
        (house_account(code=ISSUED, currency=POINTS), -points),
        (own_account(owner=owner, currency=POINTS), points),
    ]
    return post(
        kind=Transaction.Kind.REVERSAL, currency=POINTS, source=f"reversal:{posting.pk}", sides=sides, by=by, at=at,
        reverses=posting, memo=memo,
    )  # fmt: skip


def warn_of_expiry(*, at: datetime) -> int:
    """Tell everybody whose points expire within the days of the rule, once for each lot; return how many people."""
    today = timezone.localdate(at)
    policy = policy_on(today)
    if policy is None:
        return 0
    told: dict[User, list[PointLot]] = {}
    for lot in lots_to_warn_of(today + timedelta(days=policy.warn_days)):
        told.setdefault(lot.owner, []).append(lot)
    for owner, lots in told.items():
        with transaction.atomic():
            PointLot.objects.filter(pk__in=[lot.pk for lot in lots]).update(warned_on=today)
            first = min(lot.expires_on for lot in lots)
            notify(
                users=[owner],
                kind="points_expiring",
                params={
                    "points": sum(lot.left for lot in lots),
                    "on": max(first, today + timedelta(days=policy.warn_days)).isoformat(),
                },
                url=reverse("timebank:account", args=[POINTS]),
                at=at,
            )
    return len(told)


def expire_points(*, at: datetime) -> int:
    """Post as expired what is past its last day in Asia/Shanghai and was warned of in time; return how many points."""
    today = timezone.localdate(at)
    policy = policy_on(today)
    if policy is None:
        return 0
    past = PointLot.objects.filter(
        left__gt=0, expires_on__lt=today, warned_on__lte=today - timedelta(days=policy.warn_days)
    )
    owners = User.objects.filter(pk__in=past.values("owner")).order_by("pk")
    return sum(_expire(owner, today, policy.warn_days, at) for owner in owners)


def _expire(owner: User, today: date, warn_days: int, at: datetime) -> int:
    with transaction.atomic():
        lock_owner(owner=owner)
        lots = [lot for lot in open_lots(owner) if is_over(lot.expires_on, lot.warned_on, today, warn_days)]
        points = sum(lot.left for lot in lots)
        if not points:
            return 0
        sides = [
            (own_account(owner=owner, currency=POINTS), -points),
            (house_account(code=EXPIRED, currency=POINTS), points),
        ]
        posting = post(
            kind=Transaction.Kind.EXPIRY, currency=POINTS, source=f"{owner.pk}:{today}", sides=sides, by=None, at=at
        )
        mark_used(posting=posting, used=[Used(lot, lot.left) for lot in lots])
        audit.record("expire_points", posting, by=None, at=at, change={"owner": str(owner.pk), "points": points})
        return points
