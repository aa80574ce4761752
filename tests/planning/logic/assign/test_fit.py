"""Whether somebody can take a visit, and everything against it."""

import pytest

from planning.logic.assign import Fit, Load, Misfit, MisfitReason, Problem, Site, Volunteer, fits, loads_of

# One kilometre eastward at 39.9° N, in degrees.
KM = 0.01172


def volunteer(name: str = "V", *, km: float = 0.0, **fields: object) -> Volunteer:
    values = {"range_km": 5.0, "max_visits": 2, "free_minutes": 300, **fields}
    return Volunteer(name, 116.39 + km * KM, 39.9, **values)  # type: ignore[arg-type]


def site(name: str = "S", *, km: float = 0.0, **fields: object) -> Site:
    return Site(name, 116.39 + km * KM, 39.9, 5.0, **fields)  # type: ignore[arg-type]


def reasons(one: Fit) -> list[MisfitReason]:
    return [each.reason for each in one.misfits]


def test_who_is_near_and_free_fits() -> None:
    problem = Problem(sites=(site(),), volunteers=(volunteer("far", km=3), volunteer("near", km=1)))
    near, far = fits(problem, problem.sites[0], {})
    assert (near.volunteer_id, near.is_possible, near.misfits, round(near.distance_km, 2)) == ("near", True, (), 1.0)
    assert (far.volunteer_id, far.minutes) == ("far", problem.visit_minutes(problem.sites[0], far.distance_km))


def test_every_reason_is_told_at_once() -> None:
    busy = volunteer(km=8, free_minutes=10, max_visits=1, organisation="A")
    wanted = site(skills=frozenset({"climb"}), clearances=frozenset({"course"}), organisation="B", is_difficult=True)
    (one,) = fits(Problem(sites=(wanted,), volunteers=(busy,)), wanted, {"V": Load(visits=1, minutes=5)})
    assert reasons(one) == [
        MisfitReason.TOO_FAR,
        MisfitReason.OTHER_ORGANISATION,
        MisfitReason.SKILL_MISSING,
        MisfitReason.NOT_CLEARED,
        MisfitReason.NO_TIME,
        MisfitReason.NO_VISIT_LEFT,
        MisfitReason.PAIR_NEEDED,
    ]
    assert one.misfits[2] == Misfit(MisfitReason.SKILL_MISSING, skills=("climb",))
    assert round(one.misfits[0].amount, 1) == 3.0
    assert one.misfits[4].amount == 5 + one.minutes - 10
    assert one.is_possible is False


def test_a_pair_needed_is_a_warning_alone() -> None:
    hard = site(is_difficult=True)
    (one,) = fits(Problem(sites=(hard,), volunteers=(volunteer(),)), hard, {})
    assert (reasons(one), one.is_possible) == ([MisfitReason.PAIR_NEEDED], True)
    (pair,) = fits(Problem(sites=(hard,), volunteers=(volunteer(),), people_at_difficult=2), hard, {})
    assert pair.misfits == ()


def test_loads_count_the_visits_beside_the_one_in_question() -> None:
    problem = Problem(sites=(site("A"), site("B", km=1)), volunteers=(volunteer(),))
    planned = [("A", "V"), ("B", "V"), ("gone", "V"), ("A", "unknown")]
    minutes = problem.visit_minutes(problem.sites[1], fits(problem, problem.sites[1], {})[0].distance_km)
    assert loads_of(problem, planned, without="A") == {"V": Load(2, minutes)}


def test_nobody_fits_where_there_is_nobody() -> None:
    assert fits(Problem(sites=(site(),), volunteers=()), site(), {}) == []


@pytest.mark.parametrize("visits", [1, 2])
def test_the_last_visit_left_is_possible(visits: int) -> None:
    problem = Problem(sites=(site(),), volunteers=(volunteer(),))
    assert fits(problem, problem.sites[0], {"V": Load(visits, 0)})[0].is_possible is (visits == 1)
