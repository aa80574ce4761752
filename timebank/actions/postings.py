"""Postings: the only writes of the ledger."""

from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from psycopg.types.range import TimestamptzRange

from core import audit
from people.models import User
from timebank.actions.entries import house_account, lock_owner, own_account, post
from timebank.actions.points import earn_points, give_points_back, take_points_back
from timebank.errors import DayFull, HoursOnTheirWay, ServiceOverlaps
from timebank.models import Account, Currency, ServiceRecord, Transaction, TransferItem
from timebank.queries.bank import room_in_days
from timebank.queries.ledger import is_time_free
from timebank.queries.transfers import ON_THEIR_WAY

SERVICE_ISSUED = "service_issued"
Points = Callable[..., int]


def award(
    *,
    volunteer: User,
    starts_at: datetime,
    ends_at: datetime,
    source: str,
    title: tuple[str, str],
    url: str,
    organisation_name: str,
    by: User,
    at: datetime,
) -> ServiceRecord:
    """Credit verified service time as a balanced double entry, once per `source`, and thank it with points.

    `title` is (zh, en). What its days have no room for is left out of the record. The same source again returns the
    first record. Refuses `ServiceOverlaps` and `DayFull`.
    """
    with transaction.atomic():
        volunteer = lock_owner(owner=volunteer)
        known = ServiceRecord.objects.filter(source=source).first()
        if known is not None:
            return known
        if not is_time_free(volunteer, starts_at, ends_at):
            raise ServiceOverlaps
        # No time, or time that runs backwards, is for the walls to refuse.
        part = room_in_days(volunteer, starts_at, ends_at) if ends_at > starts_at else (starts_at, ends_at)
        if part is None:
            raise DayFull
        seconds = int((part[1] - part[0]).total_seconds())
        posting = _post(
            Transaction.Kind.SERVICE, own_account(owner=volunteer, currency=Currency.HOURS), seconds, source, by, at
        )
        try:
            with transaction.atomic():
                record = ServiceRecord.objects.create(
                    volunteer=volunteer,
                    during=TimestamptzRange(*part, "[)"),
                    transaction=posting,
                    source=source,
                    title_zh=title[0],
                    title_en=title[1],
                    url=url,
                    organisation_name=organisation_name,
                )
        except IntegrityError as error:
            if "service_intervals_never_overlap" in str(error):
                raise ServiceOverlaps from error
            raise
        points = earn_points(volunteer=volunteer, seconds=seconds, source=source, by=by, at=at)
        change = {"volunteer": str(volunteer.pk), "seconds": seconds, "points": points}
        audit.record("award", posting, by=by, at=at, change=change)
        return record


def reverse(*, source: str, why: str, by: User, at: datetime) -> int:
    """Take back the hours posted for the source by an opposite posting; the record stays and counts no more.

    Returns the seconds taken back, 0 where none were posted or they were taken back before.
    """
    posted = Transaction.objects.filter(kind=Transaction.Kind.SERVICE, source=source)
    return _reverse(posted, why, by, at, take_points_back)


def restore(*, source: str, why: str, by: User, at: datetime) -> int:
    """Give back the hours that were taken back for the source, once. Returns the seconds, 0 where there is nothing."""
    taken = Transaction.objects.filter(reverses__kind=Transaction.Kind.SERVICE, reverses__source=source)
    return _reverse(taken, why, by, at, give_points_back)


def _reverse(postings: QuerySet[Transaction], why: str, by: User, at: datetime, points: Points) -> int:
    with transaction.atomic():
        posting = postings.filter(currency=Currency.HOURS, reversed_by=None).first()
        if posting is None:
            return 0
        own = posting.entries.select_related("account").exclude(account__code=SERVICE_ISSUED).get()
        # Two who reverse at once wait here for each other; the wall is that a posting is reversed once.
        service = posting.reverses or posting
        lock_owner(owner=ServiceRecord.objects.select_related("volunteer").get(transaction=service).volunteer)
        if Transaction.objects.filter(reverses=posting).exists():
            return 0
        holder = _holder(posting) or own.account
        opposite = _post(Transaction.Kind.REVERSAL, holder, -own.amount, f"reversal:{posting.pk}", by, at, posting, why)
        moved = points(source=service.source, why=why, by=by, at=at)
        change = {"reverses": str(posting.pk), "seconds": -own.amount, "why": why, "points": moved}
        audit.record("reverse", opposite, by=by, at=at, change=change)
        return abs(own.amount)


def _holder(posting: Transaction) -> Account | None:
    """Return the partner's account where the hours of a service were handed over; refuses HoursOnTheirWay for held ones."""
    items = TransferItem.objects.filter(record__transaction=posting, state__in=ON_THEIR_WAY)
    item = items.select_related("transfer__partner").first()
    if item is None:
        return None
    if item.state == TransferItem.State.HELD:
        raise HoursOnTheirWay
    return house_account(code=item.transfer.partner.account_code, currency=Currency.HOURS)


def _post(
    kind: str,
    own: Account,
    seconds: int,
    source: str,
    by: User,
    at: datetime,
    reverses: Transaction | None = None,
    why: str = "",
) -> Transaction:
    house = house_account(code=SERVICE_ISSUED, currency=Currency.HOURS)
    return post(
        kind=kind,
        currency=Currency.HOURS,
        source=source,
        sides=[(house, -seconds), (own, seconds)],
        by=by,
        at=at,
        reverses=reverses,
        memo={"why": why} if why else {},
    )
