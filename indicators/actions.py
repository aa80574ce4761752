"""Taking snapshots: the only write of this app."""

from datetime import date, datetime

from django.db import connection, transaction

from core import audit
from indicators.errors import DayNotOver
from indicators.logic.catalogue import ALL, Indicator
from indicators.models import Figure, Snapshot
from indicators.queries.facts import Count, counts, definition, fingerprint, instant_after
from people.models import User

AT_ONCE = 2000


def take_snapshots(*, on: date, by: User | None, at: datetime) -> list[Snapshot]:
    """Count every indicator as it was known when the day was over, each in its own transaction; what stands is left alone.

    What lies ahead is only counted on the day after: duties have no recorded past. Refuses DayNotOver.
    """
    if at < instant_after(on):
        raise DayNotOver
    is_yesterday = at < instant_after(_next(on))
    wanted = [one for one in ALL if is_yesterday or not one.is_ahead]
    return [taken for one in wanted if (taken := take_snapshot(indicator=one, on=on, by=by, at=at)) is not None]


def take_snapshot(*, indicator: Indicator, on: date, by: User | None, at: datetime) -> Snapshot | None:
    """Count one indicator and keep its figures; None where the day has its snapshot already. Refuses DayNotOver."""
    if at < instant_after(on):
        raise DayNotOver
    with transaction.atomic():
        _one_at_a_time()
        if Snapshot.objects.filter(indicator=indicator.code, on=on).exists():
            return None
        found = counts(indicator, on)
        snapshot = Snapshot.objects.create(
            on=on,
            indicator=indicator.code,
            version=indicator.version,
            definition=definition(indicator),
            sha256=fingerprint(found),
            taken_at=at,
        )
        Figure.objects.bulk_create((_figure(snapshot, one) for one in found), batch_size=AT_ONCE)
        audit.record("take_snapshot", snapshot, by=by, at=at, change={"sha256": snapshot.sha256, "figures": len(found)})
    return snapshot


def _figure(snapshot: Snapshot, one: Count) -> Figure:
    parts = one.parts
    return Figure(
        snapshot=snapshot,
        month=one.month,
        scope=one.scope,
        detail=one.detail,
        numerator=parts.numerator,
        denominator=parts.denominator,
        persons=parts.persons,
        rows=parts.rows,
    )


def _one_at_a_time() -> None:
    # The night's task and somebody's command at once: the second waits, and finds the day counted.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('indicators.take_snapshot'))")


def _next(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
