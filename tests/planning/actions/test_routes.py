from datetime import time
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from core.errors import NotAllowed, NotFound, Stale
from patrol.models import Assignment
from people.models import User
from planning.actions.routes import ask_for_route, discard_route, give_route, stop_route, work_out_again
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
from planning.models import JobState, Route, RouteStop, SiteHours
from sites.models import PlaceGrant
from tests.factories import make
from tests.planning import trips
from tests.planning.cases import asked as visit_asked
from tests.planning.cases import day, now, person, site_at


def test_planners_route_takes_what_waits_and_proves_it(planner: User) -> None:
    for km, name in ((1, "近"), (2, "中"), (30, "远")):
        site_at(km, name_zh=name)
    route = trips.planned(planner)
    assert (route.state, sorted(trips.order(route)[0])) == (JobState.READY, ["中", "近"])
    # 30 km east lies outside of the 20 km around the start.
    assert route.stops.count() == 2
    assert route.value == route.bound
    assert route.ways == Route.Ways.STRAIGHT


def test_what_takes_too_long_is_left_out_with_the_minutes_that_would_help(planner: User) -> None:
    site_at(1, name_zh="近")
    site_at(8, name_zh="远")
    route = trips.planned(planner, budget_minutes=120)
    far = trips.stop(route, "远")
    # 8 km of straight line are 10.4 of way: 138.7 minutes there and as many back, with 45 for a national building.
    assert (trips.order(route), far.reason, far.more_minutes) == ([["近"]], "far", 203)


def test_volunteers_route_visits_what_they_took_and_nearby_ones_if_asked(volunteer: User, planner: User) -> None:
    mine, free = site_at(1, name_zh="我的"), site_at(2, name_zh="空闲")
    visit_asked(mine, volunteer, planner)
    assert trips.order(trips.own(volunteer)) == [["我的"]]
    route = trips.own(volunteer, around_km=5.0)
    assert {stop.site_id: stop.is_must for stop in route.stops.all()} == {mine.pk: True, free.pk: False}
    assert trips.stop(route, "我的").walker == 0


def test_minutes_hours_and_must_are_of_the_site(planner: User) -> None:
    site = site_at(1, name_zh="近", level_id="county", category_id="0300", visit_minutes=10)
    SiteHours.objects.create(site=site, weekday=day(1).weekday(), opens=time(9), closes=time(17))
    must = trips.planned(planner, must=(site.code,), statuses=("suspended",)).stops.get()
    assert (must.is_must, must.takes_minutes, must.opens, must.closes) == (True, 30, time(9), time(17))


def test_site_with_hours_on_other_days_only_is_closed(planner: User) -> None:
    site = site_at(1, name_zh="近")
    site_at(2, name_zh="中")
    SiteHours.objects.create(site=site, weekday=(day(1).weekday() + 1) % 7, opens=time(9), closes=time(17))
    route = trips.planned(planner)
    assert (trips.order(route), trips.stop(route, "近").reason) == ([["中"]], "closed")


def test_asking_is_refused(planner: User, volunteer: User, stranger: User) -> None:
    with pytest.raises(NothingToVisit):
        ask_for_route(asked=trips.asked(), by=volunteer, at=now())
    site_at(1)
    here = {"district": make.district(), "around_km": 5.0}
    for who, fields, refusal in (
        (stranger, here, NotAllowed),
        (stranger, {}, NotAllowed),
        (volunteer, here, NotAllowed),
        (planner, {**here, "day": day(-1)}, DayPassed),
        (planner, {**here, "day": day(91)}, DayPassed),
        (planner, {**here, "must": ("NOWHERE",)}, SitesUnknown),
        (planner, {**here, "around_km": 0.0, "start": trips.START, "statuses": ("current",)}, NothingToVisit),
    ):
        with pytest.raises(refusal):
            ask_for_route(asked=trips.asked(**fields), by=who, at=now())
    assert Route.objects.count() == 0


def test_route_is_given_once_and_its_walkers_are_asked_and_told(planner: User, volunteer: User) -> None:
    first, second = site_at(1), site_at(2)
    route = trips.planned(planner)
    give_route(route_id=route.pk, version=route.version, walkers={0: volunteer}, by=planner, at=now())
    visits = Assignment.objects.filter(volunteer=volunteer)
    assert {(one.site_id, one.do_by) for one in visits} == {(first.pk, route.day), (second.pk, route.day)}
    assert PlaceGrant.objects.filter(user=volunteer).count() == 2
    assert volunteer.notices.filter(kind="assigned").count() == 2
    route.refresh_from_db()
    with pytest.raises(RouteNotOpen):
        give_route(route_id=route.pk, version=route.version, walkers={0: volunteer}, by=planner, at=now())
    with pytest.raises(RouteNotOpen):
        discard_route(route_id=route.pk, by=planner, at=now())


def test_stops_of_a_given_route_never_change(planner: User, volunteer: User) -> None:
    site_at(1)
    route = trips.planned(planner)
    give_route(route_id=route.pk, version=route.version, walkers={0: volunteer}, by=planner, at=now())
    stop = route.stops.get()
    writes = (
        lambda: RouteStop.objects.update(position=5),
        lambda: RouteStop.objects.all().delete(),
        lambda: RouteStop.objects.create(route=route, site=make.site(), walker=None),
        stop.save,
    )
    for write in writes:
        with pytest.raises(IntegrityError, match="route was given"), transaction.atomic():
            write()


def test_giving_is_refused(planner: User, volunteer: User) -> None:
    taken = site_at(1, code="TAKEN")
    route = trips.planned(planner)
    with pytest.raises(WalkersMissing):
        give_route(route_id=route.pk, version=route.version, walkers={}, by=planner, at=now())
    with pytest.raises(Stale):
        give_route(route_id=route.pk, version=0, walkers={0: volunteer}, by=planner, at=now())
    with pytest.raises(NotFound):
        give_route(route_id=route.pk, version=route.version, walkers={0: volunteer}, by=volunteer, at=now())
    visit_asked(taken, person(), planner)
    with pytest.raises(RouteSitesTaken) as refused:
        give_route(route_id=route.pk, version=route.version, walkers={0: volunteer}, by=planner, at=now())
    assert refused.value.extra == {"sites": "TAKEN"}
    Route.objects.update(day=day(-1))
    with pytest.raises(DayPassed):
        give_route(route_id=route.pk, version=route.version, walkers={0: volunteer}, by=planner, at=now())
    assert Assignment.objects.filter(volunteer=volunteer).count() == 0


def test_one_person_is_not_given_two_trips(planner: User, volunteer: User) -> None:
    for km in (-5, 5):
        site_at(km, visit_minutes=60)
    route = trips.planned(planner, walkers=2, budget_minutes=270)
    assert [len(trip) for trip in trips.order(route)] == [1, 1]
    with pytest.raises(WalkersMissing):
        give_route(route_id=route.pk, version=route.version, walkers={0: volunteer, 1: volunteer}, by=planner, at=now())


def test_own_route_is_never_given(volunteer: User, planner: User) -> None:
    visit_asked(site_at(1), volunteer, planner)
    route = trips.own(volunteer)
    with pytest.raises(RouteNotOpen):
        give_route(route_id=route.pk, version=route.version, walkers={0: volunteer}, by=volunteer, at=now())
    with pytest.raises(IntegrityError, match="route_given_by_planners_only"), transaction.atomic():
        Route.objects.update(given_at=now())


def test_waiting_route_is_stopped_put_aside_and_worked_out_again(planner: User) -> None:
    site_at(1)
    route = ask_for_route(
        asked=trips.asked(district=make.district(), around_km=5.0, statuses=("never",)), by=planner, at=now()
    )
    with pytest.raises(RouteRunning):
        work_out_again(route_id=route.pk, version=route.version, by=planner, at=now())
    assert stop_route(route_id=route.pk, by=planner, at=now()).state == JobState.CANCELLED
    with pytest.raises(RouteNotRunning):
        stop_route(route_id=route.pk, by=planner, at=now())
    work_out_again(route_id=route.pk, version=0, by=planner, at=now())
    assert trips.worked_out(route).state == JobState.READY
    assert discard_route(route_id=route.pk, by=planner, at=now()).state == JobState.CANCELLED
    with pytest.raises(RouteNotOpen):
        discard_route(route_id=route.pk, by=planner, at=now())


@pytest.mark.parametrize(
    ("wrong", "wall"),
    [
        ({"bound": 0, "value": 1}, "route_bound_not_below_value"),
        ({"budget_minutes": 20}, "route_lasts_a_day_at_most"),
        ({"walkers": 0}, "route_has_walkers"),
    ],
)
def test_walls_of_a_route(planner: User, wrong: dict[str, Any], wall: str) -> None:
    site_at(1)
    trips.planned(planner)
    with pytest.raises(IntegrityError, match=wall), transaction.atomic():
        Route.objects.update(**wrong)


def test_stop_is_ordered_or_left_out(planner: User) -> None:
    site_at(1)
    trips.planned(planner)
    with pytest.raises(IntegrityError, match="route_stop_ordered_or_left_out"), transaction.atomic():
        RouteStop.objects.update(walker=None)
