"""The invented year: nobody is in two places, the last visit is where it was wanted, and it is the same every time."""

import random
from collections import defaultdict
from datetime import date
from itertools import pairwise

import pytest

from patrol.demo.history import Goal, PastVisit, Walker, looked_after, year_of_visits

TODAY = date(2026, 6, 1)
ALL_WEEK = dict.fromkeys(range(7), (9 * 60, 17 * 60))


def walkers(count: int = 6, joined_on: date = date(2020, 1, 1)) -> list[Walker]:
    return [Walker(f"walker-{n}", 116.3 + n / 50, 39.9, 20, 4, joined_on, ALL_WEEK) for n in range(count)]


def goals(count: int = 20) -> list[Goal]:
    return [Goal(f"S{n}", 116.3 + n / 200, 39.9, 30, 40, "fair", 3 + n, ()) for n in range(count)]


def year(seed: int = 1, **changes: object) -> list[PastVisit]:
    values = {"goals": goals(), "walkers": walkers(), "at_most": None, **changes}
    return year_of_visits(
        values["goals"],  # type: ignore[arg-type]
        values["walkers"],  # type: ignore[arg-type]
        today=TODAY,
        rng=random.Random(seed),
        at_most=values["at_most"],  # type: ignore[arg-type]
    )


def test_year_is_the_same_for_the_same_seed() -> None:
    assert year(seed=7) == year(seed=7)
    assert year(seed=7) != year(seed=8)


def test_year_leaves_nobody_in_two_places_at_once() -> None:
    by_walker: dict[str, list[PastVisit]] = defaultdict(list)
    for visit in year():
        by_walker[visit.walker].append(visit)

    overlaps = [
        (first, second)
        for visits in by_walker.values()
        for first, second in pairwise(sorted(visits, key=lambda visit: visit.starts_at))
        if second.starts_at < first.ends_at
    ]

    assert len(by_walker) == 6
    assert overlaps == []


def test_year_ends_each_site_on_the_wanted_day_in_todays_condition() -> None:
    last = {visit.code: visit for visit in year() if visit.is_last}

    assert {code: visit.days_ago for code, visit in last.items()} == {f"S{n}": 3 + n for n in range(20)}
    assert {visit.condition for visit in last.values()} == {"fair"}
    assert {(TODAY - visit.ends_at.date()).days - visit.days_ago for visit in last.values()} == {0}


def test_year_holds_no_visit_of_a_site_never_visited() -> None:
    assert year(goals=[Goal("S0", 116.3, 39.9, 30, 40, "fair", None)]) == []


def test_year_with_a_limit_keeps_the_last_and_the_certain_visits() -> None:
    goal = Goal("S0", 116.3, 39.9, 30, 40, "poor", 5, certain_days_ago=(200, 300))

    assert [visit.days_ago for visit in year(goals=[goal], at_most=1)] == [300, 200, 5]


def test_certain_visits_are_made_by_different_people() -> None:
    goal = Goal("S0", 116.3, 39.9, 30, 40, "poor", 5, certain_days_ago=(5, 200, 300))
    certain = [visit.walker for visit in year(goals=[goal]) if visit.days_ago in goal.certain_days_ago]

    assert len(set(certain)) == 3


def test_year_sends_nobody_before_they_joined() -> None:
    new = walkers(joined_on=date(2026, 5, 31))

    with pytest.raises(LookupError, match="nobody can go to S0"):
        year(goals=goals(1), walkers=new)


def test_looked_after_is_the_latest_visit_that_somebody_else_followed_long_after() -> None:
    visits = year()
    found, followed = looked_after(visits, "walker-1", days=7) or (None, None)
    assert found is not None
    assert followed is not None
    assert (found.walker, followed.code, followed.walker != "walker-1") == ("walker-1", found.code, True)
    assert found.days_ago - followed.days_ago > 7
    newer = [one for one in visits if one.walker == "walker-1" and one.days_ago < found.days_ago]
    assert [
        looked_after([one, *(o for o in visits if o.walker != "walker-1")], "walker-1", days=7) for one in newer
    ] == [None] * len(newer)


def test_looked_after_is_none_for_who_never_went() -> None:
    assert looked_after(year(), "nobody", days=7) is None
