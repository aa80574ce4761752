"""Adopted sites with their standing, calls of the season with their sites, and what a person did in a year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from community.logic.care import Streak, due_on, is_in_season, streak
from community.models import Adoption, SeasonalCall, Thanks, YearShare
from patrol.models import Finding, Report, Review
from people.models import Role, User, in_language
from people.permissions import Person, areas_of, has_role
from sites.models import Site
from sites.permissions import knows_condition
from sites.queries import visible_sites
from timebank.models import ServiceRecord
from timebank.queries.ledger import is_reversed

YEAR: Final = timedelta(days=365)
SITES_OF_A_CALL: Final = 12


@dataclass(frozen=True, slots=True)
class Promise:
    """An adoption as it stands: looks of the last 365 days, the last one, and when the next is due."""

    adoption: Adoption
    looks: int
    last_on: date | None
    due_on: date
    is_due: bool


@dataclass(frozen=True, slots=True)
class Year:
    """What a person did in a year; sums and kinds only, never a place smaller than a district."""

    year: int
    visits: int
    sites: int
    districts: list[tuple[str, int]]
    categories: list[tuple[str, int]]
    findings: int
    seconds: int
    thanks: int
    months: list[int]
    streak: Streak

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened yet."""
        return not self.visits and not self.seconds


def promises_of(person: Person, *, on: date) -> list[Promise]:
    """Return the person's running promises, the one due first at the top."""
    running = Adoption.objects.filter(user=person.pk, ended_at=None).select_related("site__district", "user")
    return sorted(standing(running.defer("site__district__geom"), on=on), key=lambda one: one.due_on)


def standing(adoptions: Iterable[Adoption], *, on: date) -> list[Promise]:
    """Return how promises stand, at the cost of one statement for all of them."""
    rows = list(adoptions)
    looks = Report.objects.filter(
        volunteer__in={row.user_id for row in rows}, site__in={row.site_id for row in rows}
    ).exclude(review__state=Review.State.REJECTED)
    year = Q(finished_at__gt=timezone.now() - YEAR)
    found = looks.values_list("volunteer", "site").annotate(last=Max("finished_at"), n=Count("pk", filter=year))
    seen = {(person, site): (last, n) for person, site, last, n in found.order_by()}
    return [_promise(row, *seen.get((row.user_id, row.site_id), (None, 0)), on) for row in rows]


def adopters(site: Site) -> list[str]:
    """Return the names that stand on a site's page: of grown-ups who consented."""
    shown = Adoption.objects.filter(site=site, ended_at=None, is_shown=True).extra(
        where=["community_is_adult(community_adoption.user_id, current_date)"]
    )
    return list(shown.order_by("since").values_list("user__name", flat=True)[:12])


def count_adopters(site: Site) -> int:
    """Return how many people look after a site."""
    return Adoption.objects.filter(site=site, ended_at=None).count()


def running_calls(on: date) -> list[SeasonalCall]:
    """Return the calls whose season runs on that day."""
    rows = SeasonalCall.objects.filter(valid_from__lte=on).exclude(valid_to__lt=on).order_by("first_day", "code")
    return [row for row in rows if is_in_season(row.first_day, row.last_day, on)]


def sites_of(call: SeasonalCall, viewer: Person) -> QuerySet[Site]:
    """Return some sites a call is about, as the viewer may know them."""
    found = visible_sites(viewer).select_related("district", "category").defer("district__geom")
    found = found.filter(Q(category__in=call.categories) | Q(category__parent__in=call.categories))
    order = ["level__rank", "code"]
    # What condition a site is in is for those who patrol and answer for it: the list must not tell others.
    if call.conditions and (has_role(viewer, Role.VOLUNTEER) or areas_of(viewer, "see_exact_places")):
        found = found.filter(knows_condition(viewer), condition__in=call.conditions)
        order = ["-condition__rank", *order]
    return found.order_by(*order)[:SITES_OF_A_CALL]


def useful_days(person: User) -> set[date]:
    """Return the days of useful acts: accepted reports, and service that stands in the ledger; opening the app is none."""
    reports = Report.objects.filter(volunteer=person, review__state=Review.State.ACCEPTED)
    served = ServiceRecord.objects.filter(volunteer=person).exclude(is_reversed())
    days = {timezone.localdate(at) for at in reports.values_list("finished_at", flat=True)}
    return days | {timezone.localdate(during.upper) for during in served.values_list("during", flat=True)}


def year_of(person: User, year: int, *, today: date) -> Year:
    """Return what the person did in a year, in days of the city."""
    first, after = _ends(year)
    reports = Report.objects.filter(
        volunteer=person, review__state=Review.State.ACCEPTED, finished_at__gte=first, finished_at__lt=after
    )
    days = useful_days(person)
    return Year(
        year=year,
        visits=reports.count(),
        sites=reports.values("site").distinct().count(),
        districts=_counted(reports, "site__district__name"),
        categories=_counted(reports, "site__category__label"),
        findings=Finding.objects.filter(report__in=reports, severity__gte=1).count(),
        seconds=_seconds(person, first, after),
        thanks=Thanks.objects.filter(post__author=person, at__gte=first, at__lt=after).count(),
        months=[len({day for day in days if (day.year, day.month) == (year, month)}) for month in range(1, 13)],
        streak=streak({day for day in days if day < timezone.localdate(after)}, min(today, _last_day(year))),
    )


def shared_year(token: str) -> YearShare | None:
    """Return the running link of a token."""
    found = YearShare.objects.select_related("user").filter(token=token, ended_at=None, user__is_active=True)
    return found.first()


def running_share(person: User, year: int) -> YearShare | None:
    """Return the person's link for a year, if one runs."""
    return YearShare.objects.filter(user=person, year=year, ended_at=None).first()


def _promise(row: Adoption, last: datetime | None, looks: int, on: date) -> Promise:
    last_on = timezone.localdate(last) if last else None
    due = due_on(timezone.localdate(row.since), last_on, row.times_a_year)
    return Promise(row, looks, last_on, due, is_due=due <= on)


def _counted(reports: QuerySet[Report], column: str) -> list[tuple[str, int]]:
    pair = (f"{column}_zh", f"{column}_en")
    found = reports.order_by().values_list(*pair).annotate(n=Count("pk")).order_by("-n", pair[0])
    return [(in_language(chinese, english), n) for chinese, english, n in found]


def _seconds(person: User, first: datetime, after: datetime) -> int:
    served = ServiceRecord.objects.filter(volunteer=person, during__startswith__gte=first).exclude(is_reversed())
    during = served.filter(during__startswith__lt=after).values_list("during", flat=True)
    return int(sum((one.upper - one.lower).total_seconds() for one in during))


def _ends(year: int) -> tuple[datetime, datetime]:
    zone = timezone.get_default_timezone()
    return datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)


def _last_day(year: int) -> date:
    return date(year, 12, 31)
