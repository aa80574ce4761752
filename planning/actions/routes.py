"""Routes from the question to the queue, out of it again, and to their walkers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import transaction

from core import audit
from core.errors import NotAllowed, NotFound, Stale
from core.jobs import later
from patrol.actions.assignments import assign_many
from patrol.errors import AlreadyTaken
from patrol.models import Campaign
from patrol.permissions import can_go_out
from people.models import User
from planning.actions.plans import DEFAULT_STATUSES, LONGEST_DAYS
from planning.errors import (
    DayPassed,
    NothingToVisit,
    RouteNotOpen,
    RouteNotRunning,
    RouteRunning,
    RouteSitesTaken,
    SitesUnknown,
    WalkersMissing,
)
from planning.logic.route.day import WhyNot
from planning.models import JobState, Route, RouteStop, RouteWalker, TravelMode
from planning.permissions import check_changes_route, check_makes_plans
from planning.queries.candidates import Candidate, district_candidates, missing_codes, own_candidates
from planning.queries.duties import today
from sites.models import District

BUSY: Final = (JobState.QUEUED, JobState.SOLVING)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a route starts or ends: a place (WGS-84) and what it is called."""

    point: Point
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteAsked:
    """What a route shall be. With a district it is a planner's, without one a volunteer's own.

    `around_km`: a planner's sites lie within it, a volunteer's optional ones too (0: none). `must`: codes of sites.
    """

    title: str
    day: date
    start: Anchor
    end: Anchor
    leaves_at: time
    budget_minutes: int
    mode: TravelMode
    walkers: int = 1
    seconds_allowed: int = 10
    around_km: float = 0.0
    district: District | None = None
    campaign: Campaign | None = None
    statuses: tuple[str, ...] = tuple(DEFAULT_STATUSES)
    must: tuple[str, ...] = field(default=())


def ask_for_route(*, asked: RouteAsked, by: User, at: datetime) -> Route:
    """Queue a route over the sites that fit; they are fixed from now on. Refuses NotAllowed, DayPassed, SitesUnknown, NothingToVisit."""
    if asked.district is not None:
        check_makes_plans(by, asked.district.code)
    elif not can_go_out(by):
        raise NotAllowed
    if not 0 <= (asked.day - today(at)).days <= LONGEST_DAYS:
        raise DayPassed
    with transaction.atomic():
        found = _candidates(asked, by)
        if not any(one.site.place is not None for one in found):
            raise NothingToVisit
        route = Route.objects.create(
            title=asked.title,
            district=asked.district,
            campaign=asked.campaign,
            day=asked.day,
            start=asked.start.point,
            start_name=asked.start.name,
            end=asked.end.point,
            end_name=asked.end.name,
            leaves_at=asked.leaves_at,
            budget_minutes=asked.budget_minutes,
            walkers=asked.walkers,
            mode=asked.mode,
            seconds_allowed=asked.seconds_allowed,
            made_by=by,
            made_at=at,
        )
        RouteStop.objects.bulk_create(_stops(route, found))
        audit.record("ask_for_route", route, by=by, at=at, change={"day": asked.day, "sites": len(found)})
        _queue(route)
        return route


def work_out_again(*, route_id: UUID, version: int, by: User, at: datetime) -> Route:
    """Queue a route again; sites taken out by hand stay out. Refuses NotFound, Stale, RouteRunning and RouteNotOpen."""
    with transaction.atomic():
        route = locked_route(
            route_id=route_id, version=version, by=by, states=(JobState.READY, JobState.FAILED, JobState.CANCELLED)
        )
        route.state, route.is_cancel_asked, route.begun_at = JobState.QUEUED, False, None
        _save(route, "state", "is_cancel_asked", "begun_at")
        audit.record("work_out_route_again", route, by=by, at=at)
        _queue(route)
        return route


def stop_route(*, route_id: UUID, by: User, at: datetime) -> Route:
    """Ask the search to stop; the best trips so far are kept. One that still waits is cancelled. Refuses NotFound and RouteNotRunning."""
    with transaction.atomic():
        route = _found(route_id, by)
        if route.state not in BUSY:
            raise RouteNotRunning
        if route.state == JobState.QUEUED:
            route.state = JobState.CANCELLED
        route.is_cancel_asked = True
        # The version stays: what the search has found is still wanted.
        route.save(update_fields=["state", "is_cancel_asked"])
        audit.record("stop_route", route, by=by, at=at)
        return route


def discard_route(*, route_id: UUID, by: User, at: datetime) -> Route:
    """Put a route aside; a search at work on it stops and its result is dropped. Refuses NotFound and RouteNotOpen."""
    with transaction.atomic():
        route = _found(route_id, by)
        if route.given_at is not None or route.state == JobState.CANCELLED:
            raise RouteNotOpen
        route.state, route.is_cancel_asked = JobState.CANCELLED, True
        _save(route, "state", "is_cancel_asked")
        audit.record("discard_route", route, by=by, at=at)
        return route


def give_route(*, route_id: UUID, version: int, walkers: Mapping[int, User], by: User, at: datetime) -> Route:
    """Ask each walker to visit the sites of a trip on the day of the route, all or nobody, and tell them; once.

    Refuses NotFound, Stale, RouteRunning, RouteNotOpen, DayPassed, WalkersMissing, RouteSitesTaken, and what
    `assign_many` does.
    """
    with transaction.atomic():
        route = locked_route(route_id=route_id, version=version, by=by)
        if route.district is None:
            raise RouteNotOpen
        if route.day < today(at):
            raise DayPassed
        stops = list(route.stops.filter(walker__isnull=False).select_related("site").order_by("walker", "position"))
        trips = {stop.walker for stop in stops}
        people = {number: walkers[number] for number in trips if number is not None and number in walkers}
        if not trips or len(people) < len(trips) or len({one.pk for one in people.values()}) < len(people):
            raise WalkersMissing
        pairs = [(stop.site, people[stop.walker]) for stop in stops if stop.walker is not None]
        try:
            assign_many(pairs=pairs, do_by=route.day, campaign=route.campaign, by=by, at=at)
        except AlreadyTaken as taken:
            raise RouteSitesTaken(sites=", ".join(taken.extra["sites"])) from taken
        RouteWalker.objects.bulk_create(
            RouteWalker(route=route, number=number, volunteer=person) for number, person in sorted(people.items())
        )
        route.given_at = at
        _save(route, "given_at")
        change = {"visits": len(pairs), "walkers": [str(one.pk) for one in people.values()]}
        audit.record("give_route", route, by=by, at=at, change=change)
        return route


def locked_route(*, route_id: UUID, version: int, by: User, states: tuple[JobState, ...] = (JobState.READY,)) -> Route:
    """Return the route, locked for this transaction, not given yet, in one of the states and as the person last saw it.

    Refuses NotFound, Stale, RouteRunning and RouteNotOpen.
    """
    route = _found(route_id, by)
    if route.version != version:
        raise Stale
    if route.state in BUSY:
        raise RouteRunning
    if route.state not in states or route.given_at is not None:
        raise RouteNotOpen
    return route


def _candidates(asked: RouteAsked, by: User) -> list[Candidate]:
    if asked.district is None:
        return own_candidates(by, asked.start.point, on=asked.day, nearby_km=asked.around_km)
    if unknown := missing_codes(by, asked.district, asked.must):
        raise SitesUnknown(sites=", ".join(unknown))
    return district_candidates(
        by,
        asked.district,
        asked.start.point,
        on=asked.day,
        within_km=asked.around_km,
        statuses=asked.statuses,
        must=asked.must,
    )


def _stops(route: Route, found: list[Candidate]) -> list[RouteStop]:
    numbers = iter(range(1, len(found) + 1))
    return [
        RouteStop(
            route=route,
            site=one.site,
            number=next(numbers) if one.site.place is not None else 0,
            is_must=one.is_must,
            value=one.value,
            takes_minutes=one.takes_minutes,
            opens=one.opens,
            closes=one.closes,
            was_exact=one.site.is_exact,
            reason="" if one.site.place is not None else WhyNot.NO_PLACE,
        )
        for one in found
    ]


def _found(route_id: UUID, by: User) -> Route:
    found = Route.objects.select_for_update(of=("self",)).select_related("district", "campaign", "mode")
    route = found.defer("district__geom").filter(pk=route_id).first()
    if route is None:
        raise NotFound
    check_changes_route(by, route)
    return route


def _save(route: Route, *fields: str) -> None:
    route.version += 1
    route.save(update_fields=[*fields, "version"])


def _queue(route: Route) -> None:
    later("planning.solve_route", lock=f"route-{route.pk}", route_id=str(route.pk))
