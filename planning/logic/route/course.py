"""Trips of a day as anybody orders them: when one arrives where, what is then too late, and what one more site would take."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from planning.logic.route.day import Day, WhyNot, why_impossible

_NOISE = 1e-6


@dataclass(frozen=True, slots=True)
class Call:
    """A visit: its spot (counted from 1), the way there, minutes from midnight, and how long after closing it ends."""

    spot: int
    metres: float
    minutes: float
    arrives: float
    begins: float
    departs: float
    late: float


@dataclass(frozen=True, slots=True)
class Course:
    """A trip with its times; `over` is how many minutes after the end of the day it is back."""

    leaves: float
    returns: float
    calls: tuple[Call, ...]
    metres_home: float
    metres: float
    over: float

    @property
    def is_kept(self) -> bool:
        """Whether nothing is too late."""
        return self.over <= _NOISE and all(call.late <= _NOISE for call in self.calls)


def follow(day: Day, order: Sequence[int]) -> Course:
    """Return the trip over the spots in this order; it leaves as late as the first site's opening lets it."""
    end = len(day.spots) + 1
    leaves = day.leaves
    if order:
        leaves = max(leaves, day.spots[order[0] - 1].opens - float(day.minutes[0, order[0]]))
    at, now, calls = 0, leaves, []
    for spot in order:
        one = day.spots[spot - 1]
        way = float(day.minutes[at, spot])
        arrives = now + way
        begins = max(arrives, one.opens)
        now = begins + one.takes
        late = max(0.0, now - one.closes)
        calls.append(Call(spot, float(day.metres[at, spot]), way, arrives, begins, now, late))
        at = spot
    returns = now + float(day.minutes[at, end])
    metres = sum(float(day.metres[one, other]) for one, other in pairwise((0, *order, end)))
    home = float(day.metres[at, end])
    return Course(leaves, returns, tuple(calls), home, metres, max(0.0, returns - day.returns))


def why_left_out(day: Day, trips: Sequence[Sequence[int]], spot: int) -> tuple[WhyNot, int]:
    """Return why the spot is in none of the trips, and the minutes more with which it would be (0: no minutes help)."""
    reason = why_impossible(day, spot)
    if reason is WhyNot.CLOSED:
        return WhyNot.CLOSED, 0
    if reason is WhyNot.FAR:
        return WhyNot.FAR, _up(follow(day, (spot,)).over)
    padded = [*trips, *[()] * (day.walkers - len(trips))]
    ways = [follow(day, (*trip[:at], spot, *trip[at:])) for trip in padded for at in range(len(trip) + 1)]
    over = [way.over for way in ways if all(call.late <= _NOISE for call in way.calls)]
    return WhyNot.FULL, _up(min(over, default=0.0))


def _up(minutes: float) -> int:
    return int(-(-(minutes - _NOISE) // 1)) if minutes > _NOISE else 0
