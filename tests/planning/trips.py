"""Makers for routes and proposals of service points."""

from datetime import time
from typing import Any

from django.contrib.gis.geos import Point

from people.models import User
from planning.actions.posts import StudyAsked, ask_for_posts
from planning.actions.routes import Anchor, RouteAsked, ask_for_route
from planning.models import PostStudy, Route, RouteStop, TravelMode
from tests.factories import make
from tests.planning.cases import HOME, day, now, run_jobs

START = Anchor(Point(*HOME, srid=4326), "前门")


def asked(**fields: Any) -> RouteAsked:
    """Say what a route on foot from Qianmen, three hours from 8, shall be."""
    values: dict[str, Any] = {
        "title": "一日", "day": day(1), "start": START, "end": START, "leaves_at": time(8), "budget_minutes": 240,
        "mode": TravelMode.objects.get(pk="foot"), "seconds_allowed": 2,
    }  # fmt: skip
    return RouteAsked(**{**values, **fields})


def planned(planner: User, **fields: Any) -> Route:
    """Have a planner's route of Dongcheng worked out."""
    values = {"district": make.district(), "around_km": 20.0, "statuses": ("overdue", "never"), **fields}
    return worked_out(ask_for_route(asked=asked(**values), by=planner, at=now()))


def own(volunteer: User, **fields: Any) -> Route:
    """Have a volunteer's own route worked out."""
    return worked_out(ask_for_route(asked=asked(**fields), by=volunteer, at=now()))


def worked_out(route: Route) -> Route:
    """Let the worker work a route out."""
    run_jobs()
    return Route.objects.get(pk=route.pk)


def order(route: Route) -> list[list[str]]:
    """Return the names of each walker's sites in their order."""
    stops = route.stops.filter(walker__isnull=False).select_related("site").order_by("walker", "position")
    return [[stop.site.name_zh for stop in stops if stop.walker == walker] for walker in range(route.walkers)]


def stop(route: Route, name: str) -> RouteStop:
    """Return the stop at the site of that name."""
    return route.stops.select_related("site").get(site__name_zh=name)


def study_asked(**fields: Any) -> StudyAsked:
    """Say what a proposal for Dongcheng shall be."""
    values: dict[str, Any] = {
        "title": "选址", "district": make.district(), "goal": "cover", "more": 1, "within_m": 2_000, "weight": "one",
        "candidates": ("sites",), "keeps_present": True, "seconds_allowed": 3,
    }  # fmt: skip
    return StudyAsked(**{**values, **fields})


def studied(planner: User, **fields: Any) -> PostStudy:
    """Have a proposal worked out."""
    study = ask_for_posts(asked=study_asked(**fields), by=planner, at=now())
    run_jobs()
    return PostStudy.objects.get(pk=study.pk)
