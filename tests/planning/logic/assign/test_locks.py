import pytest

from planning.logic.assign import Assignment, Contradiction, Locked, Problem
from planning.logic.assign.locks import keep_locked
from tests.planning.logic.assign.cases import site, volunteer

A_V = Locked("a", "v")


def problem(*, locked: tuple[Locked, ...] = (A_V,), of_a: dict | None = None, of_v: dict | None = None) -> Problem:
    return Problem(
        sites=(site("a", **(of_a or {})), site("b")),
        volunteers=(volunteer("v", **(of_v or {})), volunteer("w")),
        locked=locked,
        people_at_difficult=2,
    )


def test_keep_locked_makes_assignments() -> None:
    assert keep_locked(problem()) == (Assignment("a", "v", 0.0, 30, is_locked=True),)


def test_keep_locked_takes_a_whole_pair() -> None:
    kept = keep_locked(problem(locked=(A_V, Locked("a", "w")), of_a={"is_difficult": True}))
    assert [one.volunteer_id for one in kept] == ["v", "w"]


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        ("locked_twice", {"locked": (A_V, A_V)}),
        ("locked_site_unknown", {"locked": (Locked("x", "v"),)}),
        ("locked_volunteer_unknown", {"locked": (Locked("a", "x"),)}),
        ("locked_people_wrong", {"locked": (A_V, Locked("a", "w"))}),
        ("locked_people_wrong", {"of_a": {"is_difficult": True}}),
        ("locked_out_of_range", {"of_a": {"km": 10}, "of_v": {"range_km": 9}}),
        ("locked_without_skill", {"of_a": {"skills": frozenset({"climb"})}}),
        ("locked_without_clearance", {"of_a": {"clearances": frozenset({"rope"})}}),
        ("locked_outside_organisation", {"of_a": {"organisation": "red"}, "of_v": {"organisation": "blue"}}),
        ("locked_over_visits", {"of_v": {"max_visits": 0}}),
        ("locked_over_time", {"of_v": {"free_minutes": 29}}),
    ],
)
def test_keep_locked_refuses_a_contradiction(code: str, parts: dict) -> None:
    with pytest.raises(Contradiction) as refusal:
        keep_locked(problem(**parts))
    assert refusal.value.code == code


def test_keep_locked_says_what_is_concerned() -> None:
    with pytest.raises(Contradiction) as refusal:
        keep_locked(problem(of_v={"max_visits": 0}))
    assert refusal.value.params == {"volunteer_id": "v", "visits": 1, "max_visits": 0}
