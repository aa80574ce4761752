"""What we know of the ledger: free time, statements, totals."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum
from psycopg.types.range import TimestamptzRange

from people.models import User
from timebank.models import Currency, Entry, Gift, ServiceRecord, StarGrade, Transaction, TransferItem


@dataclass(frozen=True)
class Standing:
    """A person's hours (seconds), stars reached, and what the next star needs."""

    seconds: int
    stars: int
    next_stars: int | None
    next_seconds: int | None


def is_time_free(volunteer: User, starts_at: datetime, ends_at: datetime) -> bool:
    """Say whether none of the interval has been credited to the volunteer yet."""
    during = TimestamptzRange(starts_at, ends_at, "[)")
    return not ServiceRecord.objects.filter(volunteer=volunteer, during__overlap=during).exists()


def service_records(volunteer: User) -> QuerySet[ServiceRecord]:
    """Return the records behind a person's hours, newest first, with their postings and whence they came.

    `is_reversed`: counted no more; `transfer_state`: held for a transfer or handed over, to `transfer_partner`.
    """
    leaving = TransferItem.objects.filter(record=OuterRef("pk"), state__in=["held", "gone"])
    records = ServiceRecord.objects.filter(volunteer=volunteer).annotate(
        is_reversed=is_reversed(),
        transfer_state=Subquery(leaving.values("state")),
        transfer_partner=Subquery(leaving.values("transfer__partner__name")),
    )
    return records.select_related("transaction", "incoming_item__batch__partner").order_by("-during")


def is_reversed() -> Exists:
    """Return the condition on records that their hours were taken back, and not given back since."""
    return Exists(Transaction.objects.filter(reverses=OuterRef("transaction"), reversed_by=None))


def balance(volunteer: User, currency: Currency = Currency.HOURS) -> int:
    """Return the person's balance: seconds of service, or points."""
    entries = Entry.objects.filter(account__owner=volunteer, account__currency=currency)
    return entries.aggregate(total=Sum("amount"))["total"] or 0


def served_seconds(volunteer: User) -> int:
    """Return the seconds somebody served themselves: what was given to or by a relative changes no stars."""
    hours = Gift.objects.filter(state=Gift.State.ACCEPTED, scheme__currency=Currency.HOURS)
    moved = hours.filter(Q(giver=volunteer) | Q(receiver=volunteer)).aggregate(
        given=Sum("amount", filter=Q(giver=volunteer)), got=Sum("amount", filter=Q(receiver=volunteer))
    )
    return balance(volunteer) + (moved["given"] or 0) - (moved["got"] or 0)


def trial_balance(currency: Currency = Currency.HOURS) -> int:
    """Return the sum of all entries of a currency; anything but zero is a broken ledger."""
    return Entry.objects.filter(account__currency=currency).aggregate(total=Sum("amount"))["total"] or 0


def standing(volunteer: User, *, on: date) -> Standing:
    """Return the person's hours and stars by the scheme valid on that day (MCA: 100/300/600/1,000/1,500 h)."""
    seconds = served_seconds(volunteer)
    dated = StarGrade.objects.filter(measure=StarGrade.Measure.HOURS, valid_from__lte=on).exclude(valid_to__lt=on)
    grades = dated.order_by("threshold")
    reached = [grade for grade in grades if grade.threshold * 3600 <= seconds]
    ahead = next((grade for grade in grades if grade.threshold * 3600 > seconds), None)
    return Standing(
        seconds=seconds,
        stars=reached[-1].stars if reached else 0,
        next_stars=ahead.stars if ahead else None,
        next_seconds=ahead.threshold * 3600 if ahead else None,
    )
