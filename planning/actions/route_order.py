"""Changing a route by hand: the order of its stops, who walks where, what is left out. Times follow from the order."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from core import audit
from core.errors import NotFound
from people.models import User
from planning.actions.routes import locked_route
from planning.logic.route.course import why_left_out
from planning.logic.route.day import WhyNot
from planning.models import Route, RouteStop
from planning.queries.routes import day_of, trips_of

# Reasons that no order changes.
FIXED = (WhyNot.REMOVED, WhyNot.NO_PLACE)


def move_stop(
    *, route_id: UUID, site_id: UUID, version: int, walker: int, position: int, by: User, at: datetime
) -> Route:
    """Put a stop, ordered or left out, at a place (from 0, beyond the last is last) in a walker's trip.

    Refuses NotFound (also for a site without a place or a walker there is not), Stale, RouteRunning and RouteNotOpen.
    """
    with transaction.atomic():
        route = locked_route(route_id=route_id, version=version, by=by)
        stops = list(route.stops.select_for_update())
        stop = next((one for one in stops if one.site_id == site_id and one.number), None)
        if stop is None or not 0 <= walker < route.walkers:
            raise NotFound
        trips = [[one for one in trip if one is not stop] for trip in trips_of(stops, route.walkers)]
        trips[walker].insert(min(max(position, 0), len(trips[walker])), stop)
        keep_trips(route=route, stops=stops, trips=trips)
        _changed(route)
        change = {"site": str(site_id), "walker": walker, "position": position}
        audit.record("move_route_stop", route, by=by, at=at, change=change)
        return route


def drop_stop(*, route_id: UUID, site_id: UUID, version: int, by: User, at: datetime) -> Route:
    """Take a stop out of its trip; it stays out when the route is worked out again.

    Refuses NotFound, Stale, RouteRunning and RouteNotOpen.
    """
    with transaction.atomic():
        route = locked_route(route_id=route_id, version=version, by=by)
        stops = list(route.stops.select_for_update())
        stop = next((one for one in stops if one.site_id == site_id and one.number), None)
        if stop is None:
            raise NotFound
        trips = [[one for one in trip if one is not stop] for trip in trips_of(stops, route.walkers)]
        stop.reason = WhyNot.REMOVED
        keep_trips(route=route, stops=stops, trips=trips)
        _changed(route)
        audit.record("drop_route_stop", route, by=by, at=at, change={"site": str(site_id)})
        return route


def keep_trips(*, route: Route, stops: Sequence[RouteStop], trips: Sequence[Sequence[RouteStop]]) -> None:
    """Store the order of the trips, and for every other stop why it is left out."""
    day, placed = (
        day_of(route, stops),
        {stop.pk: (walker, at) for walker, trip in enumerate(trips) for at, stop in enumerate(trip)},
    )
    order = [[stop.number for stop in trip] for trip in trips]
    for stop in stops:
        stop.walker, stop.position = placed.get(stop.pk, (None, None))
        if stop.walker is not None:
            stop.reason, stop.more_minutes = "", 0
        elif stop.reason not in FIXED:
            stop.reason, stop.more_minutes = why_left_out(day, order, stop.number)
    RouteStop.objects.bulk_update(stops, ["walker", "position", "reason", "more_minutes"])


def _changed(route: Route) -> None:
    route.is_changed = True
    route.version += 1
    route.save(update_fields=["is_changed", "version"])
