import functools
import operator

import pytest

from core.errors import NotFound, Stale
from people.models import User
from planning.actions.route_order import drop_stop, move_stop
from planning.actions.routes import work_out_again
from planning.models import Route
from planning.queries.routes import seen_route
from tests.planning import trips
from tests.planning.cases import now, site_at


@pytest.fixture
def route(planner: User) -> Route:
    for km, name in ((1, "一"), (2, "二"), (3, "三")):
        site_at(km, name_zh=name)
    made = trips.planned(planner, walkers=2, budget_minutes=300)
    # One walker goes to all of them, in this order, however they were found.
    for at, name in enumerate(("一", "二", "三")):
        made = move(made, planner, name, at)
    return made


def move(route: Route, by: User, name: str, position: int, walker: int = 0) -> Route:
    stop = trips.stop(route, name)
    return move_stop(
        route_id=route.pk,
        site_id=stop.site_id,
        version=route.version,
        walker=walker,
        position=position,
        by=by,
        at=now(),
    )


def drop(route: Route, by: User, name: str) -> Route:
    return drop_stop(route_id=route.pk, site_id=trips.stop(route, name).site_id, version=route.version, by=by, at=now())


def test_stop_is_moved_and_times_follow(route: Route, planner: User) -> None:
    assert trips.order(route) == [["一", "二", "三"], []]
    before = seen_route(route, planner).trips[0].course
    changed = move(route, planner, "三", 0)
    after = seen_route(changed, planner).trips[0].course
    assert trips.order(changed) == [["三", "一", "二"], []]
    assert before is not None
    assert after is not None
    # 6 km along the road and back, or 3 + 2 + 1 + 2: with a third of detour.
    assert [round(one.metres / 1.3 / 1_000) for one in (before, after)] == [6, 8]
    assert changed.is_changed


def test_beyond_the_last_is_last_and_another_walker_may_take_it(route: Route, planner: User) -> None:
    assert trips.order(move(route, planner, "一", 99)) == [["二", "三", "一"], []]
    assert trips.order(move(Route.objects.get(), planner, "二", 0, walker=1)) == [["三", "一"], ["二"]]


def test_dropped_stop_stays_out_when_worked_out_again_and_can_be_taken_in(route: Route, planner: User) -> None:
    dropped = drop(route, planner, "二")
    assert (trips.order(dropped), trips.stop(dropped, "二").reason) == ([["一", "三"], []], "removed")
    work_out_again(route_id=dropped.pk, version=dropped.version, by=planner, at=now())
    again = trips.worked_out(dropped)
    assert sorted(functools.reduce(operator.iadd, trips.order(again), [])) == ["一", "三"]
    assert not again.is_changed
    assert "二" in functools.reduce(operator.iadd, trips.order(move(again, planner, "二", 0)), [])


def test_changing_is_refused(route: Route, planner: User, volunteer: User) -> None:
    with pytest.raises(Stale):
        move_stop(
            route_id=route.pk,
            site_id=trips.stop(route, "一").site_id,
            version=0,
            walker=0,
            position=0,
            by=planner,
            at=now(),
        )
    with pytest.raises(NotFound):
        move(route, planner, "一", 0, walker=2)
    with pytest.raises(NotFound):
        move(route, volunteer, "一", 0)
    with pytest.raises(NotFound):
        drop_stop(route_id=route.pk, site_id=route.pk, version=route.version, by=planner, at=now())
