"""Posts many verified services at once, as `timebank.actions.award` posts one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from timebank.actions import SERVICE_ISSUED
from timebank.actions.points import ISSUED
from timebank.logic.lots import last_day, points_for
from timebank.models import Account, Currency, Entry, PointLot, ServiceRecord, Transaction
from timebank.queries.bank import policy_on


@dataclass(frozen=True, slots=True)
class Service:
    """A verified service: who, when, for what (zh, en), posted when and by whom; `source` is posted once."""

    volunteer_id: UUID
    starts_at: datetime
    ends_at: datetime
    source: str
    title: tuple[str, str]
    url: str
    organisation_name: str
    posted_at: datetime
    posted_by_id: UUID

    @property
    def seconds(self) -> int:
        """The length of the service."""
        return int((self.ends_at - self.starts_at).total_seconds())


def post(services: Sequence[Service]) -> int:
    """Post the services as balanced double entries, oldest decision first; return their number."""
    ordered = sorted(services, key=lambda service: service.posted_at)
    with transaction.atomic():
        house, _ = Account.objects.get_or_create(code=SERVICE_ISSUED, currency=Currency.HOURS)
        own = _accounts({service.volunteer_id for service in ordered}, Currency.HOURS)
        postings = Transaction.objects.bulk_create(
            Transaction(
                kind=Transaction.Kind.SERVICE,
                currency=Currency.HOURS,
                source=service.source,
                at=service.posted_at,
                by_id=service.posted_by_id,
            )
            for service in ordered
        )
        pairs = list(zip(ordered, postings, strict=True))
        Entry.objects.bulk_create(
            Entry(transaction=posting, account=account, amount=amount)
            for service, posting in pairs
            for account, amount in ((house, -service.seconds), (own[service.volunteer_id], service.seconds))
        )
        ServiceRecord.objects.bulk_create(_record(service, posting) for service, posting in pairs)
        _thank(ordered)
    return len(ordered)


def _thank(services: Sequence[Service]) -> None:
    """Add the points of each service as a lot, as `timebank.actions.points.earn_points` adds one."""
    rules = {day: policy_on(day) for day in {timezone.localdate(one.posted_at) for one in services}}
    thanked = [
        (one, policy, points)
        for one in services
        if (policy := rules[timezone.localdate(one.posted_at)])
        and (points := points_for(one.seconds, policy.points_per_hour))
    ]
    house, _ = Account.objects.get_or_create(code=ISSUED, currency=Currency.POINTS)
    own = _accounts({one.volunteer_id for one, _policy, _points in thanked}, Currency.POINTS)
    postings = Transaction.objects.bulk_create(
        Transaction(
            kind=Transaction.Kind.EARNING,
            currency=Currency.POINTS,
            source=one.source,
            at=one.posted_at,
            by_id=one.posted_by_id,
        )
        for one, _policy, _points in thanked
    )
    lots, entries = [], []
    for (one, policy, points), posting in zip(thanked, postings, strict=True):
        day = timezone.localdate(one.posted_at)
        entries.append(Entry(transaction=posting, account=house, amount=-points))
        entries.append(Entry(transaction=posting, account=own[one.volunteer_id], amount=points))
        lots.append(
            PointLot(
                owner_id=one.volunteer_id,
                transaction=posting,
                amount=points,
                left=points,
                seconds=one.seconds,
                earned_on=day,
                expires_on=last_day(day, policy.lot_months),
            )
        )
    Entry.objects.bulk_create(entries)
    PointLot.objects.bulk_create(lots)


def _accounts(volunteers: set[UUID], currency: Currency) -> dict[UUID, Account]:
    known = Account.objects.filter(owner__in=volunteers, currency=currency)
    missing = volunteers - set(known.values_list("owner_id", flat=True))
    Account.objects.bulk_create(Account(owner_id=key, currency=currency) for key in sorted(missing))
    return {account.owner_id: account for account in known.all() if account.owner_id is not None}


def _record(service: Service, posting: Transaction) -> ServiceRecord:
    return ServiceRecord(
        volunteer_id=service.volunteer_id,
        during=TimestamptzRange(service.starts_at, service.ends_at, "[)"),
        transaction=posting,
        source=service.source,
        title_zh=service.title[0],
        title_en=service.title[1],
        url=service.url,
        organisation_name=service.organisation_name,
    )
