"""What we know of the rules and of a person's points: the rule of a day, lots, what a day holds, statements."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, QuerySet, Subquery, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from people.models import User
from timebank.logic.day_cap import within_cap
from timebank.logic.stars import Grade, Progress, progress
from timebank.models import (
    Account,
    BankPolicy,
    CharityPool,
    Currency,
    Entry,
    Gift,
    GiftScheme,
    PointLot,
    ServiceRecord,
    StarGrade,
    Transaction,
    TrialBalance,
    Voucher,
)
from timebank.queries.ledger import is_reversed

ZONE: Final = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a statement: the entry, and what the account held after it."""

    entry: Entry
    balance: int


@dataclass(frozen=True, slots=True)
class Scheme:
    """A star scheme of a day, and how far somebody is in it."""

    code: str
    measure: str
    progress: Progress


def policy_on(day: date) -> BankPolicy | None:
    """Return the rules of the bank on a day (Asia/Shanghai), or none before the first."""
    return BankPolicy.objects.filter(valid_from__lte=day).order_by("-valid_from").first()


def gift_schemes_on(day: date) -> QuerySet[GiftScheme]:
    """Return what may be given to relatives on a day."""
    return GiftScheme.objects.filter(valid_from__lte=day).exclude(valid_to__lt=day).order_by("-currency")


def given_in_year(giver: User, scheme: GiftScheme, today: date) -> int:
    """Return what somebody gave by a scheme in today's calendar year, with what still waits for its answer."""
    year = (_midnight(date(today.year, 1, 1)), _midnight(date(today.year + 1, 1, 1)))
    counted = Gift.objects.filter(giver=giver, scheme=scheme, state__in=[Gift.State.OFFERED, Gift.State.ACCEPTED])
    return counted.filter(offered_at__gte=year[0], offered_at__lt=year[1]).aggregate(total=Sum("amount"))["total"] or 0


def open_lots(owner: User) -> QuerySet[PointLot]:
    """Return the lots that hold points, in the order in which they go: soonest to expire first."""
    return PointLot.objects.filter(owner=owner, left__gt=0).order_by("expires_on", "id")


def lots_to_warn_of(until: date) -> QuerySet[PointLot]:
    """Return the lots with points that expire until a day and whose owners were not told yet."""
    found = PointLot.objects.filter(left__gt=0, expires_on__lte=until, warned_on=None)
    return found.select_related("owner").order_by("owner", "expires_on")


def seconds_by_day(volunteer: User, start: datetime, end: datetime) -> dict[date, int]:
    """Return the seconds of service that the days of a time hold already, by day of Asia/Shanghai."""
    first, last = start.astimezone(ZONE).date(), end.astimezone(ZONE).date()
    around = TimestamptzRange(_midnight(first), _midnight(last + timedelta(days=1)), "[)")
    taken: dict[date, int] = {}
    for record in ServiceRecord.objects.filter(~is_reversed(), volunteer=volunteer, during__overlap=around):
        for day, seconds in _days(record.during):
            taken[day] = taken.get(day, 0) + seconds
    return taken


def room_in_days(volunteer: User, start: datetime, end: datetime) -> tuple[datetime, datetime] | None:
    """Return the part of a service that its days have room for by the rule of the first day, or None."""
    policy = policy_on(start.astimezone(ZONE).date())
    if policy is None:
        return start, end
    return within_cap(start, end, seconds_by_day(volunteer, start, end), policy.daily_cap_seconds, ZONE)


def is_day_full(volunteer: User, start: datetime, end: datetime) -> bool:
    """Say whether the days of a service hold as much as they may already."""
    return room_in_days(volunteer, start, end) is None


def statement_entries(owner: User, currency: Currency, first_on: date | None, last_on: date | None) -> QuerySet[Entry]:
    """Return the entries of a person's account posted on these days (Asia/Shanghai, None is open), newest first."""
    entries = _entries_of(owner, currency)
    if first_on:
        entries = entries.filter(transaction__at__gte=_midnight(first_on))
    if last_on:
        entries = entries.filter(transaction__at__lt=_midnight(last_on + timedelta(days=1)))
    return entries.order_by("-id")


def statement_lines(entries: list[Entry], owner: User, currency: Currency) -> list[Line]:
    """Return a page of entries, newest first, with what the account held after each; one sum, then additions."""
    if not entries:
        return []
    own = _entries_of(owner, currency)
    held = own.filter(id__lte=entries[0].pk).aggregate(total=Sum("amount"))["total"] or 0
    # In between may lie entries that a filter left out.
    between = dict(own.filter(id__lte=entries[0].pk, id__gte=entries[-1].pk).values_list("id", "amount"))
    lines = []
    wanted = {entry.pk: entry for entry in entries}
    for key in sorted(between, reverse=True):
        if key in wanted:
            lines.append(Line(wanted[key], held))
        held -= between[key]
    return lines


def statement_file(owner: User, currency: Currency, first_on: date | None, last_on: date | None) -> Iterator[Line]:
    """Yield the whole statement, oldest first, with the running balance."""
    entries = statement_entries(owner, currency, first_on, last_on).order_by("id").select_related("transaction")
    first = entries.values_list("id", flat=True).first()
    own = _entries_of(owner, currency)
    held = own.filter(id__lt=first or 0).aggregate(total=Sum("amount"))["total"] or 0
    shown = set(entries.values_list("id", flat=True)) if first else set()
    for entry in own.filter(id__gte=first or 0).order_by("id").select_related("transaction").iterator():
        held += entry.amount
        if entry.pk in shown:
            yield Line(entry, held)


def totals(owner: User, currency: Currency, first_on: date | None, last_on: date | None) -> dict[str, int]:
    """Return what came in and what went out in a period."""
    entries = statement_entries(owner, currency, first_on, last_on).order_by()
    found = entries.aggregate(came=Sum("amount", filter=Q(amount__gt=0)), went=Sum("amount", filter=Q(amount__lt=0)))
    return {key: value or 0 for key, value in found.items()}


def expiring(owner: User, until: date) -> list[Mapping[str, Any]]:
    """Return the points that expire until a day, by their last day."""
    lots = PointLot.objects.filter(owner=owner, left__gt=0, expires_on__lte=until)
    return [dict(row) for row in lots.values("expires_on").annotate(points=Sum("left")).order_by("expires_on")]


def star_schemes(volunteer: User, *, on: date, seconds: int) -> list[Scheme]:
    """Return how far a person, who served so many seconds, is in each star scheme of the day: by hours, services, active months."""
    grades = StarGrade.objects.filter(valid_from__lte=on).exclude(valid_to__lt=on)
    by_scheme: dict[tuple[str, str], list[Grade]] = {}
    for grade in grades.order_by("id"):
        by_scheme.setdefault((grade.scheme, grade.measure), []).append(Grade(grade.stars, grade.threshold))
    counts = _counts(volunteer, seconds) if by_scheme else {}
    return [Scheme(code, measure, progress(counts[measure], rows)) for (code, measure), rows in by_scheme.items()]


def _entries_of(owner: User, currency: Currency) -> QuerySet[Entry]:
    """Return the entries of an account, named by its id: a page is then the head of an index, not a sort of all."""
    own = Account.objects.filter(owner=owner, currency=currency).values("pk")[:1]
    return Entry.objects.filter(account_id=Subquery(own))


def _counts(volunteer: User, seconds: int) -> dict[str, int]:
    """Count whole hours, services, and calendar months with at least one, of what was not taken back."""
    records = ServiceRecord.objects.filter(~is_reversed(), volunteer=volunteer)
    months = TruncMonth("during__startswith", tzinfo=ZONE)
    found = records.aggregate(visits=Count("pk"), months=Count(months, distinct=True))
    return {"hours": seconds // 3600, **found}


def _days(during: Any) -> Iterator[tuple[date, int]]:
    begin, end = during.lower, during.upper
    while begin < end:
        day = begin.astimezone(ZONE).date()
        until = min(end, _midnight(day + timedelta(days=1)))
        yield day, int((until - begin).total_seconds())
        begin = until


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min), ZONE)


def titles_of(postings: list[Transaction]) -> dict[str, str]:
    """Return what stands behind postings, by source: the service, the item of a voucher, the good cause."""
    firsts = [posting.reverses or posting for posting in postings]
    services = ServiceRecord.objects.filter(source__in=[one.source for one in firsts])
    titles = {record.source: record.title for record in services}
    vouchers = {one.source: one.source.removeprefix("voucher:") for one in firsts if one.source.startswith("voucher:")}
    items = {str(v.pk): v.item.title for v in Voucher.objects.filter(pk__in=vouchers.values()).select_related("item")}
    pools = {one.source: one.memo["pool"] for one in firsts if "pool" in one.memo}
    labels = {pool.pk: pool.label for pool in CharityPool.objects.filter(pk__in=pools.values())} if pools else {}
    titles |= {source: items[key] for source, key in vouchers.items() if key in items}
    return titles | {source: labels[key] for source, key in pools.items() if key in labels}


def warned_until(today: date) -> date:
    """Return until which day expiring points are told of."""
    policy = policy_on(today)
    return today + timedelta(days=policy.warn_days if policy else 0)


def gifts_of(person: User) -> QuerySet[Gift]:
    """Return the gifts somebody gave or was offered, those that wait first, then the newest."""
    found = Gift.objects.filter(Q(giver=person) | Q(receiver=person)).select_related("scheme", "giver", "receiver")
    return found.order_by(F("ended_at").desc(nulls_first=True), "-offered_at")


def trial_balances() -> QuerySet[TrialBalance]:
    """Return what the nightly looks found, newest first."""
    return TrialBalance.objects.order_by("-at", "currency")
