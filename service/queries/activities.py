"""Which activities there are, for whoever looks: the public list, one activity, an organiser's own."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.gis.db.models import GeometryField, PointField
from django.contrib.gis.geos import Point
from django.db.models import (
    Avg,
    Count,
    Exists,
    F,
    FloatField,
    Func,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.translation import ngettext

from core.running import Running
from people.permissions import Person
from service.logic.states import OPEN, SHOWN
from service.models import Activity, Application, Evaluation, Shift
from service.models.evaluation import About
from service.permissions import handled

POINT = GeometryField(srid=4326)


def shown_activities() -> QuerySet[Activity]:
    """Return what everybody may read of, with kind, organisation and place's name; never a site's coordinates."""
    return _whole(Activity.objects.filter(state__in=SHOWN))


def open_activities(
    *, at: datetime, kind: str = "", district: str = "", day: datetime | None = None, near: Point | None = None
) -> QuerySet[Activity]:
    """Return what still looks for people, with its coming shifts as `coming` and the first as `first_at`, soonest first.

    Filtered by kind, division-code prefix, and the local day that begins at `day`; with `near` (WGS-84) the nearest first, by
    the distance (`distance_m`) to the *shown* place, None where only the district may be known.
    """
    coming = Shift.objects.filter(starts_at__gt=at)
    if day is not None:
        coming = coming.filter(starts_at__gte=day, starts_at__lt=day + timedelta(days=1))
    first = coming.filter(activity=OuterRef("pk")).order_by("starts_at").values("starts_at")[:1]
    found = shown_activities().filter(state__in=OPEN).annotate(first_at=Subquery(first), distance_m=distance_to(near))
    found = found.filter(first_at__isnull=False)
    if kind:
        found = found.filter(kind=kind)
    if district:
        found = found.filter(district__code__startswith=district)
    order: list[Any] = ["first_at", "pk"]
    if near is not None:
        order.insert(0, F("distance_m").asc(nulls_last=True))
    listed = Prefetch("shifts", coming.order_by("starts_at"), to_attr="coming")
    return found.prefetch_related(listed).order_by(*order)


def distance_to(near: Point | None) -> Any:
    """Return the distance in metres from the point to an activity's shown place; None without a point."""
    if near is None:
        return Value(None, output_field=FloatField())
    here = Cast(Value(near, output_field=POINT), GeometryField(geography=True))
    there = Cast(shown_place(), GeometryField(geography=True))
    return Func(there, here, function="ST_Distance", output_field=FloatField())


def shown_place() -> Any:
    """Return where everybody may know an activity to be (WGS-84): a site as the register shows it to the public."""
    return Coalesce("geom", "service_point__geom", "site__shown_geom", output_field=PointField(srid=4326))


def handled_activities(person: Person) -> QuerySet[Activity]:
    """Return the activities the person handles, the latest made first, with counts of places and people."""
    return (
        _whole(Activity.objects.filter(handled(person)))
        .annotate(
            places=Subquery(_of_shifts(Sum("quota"))),
            taken=Subquery(_of_shifts(Sum("taken"))),
            last_at=Subquery(Shift.objects.filter(activity=OuterRef("pk")).order_by("-ends_at").values("ends_at")[:1]),
            asking=Subquery(_applications("applied")),
            to_confirm=Subquery(_applications("checked_in")),
        )
        .order_by("-made_at", "pk")
    )


def shifts_for(person: Person, activity: Activity) -> QuerySet[Shift]:
    """Return an activity's shifts in time, each with the person's own application as a list `own`, and how many wait."""
    mine = Application.objects.filter(volunteer=person.pk) if person.is_authenticated else Application.objects.none()
    waiting = Count("applications", filter=Q(applications__state="waiting"))
    own = Prefetch("applications", mine, to_attr="own")
    return activity.shifts.annotate(waiting=waiting).prefetch_related(own).order_by("starts_at", "pk")


def stars_of(activity: Activity) -> dict[str, Any]:
    """Return what volunteers think of it: mean stars (None without any) and how many said so."""
    said = Evaluation.objects.filter(application__shift__activity=activity, about=About.ACTIVITY)
    return said.aggregate(stars=Avg("stars"), count=Count("pk"))


def evaluations_of_activity(activity: Activity) -> QuerySet[Evaluation]:
    """Return what volunteers said of it, for its organisers: without names."""
    said = Evaluation.objects.filter(application__shift__activity=activity, about=About.ACTIVITY)
    return said.order_by("-at", "pk")


def has_coming_shift(activity: Activity, *, at: datetime) -> bool:
    """Say whether a shift is still to come."""
    return activity.shifts.filter(starts_at__gt=at).exists()


def due_to_begin(at: datetime) -> QuerySet[Activity]:
    """Return published or finished activities of which a shift runs, or ran and was never noticed."""
    running = Shift.objects.filter(activity=OuterRef("pk"), starts_at__lte=at)
    later = Shift.objects.filter(activity=OuterRef("pk"), ends_at__gt=at)
    published = Q(Exists(running), state="published")
    found = Activity.objects.filter(published | Q(Exists(running), Exists(later), state="finished"))
    return found.exclude(organisation__state="closed")


def due_to_finish(at: datetime) -> QuerySet[Activity]:
    """Return running activities without any shift to come."""
    left = Shift.objects.filter(activity=OuterRef("pk"), ends_at__gt=at)
    return Activity.objects.filter(~Exists(left), state="running")


def under_way(organisation: UUID, at: datetime) -> Iterator[Running]:
    """Yield what an organisation must end or hand over before it is closed: activities, and hours that wait for its word."""
    alive = Activity.objects.filter(organisation=organisation, state__in=OPEN).count()
    url = reverse("service:desk")
    label = ngettext("{n} activity under way", "{n} activities under way", alive)
    yield Running(label.format(n=alive), alive, url)
    came = Application.objects.filter(shift__activity__organisation=organisation, state="checked_in")
    waiting = came.filter(shift__ends_at__lte=at).count()
    label = ngettext("{n} service waits to be confirmed", "{n} services wait to be confirmed", waiting)
    yield Running(label.format(n=waiting), waiting, url)


def _whole(found: QuerySet[Activity]) -> QuerySet[Activity]:
    related = ("kind", "organisation", "district", "site", "service_point")
    deferred = ("district__geom", "site__geom", "site__shown_geom", "service_point__geom")
    return found.select_related(*related).defer(*deferred)


def _of_shifts(total: Any) -> QuerySet[Any]:
    return Shift.objects.filter(activity=OuterRef("pk")).values("activity").annotate(n=total).values("n")


def _applications(state: str) -> QuerySet[Any]:
    found = Application.objects.filter(shift__activity=OuterRef("pk"), state=state)
    return found.values("shift__activity").annotate(n=Count("pk")).values("n")
