"""Postings: the only writes of the ledger."""

from datetime import datetime

from django.db import IntegrityError, transaction
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
        posting = _post(Transaction.Kind.SERVICE, volunteer, seconds, source=source, by=by, at=at)
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


def _post(kind: str, volunteer: User, seconds: int, *, source: str, by: User, at: datetime) -> Transaction:
    posting = Transaction.objects.create(kind=kind, currency=Currency.HOURS, source=source, at=at, by=by)
    house, _ = Account.objects.get_or_create(code=SERVICE_ISSUED, currency=Currency.HOURS)
    own, _ = Account.objects.get_or_create(owner=volunteer, currency=Currency.HOURS)
    Entry.objects.bulk_create(
        [
            Entry(transaction=posting, account=house, amount=-seconds),
            Entry(transaction=posting, account=own, amount=seconds),
        ]
    )
    return posting
