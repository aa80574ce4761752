"""What the worker does and writes while it works a route out. All of it may run again: only the last start counts."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from core import audit
from planning.actions.route_order import keep_trips
from planning.actions.routes import BUSY
from planning.adapters import ways_between
from planning.logic.route.day import Day, Found, WhyNot
from planning.models import JobState, Route, RouteStop
from planning.queries.candidates import SHUT
from planning.queries.routes import day_of
from sites.queries import visible_sites

BEAT_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class RouteWork:
    """A route taken up by a worker, and the version under which its result will be accepted."""

    route_id: UUID
    version: int
    seconds: int


def begin_route(*, route_id: UUID, at: datetime) -> RouteWork | None:
    """Take the route up, also after a worker died over it; return None if it waits no more."""
    with transaction.atomic():
        route = Route.objects.select_for_update().filter(pk=route_id, state__in=BUSY).first()
        if route is None:
            return None
        route.state, route.begun_at = JobState.SOLVING, at
        route.value = route.bound = route.seconds = route.solved_at = None
        route.is_changed = route.is_stopped = False
        route.version += 1
        route.save()
        return RouteWork(route.pk, route.version, route.seconds_allowed)


def measure_ways(*, work: RouteWork) -> Day | None:
    """Measure the ways between the places its maker may know, and return the day; None where the route was put aside.

    A road service is asked outside of any transaction: nobody waits for it with a lock in hand.
    """
    route = _running(work).select_related("mode", "made_by").first()
    if route is None:
        return None
    stops = list(route.stops.all())
    ways, source = ways_between(_places(route, stops), route.mode)
    metres, minutes = ways.metres.round().tolist(), ways.minutes.round(2).tolist()
    if not _running(work).update(metres=metres, minutes=minutes, ways=source, ways_unknown=ways.unknown):
        return None
    route.metres, route.minutes = metres, minutes
    removed = {stop.pk for stop in stops if stop.reason == WhyNot.REMOVED}
    for stop in stops:
        if stop.pk in removed:
            # Never open: the search leaves it alone.
            stop.opens, stop.closes = SHUT
    return day_of(route, stops)


def is_route_stopped(*, work: RouteWork) -> Callable[[], bool]:
    """Return what the search asks to know whether to stop; it looks at most four times a second."""
    look_at, is_over = 0.0, False

    def stopped() -> bool:
        nonlocal look_at, is_over
        if not is_over and time.monotonic() >= look_at:
            look_at = time.monotonic() + BEAT_SECONDS
            is_over = not _running(work).filter(is_cancel_asked=False).exists()
        return is_over

    return stopped


def keep_route(*, work: RouteWork, found: Found, at: datetime) -> None:
    """Store the trips, all or nothing; does nothing where the route was put aside or begun anew."""
    with transaction.atomic():
        route = _running(work).select_for_update().first()
        if route is None:
            return
        stops = list(route.stops.select_for_update())
        by_number = {stop.number: stop for stop in stops if stop.number}
        trips = [[by_number[number] for number in trip] for trip in found.trips]
        keep_trips(route=route, stops=stops, trips=[*trips, *[[]] * (route.walkers - len(trips))])
        route.state, route.solved_at = JobState.READY, at
        route.value, route.bound, route.seconds = found.value, found.bound, found.seconds
        route.is_stopped = found.is_cancelled
        route.version += 1
        route.save()
        change = {"visits": sum(map(len, trips)), "value": found.value, "bound": found.bound}
        audit.record("solve_route", route, by=None, at=at, change=change)


def fail_route(*, work: RouteWork, at: datetime) -> None:
    """Say that the route could not be worked out."""
    with transaction.atomic():
        route = _running(work).select_for_update().first()
        if route is None:
            return
        route.state = JobState.FAILED
        route.version += 1
        route.save(update_fields=["state", "version"])
        audit.record("fail_route", route, by=None, at=at)


def _running(work: RouteWork) -> QuerySet[Route]:
    return Route.objects.filter(pk=work.route_id, version=work.version, state=JobState.SOLVING)


def _places(route: Route, stops: list[RouteStop]) -> list[tuple[float, float]]:
    """Return start, stops by number, and end, each stop where the route's maker may know it to be now, and note how exactly."""
    placed = sorted((stop for stop in stops if stop.number), key=lambda stop: stop.number)
    sites = cast("QuerySet[Any]", visible_sites(route.made_by)).filter(pk__in=[stop.site_id for stop in placed])
    known = {site.pk: site for site in sites}
    for stop in placed:
        stop.was_exact = known[stop.site_id].is_exact
    RouteStop.objects.bulk_update(placed, ["was_exact"])
    middle = [known[stop.site_id].place.centroid for stop in placed]
    return [(point.x, point.y) for point in (route.start, *middle, route.end)]
