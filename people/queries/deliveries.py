"""What became of the messages."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from people.models import Delivery

State = Delivery.State
LOOK_BACK: Final = timedelta(days=7)


def next_due(at: datetime) -> QuerySet[Delivery]:
    """Return the deliveries whose time has come, alarms first."""
    return Delivery.objects.filter(state=State.WAITING, next_try_at__lte=at).order_by("-is_urgent", "next_try_at", "id")


def last_told(person: UUID, channel: str, topics: Collection[str], *, since: datetime) -> dict[str, datetime]:
    """Return when each topic was last told to the person by the channel, if since then."""
    told = Delivery.objects.filter(
        notice__user=person, channel=channel, notice__topic__in=topics, state=State.SENT, ended_at__gt=since
    )
    return {row["notice__topic"]: row["at"] for row in told.values("notice__topic").annotate(at=Max("ended_at"))}


def unsent(state: str) -> QuerySet[Delivery]:
    """Return the deliveries that failed, were skipped or wait, with the notice and its reader; the newest first."""
    rows = Delivery.objects.filter(state=state).select_related("notice__user")
    return rows.order_by("-ended_at", "next_try_at", "id")


def counts(at: datetime) -> dict[str, int]:
    """Return how many wait, and how many ended in the last seven days, by state."""
    recent = Delivery.objects.filter(Q(state=State.WAITING) | Q(ended_at__gt=at - LOOK_BACK))
    found = dict(recent.values_list("state").annotate(n=Count("pk")).order_by())
    return {state: found.get(state, 0) for state in State.values}
