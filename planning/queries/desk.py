"""The planner's desk: a plan by volunteer, as a table, and as a map; all from a number of statements that never grows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Sum

from people.models import User, Volunteer, in_language
from planning.models import Plan, PlanItem
from planning.queries.duties import duties
from planning.queries.plans import Route, colour_of
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
    """A site of the plan in the table: its visitor (none where left out), way, urgency and standing today."""

    site_id: str
    code: str
    name: str
    level: str
    urgency: float
    status: str
    person: Person | None
    km: float | None
    is_locked: bool

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
    """Return whom the plan sends, who has most visits first."""
    rows = plan.items.values("volunteer_id", "volunteer__name").annotate(visits=Count("pk"), km=Sum("distance_km"))
    ordered = rows.order_by("-visits", "volunteer__name", "volunteer_id")
    return [
        Person(number, str(row["volunteer_id"]), row["volunteer__name"], row["visits"], row["km"])
        for number, row in enumerate(ordered, start=1)
    ]


def board(plan: Plan, people: Iterable[Person], *, q: str, page: str) -> "Page[Any]":
    """Return one page of the routes of the people whose name holds the words; twelve a page."""
    wanted = [one for one in people if q.casefold() in one.name.casefold()]
    found = cast("Page[Any]", Paginator(wanted, ROUTES_A_PAGE).get_page(page))
    items: dict[str, list[PlanItem]] = {one.id: [] for one in found.object_list}
    rows = plan.items.filter(volunteer_id__in=list(items)).select_related("site__level", "volunteer")
    for item in rows.defer("site__geom", "site__shown_geom").order_by("distance_km", "pk"):
        items[str(item.volunteer_id)].append(item)
    found.object_list = [
        Route(one.number, items[one.id][0].volunteer, tuple(items[one.id])) for one in found.object_list
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
    planned = {item[0]: item[1:] for item in plan.items.values_list("site_id", "volunteer_id", "is_locked")}
    keys = [*planned, *plan.omissions.values_list("site_id", flat=True)]
    sites = []
    for site in placed(viewer, keys):
        who, is_locked = planned.get(site.pk, (None, False))
        number = numbers[str(who)].number if who else 0
        sites.append(point(site, {"id": str(site.pk), "number": number, "is_locked": is_locked, "name": site.name}))
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
    planned = plan.items.values_list("site_id", "volunteer_id", "distance_km", "is_locked")
    rows = [_row(facts, site, people[str(who)], km, is_locked=is_locked) for site, who, km, is_locked in planned]
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
    return not filters.volunteer or (row.person is not None and row.person.id == filters.volunteer)


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
