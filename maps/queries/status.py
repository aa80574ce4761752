"""Sites with their visit status, as one viewer may see them: for the table twin, the legend and the front door."""

from dataclasses import dataclass
from datetime import date

from django.contrib.gis.db.models import Extent, GeometryField
from django.db.models import Case, Count, F, Func, IntegerField, Value, When

from maps.queries.filters import STATUSES, Annotated, Filters, narrowed
from people.permissions import Person
from planning.models import Duty
from planning.queries.status import with_status
from sites.models import District
from sites.queries import visible_sites

_Status = Duty.Status
# What needs somebody first stands first.
URGENCY = (_Status.OVERDUE, _Status.NEVER, _Status.DUE_SOON, _Status.CURRENT, _Status.SUSPENDED)


@dataclass(frozen=True)
class Counts:
    """How many sites stand in each status, in the order of the legend."""

    by_status: dict[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_status.values())

    @property
    def waiting(self) -> int:
        """The sites somebody should go to now: overdue or never visited."""
        return self.by_status[_Status.OVERDUE] + self.by_status[_Status.NEVER]

    @property
    def current_share(self) -> int:
        """The part that was visited in time, in per cent."""
        timely = self.by_status[_Status.CURRENT] + self.by_status[_Status.DUE_SOON]
        return round(100 * timely / self.total) if self.total else 0


def status_sites(viewer: Person, filters: Filters, *, on: date) -> Annotated:
    """Return the viewer's sites with `status`, `place` and `is_exact` that the filters ask for."""
    return narrowed(with_status(visible_sites(viewer), on=on), filters)


def status_table(viewer: Person, filters: Filters, *, on: date) -> Annotated:
    """Return the same sites for a table: what needs somebody first, then the longest due; labels come along.

    `anchor` is a point in the shown place (WGS-84), none where only the district may be known.
    """
    anchor = Func(F("place"), function="ST_PointOnSurface", output_field=GeometryField(srid=4326))
    rank = Case(
        *(When(status=status, then=Value(position)) for position, status in enumerate(URGENCY)),
        output_field=IntegerField(),
    )
    table: Annotated = (
        status_sites(viewer, filters, on=on)
        .annotate(anchor=anchor)
        .select_related("level", "district", "duty")
        .defer("geom", "shown_geom", "summary_zh", "summary_en", "district__geom")
        .order_by(rank, F("duty__due_on").asc(nulls_first=True), "code")
    )
    return table


def status_counts(viewer: Person, filters: Filters, *, on: date) -> Counts:
    """Return how many of these sites stand in each status."""
    rows = status_sites(viewer, filters, on=on).order_by().values("status").annotate(sites=Count("pk"))
    found = dict(rows.values_list("status", "sites"))
    return Counts({status: found.get(status, 0) for status in STATUSES})


def bounds_of(district: str) -> tuple[float, float, float, float] | None:
    """Return the box (west, south, east, north) of the districts whose code begins so; none where there is none."""
    found = District.objects.filter(code__startswith=district).aggregate(box=Extent("geom"))
    box: tuple[float, float, float, float] | None = found["box"]
    return box
