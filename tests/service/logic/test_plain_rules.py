"""Free time, served time, the turning code, who may come."""

from datetime import datetime, timedelta

import pytest

from service.logic.eligibility import Asked, Known, lacks
from service.logic.free_time import free_share
from service.logic.served_time import served_interval
from service.logic.states import APPLICATION, next_state
from service.logic.turning_code import code_at, is_fresh, step_of

SATURDAY = datetime.fromisoformat("2026-06-06T09:00:00+08:00")


def hours(begin: float, end: float) -> tuple[datetime, datetime]:
    return SATURDAY + timedelta(hours=begin), SATURDAY + timedelta(hours=end)


@pytest.mark.parametrize(
    ("windows", "share"),
    [
        ([], None),
        ([(5, "09:00", "17:00")], 1.0),
        ([(5, "10:00", "17:00")], 0.5),
        ([(5, "09:00", "10:00"), (5, "09:30", "10:30")], 0.75),
        ([(6, "09:00", "17:00")], 0.0),
        ([(5, "11:00", "09:00")], 0.0),
    ],
)
def test_free_share(windows: list[tuple[int, str, str]], share: float | None) -> None:
    told = [{"weekday": day, "start": start, "end": end} for day, start, end in windows]
    assert free_share(told, *hours(0, 2)) == share


def test_free_share_runs_over_midnight() -> None:
    windows = [{"weekday": 5, "start": "22:00", "end": "24:00"}, {"weekday": 6, "start": "00:00", "end": "01:00"}]
    assert free_share(windows, *hours(13, 17)) == 0.75


@pytest.mark.parametrize(
    ("came", "left", "served"),
    [(0.5, 1.5, (0.5, 1.5)), (-1, 3, (0, 2)), (-2, -1, None), (1.99, 5, None), (3, 4, None)],
)
def test_served_time_lies_in_the_shift(came: float, left: float, served: tuple[float, float] | None) -> None:
    (begin, end), (in_at, out_at) = hours(0, 2), hours(came, left)
    found = served_interval(starts_at=begin, ends_at=end, in_at=in_at, out_at=out_at)
    assert found == (hours(*served) if served else None)


def test_code_turns_and_is_its_shifts() -> None:
    key, step = b"k" * 32, step_of(600.0, seconds=60)
    code = code_at(key, "a", step)
    assert [is_fresh(key, "a", code, step=later) for later in (step, step + 1, step + 2, step - 1)] == [
        True,
        True,
        False,
        False,
    ]
    assert not is_fresh(key, "b", code, step=step)
    assert not is_fresh(b"x" * 32, "a", code, step=step)


def test_lacks_names_the_gravest_first() -> None:
    asked = Asked(16, needs_insurance=True, skills=frozenset({"first_aid"}))
    nothing = Known(None, has_guardian_consent=False, is_insured=False, skills=frozenset())
    everything = Known(16, has_guardian_consent=True, is_insured=True, skills=frozenset({"first_aid", "driving"}))
    assert lacks(asked, nothing) == ["activity_age_unknown", "activity_insurance_missing", "activity_skill_missing"]
    assert lacks(asked, everything) == []


def test_no_way_leads_out_of_served() -> None:
    assert {act for (state, act) in APPLICATION if state == "served"} == set()
    assert next_state(APPLICATION, "served", "cancel") is None
