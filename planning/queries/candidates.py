"""Which sites a day trip could visit, where its maker may know them to be, how long each takes and when it is open."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final, cast
from uuid import UUID

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import Point, Polygon
from django.db.models import Exists, F, FloatField, Func, OuterRef, Q, QuerySet, Value

from patrol.models import Assignment
from patrol.queries.assignments import goes_there
from people.models import User
from planning.logic.route.visit_time import Least, visit_minutes
from planning.logic.urgency import urgency
from planning.models import Duty, SiteHours, VisitTime
from planning.queries.duties import duties, in_areas
from planning.queries.near import near_sites
from sites.models import District
from sites.queries import visible_sites

# Beyond this nobody reads the list, and no proof ends in time.
MOST: Final = 40
# Optional sites offered to a volunteer on the way.
NEARBY: Final = 20
# A value is an urgency in tenths.
PARTS: Final = 10
# Opens and closes at the same time: not at all on that day.
SHUT: Final = (time(0), time(0))
METRES_PER_DEGREE: Final = 111_320.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A site for a route: whether it must be visited, its value, minutes and opening (none: always, alike: closed)."""

    site: Any
    is_must: bool
    value: int
    takes_minutes: int
    opens: time | None
    closes: time | None


def own_candidates(viewer: User, start: Point, *, on: date, nearby_km: float) -> list[Candidate]:
    """Return the sites of the volunteer's open visits, which must be seen, and free due ones within so many km of the start."""
    mine = Assignment.objects.filter(goes_there(viewer), status=Assignment.Status.OPEN).order_by("do_by", "site__code")
    must = list(mine.values_list("site_id", flat=True)[:MOST])
    return _candidates(viewer, must, _due_nearby(viewer, start, on, nearby_km), on)


def district_candidates(
    viewer: User,
    district: District,
    start: Point,
    *,
    on: date,
    within_km: float,
    statuses: Collection[str],
    must: Collection[str],
) -> list[Candidate]:
    """Return the sites of the district with one of the statuses, within so many km of the start and asked of nobody, most urgent first.

    Those whose codes are in `must` must be seen, wherever in the district they lie and however they stand.
    """
    asked = Assignment.objects.filter(site=OuterRef("site_id"), status=Assignment.Status.OPEN)
    here = duties((district.code,), on=on).filter(~Exists(asked), site__in=visible_sites(viewer).values("pk"))
    wanted = list(here.filter(site__code__in=must).order_by("site__code").values_list("site_id", flat=True)[:MOST])
    near = here.filter(status__in=list(statuses), site__geom__bboverlaps=_box(start, within_km))
    around = near.annotate(off_m=_off_m(start)).filter(off_m__lte=within_km * 1_000)
    found = list(around.order_by("-urgency", "site__code").values_list("site_id", flat=True)[:MOST])
    return _candidates(viewer, wanted, found, on)


def missing_codes(viewer: User, district: District, codes: Collection[str]) -> list[str]:
    """Return the codes that name no site of the district."""
    known = visible_sites(viewer).filter(in_areas((district.code,), "district__code"), code__in=codes)
    return sorted(set(codes) - set(known.values_list("code", flat=True)))


def _due_nearby(viewer: User, start: Point, on: date, km: float) -> list[UUID]:
    if km <= 0:
        return []
    due = {Duty.Status.OVERDUE, Duty.Status.NEVER, Duty.Status.DUE_SOON}
    near = near_sites(viewer, start, on=on, limit=NEARBY)
    return [
        one.site.pk
        for one in near
        if one.assignment == "free" and one.status in due and one.distance_m <= km * 1_000 and not one.site.is_difficult
    ]


def _candidates(viewer: User, must: list[UUID], more: list[UUID], on: date) -> list[Candidate]:
    keys = list(dict.fromkeys([*must, *more]))[:MOST]
    sites = cast("QuerySet[Any]", visible_sites(viewer)).filter(pk__in=keys)
    by_key = {site.pk: site for site in sites.select_related("category", "level", "duty")}
    rules, hours = _rules(on), _hours(keys, on.weekday())
    return [
        _candidate(by_key[key], is_must=key in must, on=on, rules=rules, hours=hours.get(key, (None, None)))
        for key in keys
        if key in by_key
    ]


def _candidate(
    site: Any, *, is_must: bool, on: date, rules: list[Least], hours: tuple[time | None, time | None]
) -> Candidate:
    duty = getattr(site, "duty", None)
    interval = duty.interval_days if duty else 365
    points = urgency(level_rank=site.level.rank, due_on=duty.due_on if duty else None, interval_days=interval, today=on)
    categories = [code for code in (site.category_id, site.category.parent_id) if code]
    takes = visit_minutes(site.visit_minutes, categories=categories, level=site.level_id, rules=rules)
    return Candidate(site, is_must, max(1, round(PARTS * points)), takes, *hours)


def _rules(on: date) -> list[Least]:
    valid = VisitTime.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)
    return [Least(one.category_id or "", one.level_id or "", one.minutes) for one in valid]


def _hours(keys: Iterable[UUID], weekday: int) -> dict[UUID, tuple[time | None, time | None]]:
    found: dict[UUID, tuple[time | None, time | None]] = {}
    for one in SiteHours.objects.filter(site__in=list(keys)):
        if one.weekday == weekday:
            found[one.site_id] = (one.opens, one.closes)
        else:
            found.setdefault(one.site_id, SHUT)
    return found


def _off_m(start: Point) -> Func:
    place = Value(start, output_field=GeometryField(srid=4326))
    return Func(
        F("site__geom"),
        place,
        template="ST_Distance(%(expressions)s::geography)",
        arg_joiner="::geography, ",
        output_field=FloatField(),
    )


def _box(start: Point, km: float) -> Polygon:
    # A degree of longitude is shorter in the north; the cosine at 60 degrees is small enough for all of China.
    high = km * 1_000 / METRES_PER_DEGREE
    box = Polygon.from_bbox((start.x - 2 * high, start.y - high, start.x + 2 * high, start.y + high))
    box.srid = 4326
    return box
