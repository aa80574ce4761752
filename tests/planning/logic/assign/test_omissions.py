from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.logic.assign import (
    Change,
    ChangeKind,
    ChangePrices,
    Contradiction,
    Locked,
    Omission,
    OmissionReason,
    Problem,
    solve,
    with_changes,
)
from tests.planning.logic.assign.cases import any_problem, site, volunteer

CLIMB = frozenset({"climb"})
DEAR_RECRUIT = ChangePrices(recruit=10_000)


def omission(problem: Problem) -> Omission:
    (only,) = solve(problem, seconds=5).omissions
    return only


def assert_changes_let_it_in(problem: Problem, left_out: Omission) -> None:
    """With the changes made there is room for the site beside all of the plan, and the plan is worth more."""
    plan = solve(problem, seconds=5)
    changed = with_changes(problem, left_out.site_id, left_out.changes)
    pairs = tuple(Locked(one.site_id, one.volunteer_id) for one in plan.assignments)
    again = solve(
        replace(
            changed,
            locked=pairs,
            sites=tuple(
                one for one in changed.sites if one.id == left_out.site_id or one.id in {p.site_id for p in pairs}
            ),
        ),
        seconds=5,
    )
    assert again.omissions == ()
    assert again.objective > plan.objective


def test_omission_with_nobody_in_range_extends_the_range() -> None:
    problem = Problem(
        sites=(site("a", km=9.95),), volunteers=(volunteer("v", range_km=6.8), volunteer("w", km=-9, range_km=8))
    )
    left_out = omission(problem)
    assert left_out.reason == OmissionReason.NOBODY_IN_RANGE
    assert left_out.changes == (Change(ChangeKind.EXTEND_RANGE, 3.2, "v"),)
    assert left_out.params == {
        "candidates": 0,
        "needed": 1,
        "volunteer_id": "v",
        "distance_km": pytest.approx(9.95, abs=1e-3),
        "range_km": 6.8,
        "minutes": 108,
        "free_minutes": 9_999,
    }
    assert_changes_let_it_in(problem, left_out)


def test_omission_with_nobody_skilled_teaches() -> None:
    problem = Problem(sites=(site("a", skills=CLIMB),), volunteers=(volunteer("v"),))
    left_out = omission(problem)
    assert left_out.reason == OmissionReason.NOBODY_HAS_SKILL
    assert left_out.params["skills"] == "climb"
    assert left_out.changes == (Change(ChangeKind.TEACH_SKILLS, 1, "v", ("climb",)),)
    assert_changes_let_it_in(problem, left_out)


def test_omission_with_nobody_cleared_clears() -> None:
    problem = Problem(sites=(site("a", clearances=frozenset({"rope"})),), volunteers=(volunteer("v"),))
    left_out = omission(problem)
    assert (left_out.reason, left_out.params["skills"]) == (OmissionReason.NOBODY_IS_CLEARED, "rope")
    assert left_out.changes == (Change(ChangeKind.CLEAR, 1, "v", ("rope",)),)
    assert_changes_let_it_in(problem, left_out)


def test_omission_never_proposes_a_clearance_that_no_change_gives() -> None:
    asked = {"clearances": frozenset({"of_age"})}
    problem = Problem(
        sites=(site("a", **asked),), volunteers=(volunteer("v"),), prices=ChangePrices(never=frozenset({"of_age"}))
    )
    assert [one.kind for one in omission(problem).changes] == [ChangeKind.RECRUIT]
    assert_changes_let_it_in(problem, omission(problem))


def test_omission_on_the_territory_of_others_recruits_for_them() -> None:
    problem = Problem(sites=(site("a", organisation="red"),), volunteers=(volunteer("v", organisation="blue"),))
    left_out = omission(problem)
    assert (left_out.reason, left_out.params["organisation"]) == (OmissionReason.NOBODY_OF_ORGANISATION, "red")
    assert left_out.changes == (Change(ChangeKind.RECRUIT, 1),)
    assert_changes_let_it_in(problem, left_out)


def test_omission_for_fairness_says_so() -> None:
    problem = Problem(
        sites=(site("a", urgency=1), site("b", urgency=1)), volunteers=(volunteer("v"),), weight_fairness=2
    )
    left_out = omission(problem)
    assert left_out.reason == OmissionReason.NOT_FAIR
    assert left_out.changes == (Change(ChangeKind.RAISE_URGENCY, 1.01),)
    assert_changes_let_it_in(problem, left_out)


def test_omission_with_nobody_free_asks_for_time() -> None:
    problem = Problem(sites=(site("a", duration_minutes=90),), volunteers=(volunteer("v", free_minutes=60),))
    left_out = omission(problem)
    assert left_out.reason == OmissionReason.NOBODY_HAS_TIME
    assert left_out.changes == (Change(ChangeKind.MORE_TIME, 30, "v"),)
    assert_changes_let_it_in(problem, left_out)


def test_omission_with_all_full_asks_for_one_more_visit() -> None:
    problem = Problem(sites=(site("a", urgency=1), site("b", urgency=2)), volunteers=(volunteer("v", max_visits=1),))
    left_out = omission(problem)
    assert (left_out.site_id, left_out.reason) == ("a", OmissionReason.ALL_FULL)
    assert left_out.changes == (Change(ChangeKind.ONE_MORE_VISIT, 1, "v"),)
    assert_changes_let_it_in(problem, left_out)


def test_omission_with_all_full_asks_for_time_and_a_visit_where_both_lack() -> None:
    problem = Problem(
        sites=(site("a", urgency=1), site("b", urgency=2)), volunteers=(volunteer("v", max_visits=1, free_minutes=40),)
    )
    left_out = omission(problem)
    assert left_out.reason == OmissionReason.ALL_FULL
    assert left_out.changes == (Change(ChangeKind.ONE_MORE_VISIT, 1, "v"), Change(ChangeKind.MORE_TIME, 20, "v"))
    assert left_out.price == pytest.approx(5 + 2)
    assert_changes_let_it_in(problem, left_out)


def test_omission_not_worth_the_travel_raises_the_urgency() -> None:
    problem = Problem(sites=(site("a", km=10, urgency=0.5),), volunteers=(volunteer("v"),))
    left_out = omission(problem)
    assert left_out.reason == OmissionReason.NOT_WORTH_TRAVEL
    assert left_out.changes == (Change(ChangeKind.RAISE_URGENCY, 0.03),)
    assert_changes_let_it_in(problem, left_out)


def test_omission_far_from_everybody_recruits() -> None:
    problem = Problem(
        sites=(site("a", km=400, skills=CLIMB),), volunteers=(volunteer("v"), volunteer("w", range_km=1, skills=CLIMB))
    )
    left_out = omission(problem)
    assert left_out.changes == (Change(ChangeKind.RECRUIT, 1, skills=("climb",)),)
    assert_changes_let_it_in(problem, left_out)


def test_omission_without_anybody_recruits() -> None:
    problem = Problem(sites=(site("a"),), volunteers=())
    left_out = omission(problem)
    assert (left_out.reason, left_out.params) == (OmissionReason.NOBODY_IN_RANGE, {"candidates": 0, "needed": 1})
    assert left_out.changes == (Change(ChangeKind.RECRUIT, 1),)
    assert_changes_let_it_in(problem, left_out)


def test_omission_of_a_pair_changes_only_who_cannot_go() -> None:
    problem = Problem(
        sites=(site("a", is_difficult=True),),
        volunteers=(volunteer("v"), volunteer("w", km=5, range_km=4)),
        people_at_difficult=2,
    )
    left_out = omission(problem)
    assert (left_out.reason, left_out.params["candidates"]) == (OmissionReason.NOBODY_IN_RANGE, 1)
    assert left_out.changes == (Change(ChangeKind.EXTEND_RANGE, 1.1, "w"),)
    assert_changes_let_it_in(problem, left_out)


@settings(deadline=None, max_examples=25)
@given(
    seed=st.integers(0, 100_000), prices=st.sampled_from([ChangePrices(), DEAR_RECRUIT]), people=st.sampled_from([1, 2])
)
def test_omission_of_any_problem_is_cured_by_its_changes(seed: int, prices: ChangePrices, people: int) -> None:
    problem = replace(any_problem(seed, people_at_difficult=people), prices=prices)
    for left_out in solve(problem, seconds=5).omissions:
        assert_changes_let_it_in(problem, left_out)


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 100_000))
def test_omission_of_any_problem_is_not_cured_by_less(seed: int) -> None:
    problem = replace(any_problem(seed), prices=DEAR_RECRUIT)
    plan = solve(problem, seconds=5)
    pairs = tuple(Locked(one.site_id, one.volunteer_id) for one in plan.assignments)
    for left_out in plan.omissions:
        for change in left_out.changes:
            if change.volunteer_id is not None:
                others = tuple(one for one in left_out.changes if one is not change)
                step = 0.1 if change.kind == ChangeKind.EXTEND_RANGE else 1
                fewer = replace(change, amount=change.amount - step, skills=change.skills[1:])
                less = replace(with_changes(problem, left_out.site_id, (*others, fewer)), locked=pairs)
                with pytest.raises(Contradiction):
                    solve(replace(less, locked=(*pairs, Locked(left_out.site_id, change.volunteer_id))), seconds=5)


def test_omission_takes_the_cheapest_by_the_prices_given() -> None:
    problem = Problem(
        sites=(site("a", km=10, skills=CLIMB),), volunteers=(volunteer("v"), volunteer("w", range_km=4, skills=CLIMB))
    )
    assert [one.kind for one in omission(problem).changes] == [ChangeKind.EXTEND_RANGE]
    cheap_training = replace(problem, prices=ChangePrices(skill=1))
    assert [one.kind for one in omission(cheap_training).changes] == [ChangeKind.TEACH_SKILLS]
