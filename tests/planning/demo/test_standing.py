"""The demo's sites stand as wanted: shares kept, stories respected, each day within its status."""

import random
from collections import Counter
from datetime import date, timedelta

from planning.demo.standing import Standing, last_visits
from planning.logic.duty import Status, due_on, status

TODAY = date(2026, 6, 1)


def sites(district: str, count: int, interval_days: int = 30) -> list[Standing]:
    return [Standing(f"{district}-{n}", district, interval_days, 1 + n % 5, n % 3 == 0) for n in range(count)]


def statuses(found: dict[str, int | None], interval_days: int = 30) -> Counter[Status]:
    counted: Counter[Status] = Counter()
    for days_ago in found.values():
        last = None if days_ago is None else TODAY - timedelta(days=days_ago)
        counted[status(last_visited_on=last, due_on=due_on(last, interval_days), today=TODAY)] += 1
    return counted


def test_last_visits_keep_the_shares_of_the_old_town() -> None:
    found = last_visits(sites("110101", 100), random.Random(1))

    assert statuses(found) == {Status.CURRENT: 61, Status.DUE_SOON: 15, Status.OVERDUE: 16, Status.NEVER: 8}


def test_last_visits_are_rarer_in_the_mountains() -> None:
    found = last_visits(sites("110116", 100), random.Random(1))

    assert statuses(found) == {Status.CURRENT: 37, Status.DUE_SOON: 13, Status.OVERDUE: 25, Status.NEVER: 25}


def test_last_visits_follow_the_sites_own_interval() -> None:
    found = last_visits(sites("110105", 100, interval_days=90), random.Random(1))

    assert statuses(found, 90) == {Status.CURRENT: 51, Status.DUE_SOON: 15, Status.OVERDUE: 19, Status.NEVER: 15}


def test_last_visits_respect_the_stories() -> None:
    told = Standing("told", "110101", 7, 1, is_difficult=False, visited_days_ago=5)

    assert last_visits([told, *sites("110101", 20)], random.Random(1))["told"] == 5


def test_last_visits_are_the_same_for_the_same_seed() -> None:
    assert last_visits(sites("110101", 30), random.Random(3)) == last_visits(sites("110101", 30), random.Random(3))
