"""What is to be toured: stops, crews, and the costs and times between the stops."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


class Impossible(ValueError):
    """The problem contradicts itself; the message says how."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A place to visit once at most: minutes of service, opening hours (arrival may be earlier and wait), and load.

    `value` is what leaving it out costs, in the unit of the costs; none where it must be visited.
    """

    service: float = 0.0
    opens: float = 0.0
    closes: float = math.inf
    demand: int = 0
    value: int | None = None


@dataclass(frozen=True, slots=True)
class Crew:
    """So many crews alike: from a stop to a stop (by number), away within a time, capacity, and `longest` duration."""

    start: int
    end: int
    count: int = 1
    leaves: float = 0.0
    returns: float = math.inf
    longest: float = math.inf
    capacity: int | None = None


@dataclass(frozen=True, eq=False)
class Problem:
    """All that a tour depends on.

    `costs` (whole, minimised with the values of stops left out) and `minutes` are arrays of shape (stops, stops) from
    row to column; neither need be symmetric. The starts and ends of crews are stops too; they are not visited.
    Times are in any one unit, called minutes; `tick` is the part of it to which times are rounded up in the search.
    """

    stops: tuple[Stop, ...]
    crews: tuple[Crew, ...]
    costs: NDArray[np.int64]
    minutes: NDArray[np.float64]
    tick: float = 1e-4

    def __post_init__(self) -> None:
        """Refuse what cannot be toured; raise Impossible."""
        shape = (len(self.stops), len(self.stops))
        if self.costs.shape != shape or self.minutes.shape != shape:
            raise Impossible("There must be one cost and one time from each stop to each.")
        if (self.costs < 0).any() or not (self.minutes >= 0).all() or not np.isfinite(self.minutes).all():
            raise Impossible("Costs and times must be finite and not negative.")
        for stop in self.stops:
            if stop.service < 0 or stop.demand < 0 or stop.opens > stop.closes or (stop.value or 0) < 0:
                raise Impossible("A stop has a negative service, load or value, or closes before it opens.")
        for crew in self.crews:
            if (
                crew.count < 1
                or crew.leaves > crew.returns
                or not {crew.start, crew.end} <= set(range(len(self.stops)))
            ):
                raise Impossible("A crew must be at least one, return after it leaves, and start and end at a stop.")

    def depots(self) -> frozenset[int]:
        """Return the stops where crews start or end."""
        return frozenset(stop for crew in self.crews for stop in (crew.start, crew.end))

    def visitable(self) -> tuple[int, ...]:
        """Return the stops that may be visited, ascending."""
        depots = self.depots()
        return tuple(number for number in range(len(self.stops)) if number not in depots)
