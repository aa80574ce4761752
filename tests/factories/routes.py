"""A route given to its walker and a proposal of service points, as a worker would have left them."""

from collections.abc import Sequence
from datetime import time, timedelta
from uuid import UUID

from django.contrib.gis.geos import Point
from django.utils import timezone

from people.models import User
from planning.models import JobState, PostPlace, PostStudy, Route, RouteStop, RouteWalker
from sites.models import Site
from tests.factories import make


def route(planner: User, walker: User, sites: Sequence[Site]) -> UUID:
    """Make a route over the sites, measured between their exact places, and give it to the walker."""
    many = len(sites) + 2
    start = Point(116.45, 39.95, srid=4326)
    made = Route.objects.create(
        title="一日",
        district_id="110101",
        state=JobState.READY,
        day=timezone.localdate() + timedelta(days=1),
        start=start,
        start_name="服务点",
        end=start,
        end_name="服务点",
        leaves_at=time(8),
        budget_minutes=480,
        mode_id="foot",
        made_by=planner,
        made_at=make.NOW,
        solved_at=make.NOW,
        value=1,
        bound=1,
        seconds=0.1,
        metres=[[1_000 * (one != other) for one in range(many)] for other in range(many)],
        minutes=[[20 * (one != other) for one in range(many)] for other in range(many)],
    )
    RouteStop.objects.bulk_create(
        RouteStop(route=made, site=site, number=at + 1, walker=0, position=at) for at, site in enumerate(sites)
    )
    RouteWalker.objects.create(route=made, number=0, volunteer=walker)
    Route.objects.filter(pk=made.pk).update(given_at=make.NOW)
    return made.pk


def study(planner: User) -> UUID:
    """Make a ready proposal of one new point."""
    made = PostStudy.objects.create(
        title="选址",
        district_id="110101",
        state=JobState.READY,
        more=1,
        candidates=["sites"],
        made_by=planner,
        made_at=make.NOW,
        solved_at=make.NOW,
        objective=1,
        bound=1,
        seconds=0.1,
        sites=1,
        places=1,
        before_share=0,
        after_share=1,
        after_m=100,
    )
    PostPlace.objects.create(
        study=made, number=1, kind="sites", geom=Point(116.415, 39.935, srid=4326), nearest_to=1, within=1
    )
    return made.pk
