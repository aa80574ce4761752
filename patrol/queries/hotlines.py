"""Hotlines and their keys, and the requests they follow."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Max, Q, QuerySet

from patrol.models import Hotline, PublicReport
from people.permissions import Person, areas_of

CLOSED: Final = Q(state__in=["refused", "spam"]) | Q(case__closed_at__isnull=False)
# Without dates the standard wants the last ninety days.
DAYS_WITHOUT_DATES: Final = timedelta(days=90)


def hotlines_of(person: Person) -> QuerySet[Hotline]:
    """Return the keys of the person's areas, running ones first."""
    condition = Q(pk__in=[])
    for area in areas_of(person, "keep_channels"):
        condition |= Q(area__startswith=area)
    return Hotline.objects.filter(condition).select_related("made_by", "revoked_by").order_by("revoked_at", "-made_at")


def hotline_requests(hotline: Hotline | None) -> QuerySet[PublicReport]:
    """Return what hotlines sent: one's own, or without a key of all what an officer has looked at or soon will."""
    requests = PublicReport.objects.filter(channel="open311").select_related("kind", "case__site", "hotline")
    requests = requests.annotate(case_moved_at=Max("case__entries__at"))
    if hotline is not None:
        return requests.filter(hotline=hotline)
    return requests.exclude(state__in=["held", "spam"])


def between(
    requests: QuerySet[PublicReport], start: datetime | None, end: datetime | None, now: datetime
) -> QuerySet[PublicReport]:
    """Keep the requests of a span of time; without one those of the last ninety days."""
    if start is None and end is None:
        start = now - DAYS_WITHOUT_DATES
    if start is not None:
        requests = requests.filter(received_at__gte=start)
    return requests if end is None else requests.filter(received_at__lte=end)
