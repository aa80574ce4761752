"""Routes: the list, one route as its reader may know it, and the day behind it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any, Final, cast

import numpy as np
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from people.models import User
from planning.logic.route.course import Course, follow
from planning.logic.route.day import MIDNIGHT, Day, Spot
from planning.models import Route, RouteStop, RouteWalker
from planning.queries.duties import in_areas
from sites.queries import visible_sites

HOUR: Final = 60.0


@dataclass(frozen=True, slots=True)
class SeenStop:
    """A stop with its site as the reader may know it (`place`, `is_exact`), and its call (none: left out, or not to be told)."""

    stop: RouteStop
    site: Any
    call: Any


@dataclass(frozen=True, slots=True)
class SeenTrip:
    """One walker's trip as its reader may know it; `course` is none where its times would tell a hidden place."""

    number: int
    stops: tuple[SeenStop, ...]
    course: Course | None
    volunteer: User | None


@dataclass(frozen=True, slots=True)
class SeenRoute:
    """A route as its reader may know it."""

    route: Route
    trips: tuple[SeenTrip, ...]
    left_out: tuple[SeenStop, ...]
    tells_times: bool


def routes_of(viewer: User, areas: Iterable[str]) -> QuerySet[Route]:
    """Return the viewer's own routes, those given to the viewer, and the planners' routes of the areas, newest first.

    With the counts `stops_in` and `stops_out`.
    """
    given = RouteWalker.objects.filter(route=OuterRef("pk"), volunteer=viewer)
    planners = Q(district__isnull=False) & in_areas(areas, "district__code")
    seen = Route.objects.filter(Q(made_by=viewer) | Q(Exists(given)) | planners)
    counted = seen.annotate(
        stops_in=Count("stops", filter=Q(stops__walker__isnull=False)),
        stops_out=Count("stops", filter=Q(stops__walker=None)),
    )
    listed = counted.select_related("district", "campaign", "made_by", "mode").defer(
        "district__geom", "metres", "minutes"
    )
    return listed.order_by("-made_at", "-pk")


def day_of(route: Route, stops: Sequence[RouteStop]) -> Day:
    """Return the day of a route whose ways are measured; its spots are the stops by number."""
    placed = sorted((stop for stop in stops if stop.number), key=lambda stop: stop.number)
    spots = [Spot(float(stop.takes_minutes), *_hours(stop), value=stop.value, is_must=stop.is_must) for stop in placed]
    metres, minutes = np.array(route.metres, dtype=np.float64), np.array(route.minutes, dtype=np.float64)
    return Day(tuple(spots), metres, minutes, minutes_of(route.leaves_at), float(route.budget_minutes), route.walkers)


def trips_of(stops: Sequence[RouteStop], walkers: int) -> list[list[RouteStop]]:
    """Return the stops of each walker in their order; a walker may have none."""
    ordered = sorted((stop for stop in stops if stop.walker is not None), key=lambda stop: stop.position or 0)
    return [[stop for stop in ordered if stop.walker == walker] for walker in range(walkers)]


def seen_route(route: Route, viewer: User) -> SeenRoute:
    """Return the route as the viewer may know it.

    Times and lengths are told only where the viewer may know every place they were measured between: from a few of them
    anybody could work out a hidden one.
    """
    stops = list(route.stops.select_related("site__level"))
    known = {
        site.pk: site
        for site in cast("QuerySet[Any]", visible_sites(viewer)).filter(pk__in=[stop.site_id for stop in stops])
    }
    stops = [stop for stop in stops if stop.site_id in known]
    is_told = all(known[stop.site_id].is_exact or not stop.was_exact for stop in stops)
    tells = is_told and bool(route.metres)
    day = day_of(route, stops) if tells else None
    people = {one.number: one.volunteer for one in route.given_to.select_related("volunteer")}
    trips = []
    for number, ordered in enumerate(trips_of(stops, route.walkers)):
        course = follow(day, [stop.number for stop in ordered]) if day is not None else None
        calls = course.calls if course is not None else [None] * len(ordered)
        seen = tuple(SeenStop(stop, known[stop.site_id], call) for stop, call in zip(ordered, calls, strict=True))
        trips.append(SeenTrip(number, seen, course, people.get(number)))
    rest = sorted((stop for stop in stops if stop.walker is None), key=lambda stop: (-stop.is_must, -stop.value))
    return SeenRoute(route, tuple(trips), tuple(SeenStop(stop, known[stop.site_id], None) for stop in rest), is_told)


def minutes_of(clock: time) -> float:
    """Return the minutes since midnight."""
    return clock.hour * HOUR + clock.minute + clock.second / HOUR


def _hours(stop: RouteStop) -> tuple[float, float]:
    if stop.opens is None or stop.closes is None:
        return 0.0, MIDNIGHT
    return minutes_of(stop.opens), minutes_of(stop.closes)
