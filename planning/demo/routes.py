"""Routes and a proposal of service points for the demo, made by the same actions and jobs as real ones."""

from datetime import date, datetime, time, timedelta
from typing import Final

from people.models import User
from planning.actions.posts import StudyAsked, ask_for_posts, save_study
from planning.actions.routes import Anchor, RouteAsked, ask_for_route
from planning.actions.routing import begin_route, keep_route, measure_ways
from planning.actions.siting import begin_study, keep_study
from planning.logic.posts.siting import choose_sites
from planning.logic.route.day import plan_day
from planning.models import PostStudy, Route, SiteHours, TravelMode
from planning.queries.duties import today
from sites.models import District, ServicePoint, Site

PLANNER: Final = "planner@example.org"
VOLUNTEER: Final = "volunteer@example.org"
TOWN, MOUNTAINS = "110101", "110109"
SECONDS: Final = 4
# Open to visitors: closed on Mondays, as most are.
OPEN_DAYS: Final = range(1, 7)


def load(*, at: datetime) -> str:
    """Make what is not there yet, and say what there is."""
    if not SiteHours.objects.exists():
        _open_the_sites()
    if not Route.objects.exists():
        _group_route(at)
        _own_route(at)
    if not PostStudy.objects.exists():
        _posts(at)
    stops = sum(route.stops.filter(walker__isnull=False).count() for route in Route.objects.all())
    return f"{Route.objects.count()} routes with {stops} stops, {PostStudy.objects.count()} proposal of service points"


def _open_the_sites() -> None:
    sites = Site.objects.filter(district=TOWN, open_to=Site.OpenTo.YES).order_by("code")
    SiteHours.objects.bulk_create(
        SiteHours(site=site, weekday=day, opens=time(9), closes=time(17)) for site in sites for day in OPEN_DAYS
    )


def _group_route(at: datetime) -> None:
    planner = User.objects.get(email=PLANNER)
    point = ServicePoint.objects.filter(district=TOWN, is_active=True).order_by("code").first()
    if point is None:
        return
    start = Anchor(point.geom, point.name)
    _work_out(
        ask_for_route(
            asked=RouteAsked(
                title="东城补查一日行",
                day=_next_saturday(at),
                start=start,
                end=start,
                leaves_at=time(8, 30),
                budget_minutes=300,
                mode=TravelMode.objects.get(pk="foot"),
                walkers=2,
                statuses=("overdue", "never", "due_soon"),
                seconds_allowed=SECONDS,
                around_km=6.0,
                district=District.objects.defer("geom").get(pk=TOWN),
            ),
            by=planner,
            at=at,
        ),
        at,
    )


def _own_route(at: datetime) -> None:
    person = User.objects.get(email=VOLUNTEER)
    if person.volunteer.home is None:
        return
    start = Anchor(person.volunteer.home, "家附近")
    _work_out(
        ask_for_route(
            asked=RouteAsked(
                title="周六骑行巡查",
                day=_next_saturday(at),
                start=start,
                end=start,
                leaves_at=time(9),
                budget_minutes=300,
                mode=TravelMode.objects.get(pk="bicycle"),
                seconds_allowed=SECONDS,
                around_km=3.0,
            ),
            by=person,
            at=at,
        ),
        at,
    )


def _posts(at: datetime) -> None:
    planner = User.objects.get(email=PLANNER)
    asked = StudyAsked(
        title="门头沟新设服务点",
        district=District.objects.defer("geom").get(pk=MOUNTAINS),
        goal=PostStudy.Goal.COVER,
        more=3,
        within_m=5_000,
        weight=PostStudy.Weight.ONE,
        candidates=("sites", "grid"),
        keeps_present=True,
        seconds_allowed=SECONDS,
    )
    study = ask_for_posts(asked=asked, by=planner, at=at)
    work = begin_study(study_id=study.pk, at=at)
    if work is None:
        return
    chosen, choice = choose_sites(work.siting, seconds=work.seconds)
    keep_study(work=work, chosen=chosen, choice=choice, at=at + timedelta(seconds=SECONDS))
    study.refresh_from_db()
    save_study(study_id=study.pk, version=study.version, by=planner, at=at + timedelta(minutes=5))


def _work_out(route: Route, at: datetime) -> None:
    work = begin_route(route_id=route.pk, at=at)
    day = measure_ways(work=work) if work is not None else None
    if work is not None and day is not None:
        keep_route(work=work, found=plan_day(day, seconds=work.seconds), at=at + timedelta(seconds=SECONDS))


def _next_saturday(at: datetime) -> date:
    day = today(at) + timedelta(days=1)
    return day + timedelta(days=(5 - day.weekday()) % 7)
