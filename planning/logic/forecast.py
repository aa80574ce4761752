"""What falls due in the coming months against what volunteers can do, by district and skill; and what if.

Every visit is taken to be made on the day it is due, so the next one falls due an interval later: the least work that keeps
every promise. What waits already (late, or never visited) is due today. A visit to which two go counts for both.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate, pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

# Mean days of a month.
MONTH_DAYS: Final = 365.25 / 12
HORIZON_DAYS: Final = 183
WHOLE_WEEK: Final = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Owed:
    """So many sites of a district alike: days until their visit is due (0: today, or late already), and their interval.

    So many `people` go to each together: a visit takes one of the visits that each of them can make.
    """

    district: str
    is_difficult: bool
    ahead_days: int
    interval_days: int
    sites: int
    people: int = 1

    @property
    def visits(self) -> int:
        """Visits of volunteers that fall due at once, when all the sites do."""
        return self.sites * self.people


@dataclass(frozen=True, slots=True)
class Capacity:
    """Visits a month in a district: what volunteers declared, and what was done; `trained` ones may go where it is difficult."""

    district: str
    volunteers: int
    declared: float
    declared_trained: float
    actual: float


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Changes to try: another interval for sites of one interval, more volunteers in a district (visits a month each)."""

    interval_from: int = 0
    interval_to: int = 0
    district: str = ""
    more_volunteers: int = 0
    visits_each: float = 4.0


@dataclass(frozen=True, slots=True)
class Period:
    """One week or month of a forecast: visits of volunteers falling due (of them difficult), and those still waiting at its end.

    `waiting` is what declared capacity leaves, `waiting_actual` what capacity as it was in the last months leaves.
    """

    start: date
    end: date
    due: float
    due_difficult: float
    can: float
    can_actual: float
    waiting: float
    waiting_actual: float
    waiting_difficult: float

    @property
    def is_feasible(self) -> bool:
        """Whether everything due by its end can be visited by its end; half a visit is rounding."""
        return self.waiting < 0.5 and self.waiting_difficult < 0.5


def due_by_day(owed: Iterable[Owed], days: int = HORIZON_DAYS) -> NDArray[np.float64]:
    """Return visits of volunteers falling due on each day from today, shape (days,), repeats included."""
    found = np.zeros(days)
    for one in owed:
        found[max(0, one.ahead_days) : days : max(1, one.interval_days)] += one.visits
    return found


def changed(owed: Iterable[Owed], change: WhatIf) -> list[Owed]:
    """Return what is owed with the other interval: what is not yet due moves by the difference, and is due today at the earliest."""
    if not change.interval_from or not change.interval_to:
        return list(owed)
    shift = change.interval_to - change.interval_from
    return [
        replace(
            one,
            interval_days=change.interval_to,
            # What waits already was late by an unknown time: it stays due today.
            ahead_days=max(0, one.ahead_days + shift) if one.ahead_days else 0,
        )
        if one.interval_days == change.interval_from
        else one
        for one in owed
    ]


def grown(capacities: Iterable[Capacity], change: WhatIf) -> list[Capacity]:
    """Return the capacities with the additional volunteers, trained for difficult sites too, in their district (or nowhere)."""
    more = change.more_volunteers * change.visits_each
    found = {one.district: one for one in capacities}
    if more and change.district:
        here = found.get(change.district, Capacity(change.district, 0, 0.0, 0.0, 0.0))
        found[change.district] = Capacity(
            here.district,
            here.volunteers + change.more_volunteers,
            here.declared + more,
            here.declared_trained + more,
            here.actual + more,
        )
    return list(found.values())


def forecast(
    owed: Sequence[Owed], capacities: Iterable[Capacity], *, today: date, edges: Sequence[date]
) -> list[Period]:
    """Return the periods between rising days (the first is today), all districts given put together.

    What cannot be visited in a period waits for the next one; spare capacity is lost: nobody visits ahead of time.
    """
    days = (edges[-1] - today).days
    everything, difficult = due_by_day(owed, days), due_by_day((one for one in owed if one.is_difficult), days)
    held = list(capacities)
    declared, trained, actual = (
        sum(getattr(one, name) for one in held) / MONTH_DAYS for name in ("declared", "declared_trained", "actual")
    )
    bounds = [(edge - today).days for edge in edges]
    lengths = [end - start for start, end in pairwise(bounds)]
    due, hard = (_summed(one, bounds) for one in (everything, difficult))
    waits = [
        _left(load, [rate * length for length in lengths])
        for load, rate in ((due, declared), (due, actual), (hard, trained))
    ]
    return [
        Period(
            start=edges[n],
            end=edges[n + 1] - timedelta(days=1),
            due=due[n],
            due_difficult=hard[n],
            can=declared * lengths[n],
            can_actual=actual * lengths[n],
            waiting=waits[0][n],
            waiting_actual=waits[1][n],
            waiting_difficult=waits[2][n],
        )
        for n in range(len(lengths))
    ]


def weeks(today: date, count: int) -> list[date]:
    """Return the edges of so many weeks from today on: today, then Mondays."""
    monday = today + timedelta(days=7 - today.weekday())
    return [today, *(monday + timedelta(weeks=number) for number in range(count))]


def months(today: date, count: int) -> list[date]:
    """Return the edges of so many months from today on: today, then firsts of the month."""
    numbers = [today.year * 12 + today.month - 1 + ahead for ahead in range(1, count + 1)]
    return [today, *(date(number // 12, number % 12 + 1, 1) for number in numbers)]


def infeasible_districts(
    owed: Sequence[Owed], capacities: Sequence[Capacity], *, today: date, edges: Sequence[date]
) -> Mapping[str, list[Period]]:
    """Return the forecast of each district in which some period cannot be managed, by code.

    A first period of a few days is passed over: what waits today is never done within them.
    """
    found: dict[str, list[Period]] = {}
    for district in sorted({one.district for one in owed}):
        own = [one for one in owed if one.district == district]
        periods = forecast(own, [one for one in capacities if one.district == district], today=today, edges=edges)
        counted = [one for one in periods if one.end - one.start >= WHOLE_WEEK]
        if not all(one.is_feasible for one in counted):
            found[district] = counted
    return found


def _summed(by_day: NDArray[np.float64], bounds: Sequence[int]) -> list[float]:
    return [float(by_day[start:end].sum()) for start, end in pairwise(bounds)]


def _left(due: Sequence[float], can: Sequence[float]) -> list[float]:
    steps = zip(due, can, strict=True)
    return list(accumulate(steps, lambda left, step: max(0.0, left + step[0] - step[1]), initial=0.0))[1:]
