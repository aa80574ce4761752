"""How far a campaign has come: by day, by volunteer, by district."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from patrol.models import Assignment, Campaign
from planning.logic.pace import Day, Forecast, by_day, forecast

Status = Assignment.Status
# The chart shows so many days at most, the last ones.
MOST_DAYS = 60


@dataclass(frozen=True, slots=True)
class Progress:
    """A campaign's visits by how they stand, day by day, and when all of them are done at this pace."""

    counts: dict[str, int]
    days: tuple[Day, ...]
    forecast: Forecast


def campaigns_in(areas: Iterable[str]) -> "QuerySet[Any]":
    """Return the campaigns that touch the areas, newest first, with the counts of their visits."""
    touching = Q(pk__in=[])
    for area in areas:
        # A campaign of the whole city touches a district too.
        wider = [area[:length] for length in range(len(area) + 1)]
        touching |= Q(area__startswith=area) | Q(area__in=wider)
    return Campaign.objects.filter(touching).annotate(**_counts("assignments__")).order_by("-starts_on", "code")


def progress(campaign: Campaign, areas: Iterable[str], *, on: date) -> Progress:
    """Return how far the campaign's visits in the areas have come on the day."""
    visits = visits_in(campaign, areas)
    counts = visits.aggregate(**_counts("", today=on))
    asked = _days(visits, "made_at")
    done = _days(visits.filter(status=Status.DONE, reports__review__state="accepted"), "reports__review__decided_at")
    first = min([campaign.starts_on, on])
    last = max(min(on, campaign.ends_on), first)
    days = by_day(asked, done, first=first, last=last)[-MOST_DAYS:]
    left = counts["waiting"] + counts["late"] + counts["reported"]
    return Progress(counts, days, forecast(done, left=left, first=first, today=on))


def by_volunteer(campaign: Campaign, areas: Iterable[str], *, on: date) -> Any:
    """Return the counts of each volunteer, who has most late visits first."""
    rows: Any = visits_in(campaign, areas).values("volunteer_id", "volunteer__name")
    return rows.annotate(**_counts("", today=on)).order_by("-late", "-waiting", "volunteer__name", "volunteer_id")


def by_district(campaign: Campaign, areas: Iterable[str], *, on: date) -> Any:
    """Return the counts of each district, by code."""
    rows = visits_in(campaign, areas).values("site__district_id", "site__district__name_zh", "site__district__name_en")
    return rows.annotate(**_counts("", today=on)).order_by("site__district_id")


def visits_in(campaign: Campaign, areas: Iterable[str]) -> "QuerySet[Assignment]":
    """Return the campaign's visits at sites of the areas."""
    inside = Q(pk__in=[])
    for area in areas:
        inside |= Q(site__district__code__startswith=area) if area else ~Q(pk__in=[])
    return Assignment.objects.filter(inside, campaign=campaign)


def _counts(prefix: str, today: date | None = None) -> dict[str, Any]:
    day = today or timezone.localdate()
    opened = Q(**{f"{prefix}status": Status.OPEN})
    late = Q(**{f"{prefix}do_by__lt": day})
    key = f"{prefix}pk" if not prefix else "assignments"
    return {
        "waiting": Count(key, filter=opened & ~late, distinct=True),
        "accepted": Count(key, filter=opened & ~late & Q(**{f"{prefix}accepted_at__isnull": False}), distinct=True),
        "late": Count(key, filter=opened & late, distinct=True),
        "reported": Count(key, filter=Q(**{f"{prefix}status": Status.REPORTED}), distinct=True),
        "done": Count(key, filter=Q(**{f"{prefix}status": Status.DONE}), distinct=True),
        "released": Count(key, filter=Q(**{f"{prefix}status": Status.RELEASED}), distinct=True),
    }


def _days(visits: "QuerySet[Assignment]", field: str) -> Counter[date]:
    rows = visits.annotate(on=TruncDate(field)).values("on").annotate(total=Count("pk", distinct=True)).order_by()
    return Counter({row["on"]: row["total"] for row in rows if row["on"]})
