"""Postings: the only writes of the ledger."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from psycopg.types.range import TimestamptzRange

from core import audit
from people.models import User
from timebank.errors import HoursOnTheirWay, ServiceOverlaps
from timebank.models import Account, Currency, Entry, Partner, ServiceRecord, Transaction, TransferItem
from timebank.queries.transfers import ON_THEIR_WAY

SERVICE_ISSUED = "service_issued"


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
    """Credit verified service time as a balanced double entry, once per `source`.

    `title` is (zh, en). The same source again returns the first record. Refuses `ServiceOverlaps`.
    """
    with transaction.atomic():
        volunteer = User.objects.select_for_update().get(pk=volunteer.pk)
        known = ServiceRecord.objects.filter(source=source).first()
        if known is not None:
            return known
        seconds = int((ends_at - starts_at).total_seconds())
        posting = move(
            kind=Transaction.Kind.SERVICE,
            source=source,
            debit=house_account(SERVICE_ISSUED),
            credit=own_account(volunteer),
            seconds=seconds,
            by=by,
            at=at,
        )
        try:
            with transaction.atomic():
                record = ServiceRecord.objects.create(
                    volunteer=volunteer,
                    during=TimestamptzRange(starts_at, ends_at, "[)"),
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
        audit.record("award", posting, by=by, at=at, change={"volunteer": str(volunteer.pk), "seconds": seconds})
        return record


def reverse(*, source: str, why: str, by: User, at: datetime) -> int:
    """Take back the hours posted for the source by an opposite posting; the record stays and counts no more.

    Returns the seconds taken back, 0 where none were posted or they were taken back before.
    """
    return _reverse(Transaction.objects.filter(kind=Transaction.Kind.SERVICE, source=source), why, by, at)


def restore(*, source: str, why: str, by: User, at: datetime) -> int:
    """Give back the hours that were taken back for the source, once. Returns the seconds, 0 where there is nothing."""
    taken = Transaction.objects.filter(reverses__kind=Transaction.Kind.SERVICE, reverses__source=source)
    return _reverse(taken, why, by, at)


def _reverse(postings: QuerySet[Transaction], why: str, by: User, at: datetime) -> int:
    with transaction.atomic():
        posting = postings.filter(currency=Currency.HOURS, reversed_by=None).first()
        if posting is None:
            return 0
        items = TransferItem.objects.filter(record__transaction=posting, state__in=ON_THEIR_WAY)
        on_way = items.select_related("transfer__partner").first()
        if on_way is not None and on_way.state == TransferItem.State.HELD:
            raise HoursOnTheirWay
        own = posting.entries.select_related("account__owner").exclude(account__code=SERVICE_ISSUED).get()
        # Hours that were handed over lie on the partner's account: from there they are taken back.
        account = house_account(partner_code(on_way.transfer.partner)) if on_way is not None else own.account
        # Two who reverse at once wait here for each other; the wall is that a posting is reversed once.
        Account.objects.select_for_update().get(pk=account.pk)
        if Transaction.objects.filter(reverses=posting).exists():
            return 0
        opposite = move(
            kind=Transaction.Kind.REVERSAL,
            source=f"reversal:{posting.pk}",
            debit=house_account(SERVICE_ISSUED),
            credit=account,
            seconds=-own.amount,
            by=by,
            at=at,
            reverses=posting,
            why=why,
        )
        change = {"reverses": str(posting.pk), "seconds": -own.amount, "why": why}
        audit.record("reverse", opposite, by=by, at=at, change=change)
        return abs(own.amount)


def move(
    *,
    kind: str,
    source: str,
    debit: Account,
    credit: Account,
    seconds: int,
    by: User | None,
    at: datetime,
    reverses: Transaction | None = None,
    why: str = "",
) -> Transaction:
    """Post seconds of service from one account to another, inside the caller's transaction."""
    posting = Transaction.objects.create(
        kind=kind,
        currency=Currency.HOURS,
        source=source,
        at=at,
        by=by,
        reverses=reverses,
        memo={"why": why} if why else {},
    )
    Entry.objects.bulk_create(
        [
            Entry(transaction=posting, account=debit, amount=-seconds),
            Entry(transaction=posting, account=credit, amount=seconds),
        ]
    )
    return posting


def house_account(code: str) -> Account:
    """Return one of the house's own accounts of hours; made when it is first asked for."""
    return Account.objects.get_or_create(code=code, currency=Currency.HOURS)[0]


def own_account(person: User) -> Account:
    """Return a person's account of hours; made when it is first asked for."""
    return Account.objects.get_or_create(owner=person, currency=Currency.HOURS)[0]


def partner_code(partner: Partner) -> str:
    """Return the code of a partner's account: what went to it less what came from it."""
    return f"partner:{partner.code}"
