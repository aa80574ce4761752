"""A day out: which sites one or several walkers visit, in which order, and what that is worth at most.

First as many of the sites that must be seen as fit, then the most value, then the shortest way. Minutes count from midnight; place 0 is the start, the last place the end.
"""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from planning.logic.route.problem import Crew, Problem, Stop

MIDNIGHT = 24 * 60.0
_SEARCH_SHARE = 0.6
# Rounding up to a hundredth of a minute loses nothing anybody could walk.
_TICK = 0.01


class WhyNot(StrEnum):
    """Why a site is in no trip."""

    CLOSED = "closed"
    FAR = "far"
    FULL = "full"
    REMOVED = "removed"
    NO_PLACE = "no_place"


@dataclass(frozen=True, slots=True)
class Spot:
    """A site to visit: minutes it takes, when it is open, what a visit is worth (whole, at least 1), and whether it must be."""

    takes: float
    opens: float = 0.0
    closes: float = MIDNIGHT
    value: int = 1
    is_must: bool = False


@dataclass(frozen=True, eq=False)
class Day:
    """Walkers who all leave at `leaves` and have `budget` minutes; ways between start, spots and end, shape (spots + 2,) * 2."""

    spots: tuple[Spot, ...]
    metres: NDArray[np.float64]
    minutes: NDArray[np.float64]
    leaves: float
    budget: float
    walkers: int = 1

    @property
    def returns(self) -> float:
        """When everybody must be back."""
        return self.leaves + self.budget


@dataclass(frozen=True, slots=True)
class Found:
    """Trips as lists of spots (counted from 1), the value collected and the most there can be, whether both are proven one."""

    trips: tuple[tuple[int, ...], ...]
    value: int
    bound: int
    is_cancelled: bool
    seconds: float


def plan_day(
    day: Day,
    *,
    seconds: float,
    is_cancelled: Callable[[], bool] | None = None,
) -> Found:
    """Return the best trips found within the seconds, and the proven bound of the value.

    `is_cancelled` is asked all the time while routes are searched; the proof ends with the seconds.
    """
    started = time.monotonic()
    able = [spot for spot in range(1, len(day.spots) + 1) if why_impossible(day, spot) is None]
    whole, weight = _problem(day, able), _Weights(day, able)
    trips = _search(whole, able, seconds, is_cancelled)
    was_cancelled = is_cancelled is not None and is_cancelled()
    left = 0.0 if was_cancelled else seconds - (time.monotonic() - started)
    trips, most = _bounded(whole, weight, able, trips, left)
    bound = weight.most_value(most, trips)
    return Found(trips, _value(day, trips), bound, was_cancelled, time.monotonic() - started)


def why_impossible(day: Day, spot: int) -> WhyNot | None:
    """Return why the spot is in no trip at all, even alone; none where it is possible."""
    one, end = day.spots[spot - 1], len(day.spots) + 1
    arrives = day.leaves + day.minutes[0, spot]
    begins = max(arrives, one.opens)
    if begins + one.takes > one.closes + 1e-9:
        return WhyNot.CLOSED
    if begins + one.takes + day.minutes[spot, end] > day.returns + 1e-9:
        return WhyNot.FAR
    return None


class _Weights:
    """Musts outweigh all values, and a unit of value outweighs all ways."""

    def __init__(self, day: Day, able: Sequence[int]) -> None:
        self.day, self.able = day, able
        self.values = [day.spots[spot - 1].value for spot in able]
        self.must = 1 + sum(self.values)

    def scored(self, spot: int) -> int:
        one = self.day.spots[spot - 1]
        return one.value + (self.must if one.is_must else 0)

    def most_value(self, most: int, trips: Sequence[Sequence[int]]) -> int:
        """Return the most value of whatever visits as many musts; what cannot be said of fewer is all there is."""
        kept = sum(self.day.spots[spot - 1].is_must for trip in trips for spot in trip)
        musts = most // self.must
        return min(sum(self.values), most - musts * self.must) if musts == kept else sum(self.values)


def _problem(day: Day, able: Sequence[int]) -> Problem:
    at = np.array([0, *able, len(day.spots) + 1])
    metres, minutes = np.ceil(day.metres[np.ix_(at, at)]).astype(np.int64), day.minutes[np.ix_(at, at)]
    weight, outweighs = _Weights(day, able), _outweighs(day, metres, minutes)
    spots = [day.spots[spot - 1] for spot in able]
    stops = [
        Stop(one.takes, one.opens, max(one.closes - one.takes, one.opens), value=outweighs * weight.scored(spot))
        for spot, one in zip(able, spots, strict=True)
    ]
    crew = Crew(0, len(able) + 1, day.walkers, leaves=day.leaves, returns=day.returns, longest=day.budget)
    return Problem((Stop(), *stops, Stop()), (crew,), metres, minutes, tick=_TICK)


def _outweighs(day: Day, metres: NDArray[np.int64], minutes: NDArray[np.float64]) -> int:
    """Return more metres than all walkers together can go within their time."""
    fastest = float(np.max(metres / np.maximum(minutes, 0.01), initial=1.0))
    return 1 + math.ceil(day.walkers * day.budget * fastest)


def _search(
    whole: Problem, able: Sequence[int], seconds: float, is_cancelled: Callable[[], bool] | None
) -> tuple[tuple[int, ...], ...]:
    if not able:
        return ()
    # PyVRP is loaded only where there is something to search.
    from planning.logic.route.solver import solve

    # So few sites are ordered in no time; the rest of the seconds is for the proof.
    enough = min(_SEARCH_SHARE * seconds, 1.0 + len(able) / 5)
    found = solve(whole, seconds=enough, is_cancelled=is_cancelled)
    return tuple(tuple(able[visit.stop - 1] for visit in trip.visits) for trip in found.trips or () if trip.visits)


def _bounded(
    whole: Problem, weight: _Weights, able: Sequence[int], trips: tuple[tuple[int, ...], ...], seconds: float
) -> tuple[tuple[tuple[int, ...], ...], int]:
    """Return the better of the trips and those met while looking for the bound, and the bound of what is scored."""
    from planning.logic.route.bound import most_value
    from planning.logic.route.walk import walk

    everything = sum(weight.scored(spot) for spot in able)
    if sum(map(len, trips)) == len(able):
        return trips, everything
    scored = Problem(
        tuple(
            Stop(stop.service, value=weight.scored(able[at - 1]) if 0 < at <= len(able) else 0)
            for at, stop in enumerate(whole.stops)
        ),
        whole.crews,
        whole.costs,
        whole.minutes,
        tick=whole.tick,
    )
    bound = most_value(scored, seconds=seconds)
    walked = [walk(whole, whole.crews[0], route) for route in bound.routes or ()]
    other = tuple(tuple(able[visit.stop - 1] for visit in trip.visits) for trip in walked if trip is not None)
    return max(trips, other, key=lambda some: sum(weight.scored(spot) for trip in some for spot in trip)), bound.value


def _value(day: Day, trips: Sequence[Sequence[int]]) -> int:
    return sum(day.spots[spot - 1].value for trip in trips for spot in trip)
