"""Planners who publish at the same moment, on connections of their own: all or nothing, once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from core.errors import Problem
from patrol.models import Assignment
from people.models import Notice, User
from planning.actions.publishing import publish_plan
from planning.models import Plan
from tests.factories import make
from tests.planning.cases import now, person, site_at, solved
from tests.planning.crews import guide, steep

AT_ONCE = 6


def at_once(*works: Callable[[], object]) -> list[str]:
    """Do all at the same moment, each on its own connection; return "done" or the code of the refusal."""
    start = Barrier(len(works))

    def one(work: Callable[[], object]) -> str:
        start.wait()
        try:
            work()
        except Problem as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(works)) as pool:
        return sorted(pool.map(one, works))


def publishing(plan: Plan, by: User) -> Callable[[], object]:
    return lambda: publish_plan(plan_id=plan.pk, version=plan.version, by=by, at=now())


def planner_named(name: str) -> User:
    other = make.user(f"{name}@test.example")
    make.grant(other, "planner", "1101")
    return other


def test_two_overlapping_plans_one_is_published_whole_and_the_other_not_at_all(committed_db: None) -> None:
    planner = planner_named("planner")
    for name in ("a", "b"):
        guide(name)
    guide("c", -4)
    for number in range(4):
        site_at(1 + number / 4, code=f"S{number}")
    steep(2, code="CLIFF")
    plans = [solved(planner), solved(planner)]
    # The second plan sends somebody else to one site; whoever both send is no contradiction.
    item = plans[1].items.get(site__code="S1")
    plans[1].items.filter(pk=item.pk).update(volunteer=User.objects.exclude(pk=item.volunteer_id).get(name="c"))
    answers = at_once(publishing(plans[0], planner), publishing(plans[1], planner_named("other")))
    assert answers == ["done", "plan_sites_taken"]
    (won,) = Plan.objects.filter(state="published")
    visits = Assignment.objects.filter(status="open")
    assert {one.plan_id for one in visits} == {won.pk}
    assert set(visits.values_list("site_id", "volunteer_id", "companion_id")) == set(
        won.items.values_list("site_id", "volunteer_id", "companion_id")
    )
    people = sum(2 if one.companion_id else 1 for one in visits)
    assert Notice.objects.count() == people


def test_the_same_plan_many_times_at_once_is_published_once(committed_db: None) -> None:
    planner = planner_named("planner")
    person("a@test.example")
    site_at(1, code="S1")
    plan, other = solved(planner), planner_named("other")
    works = [publishing(plan, by) for by in [planner, other] * (AT_ONCE // 2)]
    assert at_once(*works) == ["done", *["stale"] * (AT_ONCE - 1)]
    assert (Assignment.objects.count(), Notice.objects.count()) == (1, 1)
