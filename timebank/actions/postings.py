"""Postings: the only writes of the ledger."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from psycopg.types.range import TimestamptzRange

from core import audit
from people.models import User
from timebank.errors import ServiceOverlaps
from timebank.models import Account, Currency, Entry, ServiceRecord, Transaction

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
        posting = _post(Transaction.Kind.SERVICE, volunteer, seconds, source, by, at)
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
        own = posting.entries.select_related("account__owner").get(account__owner__isnull=False)
        assert own.account.owner is not None  # noqa: S101 - asked for in the line above
        # Two who reverse at once wait here for each other; the wall is that a posting is reversed once.
        User.objects.select_for_update().get(pk=own.account.owner.pk)
        if Transaction.objects.filter(reverses=posting).exists():
            return 0
        opposite = _post(
            Transaction.Kind.REVERSAL, own.account.owner, -own.amount, f"reversal:{posting.pk}", by, at, posting, why
        )
        change = {"reverses": str(posting.pk), "seconds": -own.amount, "why": why}
        audit.record("reverse", opposite, by=by, at=at, change=change)
        return abs(own.amount)


def _post(
    kind: str,
    volunteer: User,
    seconds: int,
    source: str,
    by: User,
    at: datetime,
    reverses: Transaction | None = None,
    why: str = "",
) -> Transaction:
    posting = Transaction.objects.create(
        kind=kind,
        currency=Currency.HOURS,
        source=source,
        at=at,
        by=by,
        reverses=reverses,
        memo={"why": why} if why else {},
    )
    house, _ = Account.objects.get_or_create(code=SERVICE_ISSUED, currency=Currency.HOURS)
    own, _ = Account.objects.get_or_create(owner=volunteer, currency=Currency.HOURS)
    Entry.objects.bulk_create(
        [
            Entry(transaction=posting, account=house, amount=-seconds),
            Entry(transaction=posting, account=own, amount=seconds),
        ]
    )
    return posting
