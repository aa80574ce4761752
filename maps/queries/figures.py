"""The figures of the front door: only what the public may know."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.models import AnonymousUser

from maps.queries.filters import Filters
from maps.queries.status import Counts, status_counts
from patrol.models import Visit
from people.models import Volunteer
from sites.models import Site

RECENT_DAYS = 30


@dataclass(frozen=True)
class Figures:
    """What the house amounts to today."""

    counts: Counts
    volunteers: int
    recent_visits: int
    districts: int


def public_figures(*, on: date, at: datetime) -> Figures:
    """Return the public's figures; `recent_visits` are proven visits of the last `RECENT_DAYS` days."""
    return Figures(
        counts=status_counts(AnonymousUser(), Filters(), on=on),
        volunteers=Volunteer.objects.filter(is_active=True).count(),
        recent_visits=Visit.objects.filter(visited_at__gt=at - timedelta(days=RECENT_DAYS), visited_at__lte=at).count(),
        districts=Site.objects.filter(is_active=True).values("district").distinct().count(),
    )
