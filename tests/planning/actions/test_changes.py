"""Changing a draft by hand."""

from typing import Any

import pytest

from core.errors import NotAllowed, NotFound, Stale
from core.models import AuditEntry
from people.models import User
from planning.actions.changes import lock_visit, move_visit, remove_visit
from planning.actions.plans import discard_plan, solve_plan_again
from planning.errors import AlreadyAsked, CannotTake, PlanNotOpen, PlanRunning
from planning.models import Plan
from sites.models import Site
from tests.factories import make
from tests.planning.cases import HOME, ask, asked, now, person, run_jobs, site_at, solved


@pytest.fixture
def near(db: None) -> User:
    return person("near@test.example")


@pytest.fixture
def other(db: None, near: User) -> User:
    # Farther off, so that the solver sends the other one.
    return person("other@test.example", home=f"SRID=4326;POINT({HOME[0] - 0.03} {HOME[1]})")


@pytest.fixture
def place(db: None) -> Site:
    return site_at(1)


@pytest.fixture
def plan(planner: User, near: User, other: User, place: Site) -> Plan:
    return solved(planner)


def move(plan: Plan, site: Site, who: User, by: User, **fields: Any) -> Plan:
    values = {
        "plan_id": plan.pk,
        "site_id": site.pk,
        "volunteer_id": who.pk,
        "version": plan.version,
        "by": by,
        "at": now(),
    }
    return move_visit(**{**values, **fields})


def test_visit_is_moved_and_locked(plan: Plan, place: Site, near: User, other: User, planner: User) -> None:
    assert plan.items.get().volunteer == near
    moved = move(plan, place, other, planner)
    item = plan.items.get()
    assert (item.volunteer, item.is_locked, moved.version, moved.solver_status) == (
        other,
        True,
        plan.version + 1,
        "changed",
    )
    assert item.distance_km == pytest.approx(3.56, abs=0.01)
    entry = AuditEntry.objects.get(verb="move_visit")
    assert entry.change == {"site": str(place.pk), "volunteer": [str(near.pk), str(other.pk)]}


def test_site_left_out_is_given_to_somebody(planner: User, near: User, place: Site) -> None:
    plan = solved(planner)
    out = remove_visit(plan_id=plan.pk, site_id=place.pk, version=plan.version, by=planner, at=now())
    assert (out.items.count(), out.omissions.get().reason) == (0, "removed")
    move(out, place, near, planner)
    assert (out.items.get().volunteer, out.omissions.count()) == (near, 0)


def test_move_is_refused_to_a_volunteer_who_is_too_far(plan: Plan, place: Site, planner: User) -> None:
    far = person(range_km=1, home="SRID=4326;POINT(116.2 39.9)")
    with pytest.raises(CannotTake):
        move(plan, place, far, planner)


def test_move_is_refused_to_a_volunteer_without_time(plan: Plan, place: Site, planner: User) -> None:
    with pytest.raises(CannotTake):
        move(plan, place, person(free_time=[]), planner)


def test_move_is_refused_to_a_volunteer_whose_visits_are_used_up(planner: User, near: User) -> None:
    first, second = site_at(1), site_at(2)
    single = person("single@test.example", visits_per_month=1)
    plan = solved(planner)
    plan.items.update(volunteer=near)
    plan = move(plan, first, single, planner)
    with pytest.raises(CannotTake):
        move(plan, second, single, planner)


def test_move_is_refused_to_whoever_saw_an_older_plan(plan: Plan, place: Site, other: User, planner: User) -> None:
    move(plan, place, other, planner)
    with pytest.raises(Stale):
        move(plan, place, other, planner)


def test_move_is_refused_for_a_site_asked_in_the_meantime(
    plan: Plan, place: Site, near: User, other: User, planner: User
) -> None:
    asked(place, near, planner)
    with pytest.raises(AlreadyAsked):
        move(plan, place, other, planner)


def test_move_is_refused_for_a_site_of_no_plan(plan: Plan, other: User, planner: User) -> None:
    with pytest.raises(NotFound):
        move(plan, site_at(1), other, planner)


def test_move_is_refused_to_officers(plan: Plan, place: Site, other: User, officer: User) -> None:
    with pytest.raises(NotAllowed):
        move(plan, place, other, officer)


def test_move_is_refused_while_the_plan_is_solved_or_discarded(planner: User, near: User, place: Site) -> None:
    plan = ask(planner)
    with pytest.raises(PlanRunning):
        move(plan, place, near, planner)
    plan = discard_plan(plan_id=plan.pk, by=planner, at=now())
    with pytest.raises(PlanNotOpen):
        move(plan, place, near, planner)


def test_visit_is_locked_and_unlocked(plan: Plan, place: Site, planner: User) -> None:
    locked = lock_visit(plan_id=plan.pk, site_id=place.pk, is_locked=True, version=plan.version, by=planner, at=now())
    assert plan.items.get().is_locked is True
    lock_visit(plan_id=plan.pk, site_id=place.pk, is_locked=False, version=locked.version, by=planner, at=now())
    assert plan.items.get().is_locked is False
    with pytest.raises(Stale):
        lock_visit(plan_id=plan.pk, site_id=place.pk, is_locked=True, version=plan.version, by=planner, at=now())
    with pytest.raises(NotFound):
        lock_visit(
            plan_id=plan.pk, site_id=make.uuid(1), is_locked=True, version=plan.version + 2, by=planner, at=now()
        )


def test_site_taken_out_stays_out_when_solved_again(plan: Plan, place: Site, planner: User) -> None:
    out = remove_visit(plan_id=plan.pk, site_id=place.pk, version=plan.version, by=planner, at=now())
    solve_plan_again(plan_id=plan.pk, version=out.version, by=planner, at=now())
    run_jobs()
    plan.refresh_from_db()
    assert (plan.state, plan.items.count(), plan.omissions.get().reason) == ("draft", 0, "removed")
