"""The planner's desk: a plan by volunteer, as a table, and as a map; all from a number of statements that never grows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, cast

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from people.models import User, Volunteer, in_language
from planning.models import Plan
from planning.queries.duties import duties
from planning.queries.plans import Route, Stop, colour_of, stops_of
from sites.queries import visible_sites

ROUTES_A_PAGE: Final = 12
ROWS_A_PAGE: Final = 50
# Homes leave this house on a grid of 0.01°, about a kilometre, however finely they were given.
HOME_DIGITS: Final = 2
STATES: Final = ("planned", "locked", "left_out")
SORTS: Final = ("urgency", "site", "volunteer", "km")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the plan sends: their number on map and board, visits, and straight kilometres there."""

    number: int
    id: str
    name: str
    visits: int
    km: float

    @property
    def colour(self) -> int:
        """Which of the eight colours stands for the person; the number tells those of one colour apart."""
        return colour_of(self.number)


@dataclass(frozen=True, slots=True)
class Row:
    """A site of the plan in the table: its visitor (none where left out) and who goes along, ways, urgency, standing."""

    site_id: str
    code: str
    name: str
    level: str
    urgency: float
    status: str
    person: Person | None
    km: float | None
    is_locked: bool
    companion: Person | None = None
    companion_km: float | None = None

    @property
    def state(self) -> str:
        """How the site stands in the plan: planned, locked or left_out."""
        if self.person is None:
            return "left_out"
        return "locked" if self.is_locked else "planned"


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the table is shown, and in which order; `site` asks for the page that holds it."""

    q: str = ""
    state: str = ""
    volunteer: str = ""
    sort: str = "urgency"
    page: str = ""
    site: str = ""


def people_of(plan: Plan) -> list[Person]:
    """Return whom the plan sends, to lead or to go along, who has most visits first."""
    names: dict[str, str] = {}
    ways: defaultdict[str, list[float]] = defaultdict(list)
    columns = ("volunteer_id", "volunteer__name", "distance_km", "companion_id", "companion__name", "companion_km")
    for row in plan.items.order_by().values_list(*columns):
        for who, name, km in (row[:3], row[3:]):
            if who is not None:
                names[str(who)] = name
                ways[str(who)].append(km)
    ordered = sorted(names, key=lambda one: (-len(ways[one]), names[one], one))
    return [
        Person(number, one, names[one], len(ways[one]), sum(ways[one])) for number, one in enumerate(ordered, start=1)
    ]


def board(plan: Plan, people: Iterable[Person], *, q: str, page: str) -> "Page[Any]":
    """Return one page of the routes of the people whose name holds the words; twelve a page."""
    wanted = [one for one in people if q.casefold() in one.name.casefold()]
    found = cast("Page[Any]", Paginator(wanted, ROUTES_A_PAGE).get_page(page))
    stops: dict[str, list[Stop]] = {one.id: [] for one in found.object_list}
    users: dict[str, User] = {}
    rows = plan.items.filter(Q(volunteer__in=list(stops)) | Q(companion__in=list(stops)))
    rows = rows.select_related("site__level", "volunteer", "companion").defer("site__geom", "site__shown_geom")
    for person, stop in (pair for item in rows.order_by("pk") for pair in stops_of(item).items()):
        if str(person.pk) in stops:
            users[str(person.pk)] = person
            stops[str(person.pk)].append(stop)
    found.object_list = [
        Route(one.number, users[one.id], tuple(sorted(stops[one.id], key=lambda stop: stop.km)))
        for one in found.object_list
    ]
    return found


def table(plan: Plan, people: Iterable[Person], filters: Filters, *, on: date) -> "Page[Any]":
    """Return one page of the plan's sites, filtered and sorted; fifty a page."""
    rows = [row for row in _rows(plan, {one.id: one for one in people}, on) if _is_wanted(row, filters)]
    rows.sort(key=_key(filters.sort))
    pages = Paginator(rows, ROWS_A_PAGE)
    place = next((number for number, row in enumerate(rows) if row.site_id == filters.site), None)
    number = filters.page if place is None else place // ROWS_A_PAGE + 1
    return cast("Page[Any]", pages.get_page(number))


def features(plan: Plan, viewer: User, people: Iterable[Person]) -> dict[str, Any]:
    """Return the plan as GeoJSON: sites with places as the viewer may know them, and the coarse areas of volunteers."""
    numbers = {one.id: one for one in people}
    columns = ("site_id", "volunteer_id", "companion_id", "is_locked")
    planned = {item[0]: item[1:] for item in plan.items.values_list(*columns)}
    keys = [*planned, *plan.omissions.values_list("site_id", flat=True)]
    sites = []
    for site in placed(viewer, keys):
        lead, companion, is_locked = planned.get(site.pk, (None, None, False))
        both = [numbers[str(who)].number for who in (lead, companion) if who is not None]
        told = {"number": both[0] if both else 0, "label": "+".join(str(one) for one in both), "is_locked": is_locked}
        sites.append(point(site, {"id": str(site.pk), "name": site.name, **told}))
    homes = Volunteer.objects.filter(user__in=list(numbers), home__isnull=False).values_list("user_id", "home")
    return {
        "sites": {"type": "FeatureCollection", "features": sites},
        "homes": {"type": "FeatureCollection", "features": [_home(numbers[str(key)], home) for key, home in homes]},
    }


def placed(viewer: User, keys: Iterable[Any]) -> "QuerySet[Any]":
    """Return the sites whose place the viewer may know, with `place`."""
    known = cast("QuerySet[Any]", visible_sites(viewer)).filter(pk__in=list(keys), place__isnull=False)
    return known.only("pk", "code", "name_zh", "name_en").order_by("code")


def point(site: Any, properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return a site as a point feature at the middle of its shown place."""
    middle = site.place.centroid
    where = {"type": "Point", "coordinates": [round(middle.x, 5), round(middle.y, 5)]}
    return {"type": "Feature", "geometry": where, "properties": dict(properties)}


def _home(person: Person, home: Any) -> dict[str, Any]:
    where = {"type": "Point", "coordinates": [round(home.x, HOME_DIGITS), round(home.y, HOME_DIGITS)]}
    return {"type": "Feature", "geometry": where, "properties": {"number": person.number, "name": person.name}}


def _rows(plan: Plan, people: Mapping[str, Person], on: date) -> list[Row]:
    facts = _facts(plan, on)
    columns = ("site_id", "volunteer_id", "distance_km", "is_locked", "companion_id", "companion_km")
    rows = [
        replace(
            _row(facts, site, people[str(who)], km, is_locked=is_locked),
            companion=people[str(along)] if along else None,
            companion_km=along_km,
        )
        for site, who, km, is_locked, along, along_km in plan.items.values_list(*columns)
    ]
    return rows + [
        _row(facts, site, None, None, is_locked=False) for site in plan.omissions.values_list("site_id", flat=True)
    ]


def _facts(plan: Plan, on: date) -> dict[Any, tuple[Any, ...]]:
    known = duties((plan.district_id,), on=on).order_by()
    names = ("site__code", "site__name_zh", "site__name_en", "site__level__label_zh", "site__level__label_en")
    return {row[0]: row[1:] for row in known.values_list("site_id", "status", "urgency", *names)}


def _row(facts: Mapping[Any, Any], site: Any, person: Person | None, km: float | None, *, is_locked: bool) -> Row:
    # A site retired since has no duty any more.
    status, urgency, code, name_zh, name_en, level_zh, level_en = facts.get(site, ("", 0.0, "—", "—", "", "—", ""))
    name, level = in_language(name_zh, name_en), in_language(level_zh, level_en)
    return Row(str(site), code, name, level, urgency, status, person, km, is_locked)


def _is_wanted(row: Row, filters: Filters) -> bool:
    if filters.q and filters.q.casefold() not in f"{row.name} {row.code}".casefold():
        return False
    if filters.state and row.state != filters.state:
        return False
    return not filters.volunteer or filters.volunteer in [one.id for one in (row.person, row.companion) if one]


def _key(sort: str) -> Any:
    return {
        "urgency": lambda row: (-row.urgency, row.name),
        "site": lambda row: (row.name, row.code),
        "volunteer": lambda row: (row.person is None, row.person.number if row.person else 0, row.name),
        "km": lambda row: (row.km is None, row.km or 0.0, row.name),
    }[sort]


def total_km(people: Iterable[Person]) -> float:
    """Return the straight kilometres of all, one way."""
    return sum(one.km for one in people)
