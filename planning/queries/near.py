"""What needs a visit nearby, most urgent first, by the places the viewer may know."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import Point
from django.db.models import BooleanField, Exists, F, FloatField, Func, OuterRef, Value

from patrol.models import Assignment
from patrol.queries.assignments import goes_there
from people.permissions import Person
from planning.models import Duty
from planning.queries.status import status_on
from sites.models import Site
from sites.queries import exact_for, visible_sites

BY_URGENCY: Final = (
    Duty.Status.OVERDUE,
    Duty.Status.NEVER,
    Duty.Status.DUE_SOON,
    Duty.Status.CURRENT,
    Duty.Status.SUSPENDED,
)
# How many times more of the nearest sites are looked at than are shown: a late one somewhat farther off comes first.
LOOKED_AT: Final = 3


@dataclass(frozen=True, slots=True)
class NearSite:
    """A site nearby: how it stands, and how far its *shown* place is from the viewer, in metres."""

    site: Site
    status: str
    due_on: date | None
    last_visited_on: date | None
    days_over: int
    distance_m: int
    assignment: str

    @property
    def status_label(self) -> str:
        """The status in the reader's language."""
        return str(Duty.Status(self.status).label)


def near_sites(viewer: Person, point: Point, *, on: date, limit: int = 30) -> list[NearSite]:
    """Return the sites near a point (WGS-84): overdue ones, then never visited, due soon, current; nearest first.

    Distances are measured on the ellipsoid from `place`: for a coarse site from the centre of its cell. Sites of which
    the viewer may know the district only are near nothing.
    """
    nearest = _nearest(viewer, point, LOOKED_AT * limit)
    found = (
        visible_sites(viewer)
        .filter(pk__in=nearest)
        .select_related("level", "duty")
        .annotate(status=status_on(on), distance_m=_distance_m(point), **_taken(viewer))
    )
    near = [_near(site, on) for site in found]
    near.sort(key=lambda one: (BY_URGENCY.index(Duty.Status(one.status)), one.distance_m, one.site.code))
    return near[:limit]


def _nearest(viewer: Person, point: Point, count: int) -> set[UUID]:
    """Find candidates by index: exact places and shown places each have their own, and a CASE over both has none."""
    exact = exact_for(viewer)
    true_places = Site.objects.filter(exact, is_active=True).order_by(_knn("geom", point))
    shown_places = Site.objects.filter(~exact, is_active=True, shown_geom__isnull=False)
    shown_places = shown_places.order_by(_knn("shown_geom", point))
    keys = [queryset.values_list("pk", flat=True)[:count] for queryset in (true_places, shown_places)]
    return {key for queryset in keys for key in queryset}


def _knn(field: str, point: Point) -> Func:
    place = Value(point, output_field=GeometryField(srid=4326))
    return Func(F(field), place, template="%(expressions)s", arg_joiner=" <-> ", output_field=FloatField())


def _distance_m(point: Point) -> Func:
    place = Value(point, output_field=GeometryField(srid=4326))
    return Func(
        F("place"),
        place,
        template="ST_Distance(%(expressions)s::geography)",
        arg_joiner="::geography, ",
        output_field=FloatField(),
    )


def _taken(viewer: Person) -> dict[str, Any]:
    still_open = Assignment.objects.filter(site=OuterRef("pk"), status=Assignment.Status.OPEN)
    mine = still_open.filter(goes_there(viewer.pk)) if viewer.is_authenticated else still_open.none()
    mine_or_not = Exists(mine) if viewer.is_authenticated else Value(False, output_field=BooleanField())  # noqa: FBT003
    return {"is_taken": Exists(still_open), "is_mine": mine_or_not}


def _near(site: Any, on: date) -> NearSite:
    duty = getattr(site, "duty", None)
    due_on = duty.due_on if duty else None
    return NearSite(
        site=site,
        status=site.status,
        due_on=due_on,
        last_visited_on=duty.last_visited_on if duty else None,
        days_over=(on - due_on).days if site.status == Duty.Status.OVERDUE and due_on else 0,
        distance_m=round(site.distance_m),
        assignment="mine" if site.is_mine else "taken" if site.is_taken else "free",
    )
