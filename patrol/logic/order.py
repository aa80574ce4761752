"""In which order to walk to a handful of places: nearest neighbour first, then pieces turned (2-opt) and stops moved."""

import itertools
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.logic.geodesy import distance_m

Place = tuple[float, float]
# Less is rounding, and would turn the same piece around for ever.
LEAST_GAIN_M: Final = 1e-3


def walking_order(places: Sequence[Place], start: Place | None = None) -> list[int]:
    """Return the indices of the places (longitude, latitude, WGS-84) in the order to walk them, one way.

    From `start` where it is given, else beginning at the best of the places themselves. Straight distances: a good order
    for up to a hundred places, not a proven one.
    """
    if len(places) < 2:
        return list(range(len(places)))
    if start is not None:
        return [stop - 1 for stop in _order(_distances([start, *places]), 0)[1:]]
    distances = _distances(places)
    orders = [_order(distances, first) for first in range(len(places))]
    return min(orders, key=lambda order: _length(order, distances))


def way_m(places: Sequence[Place], order: Sequence[int]) -> float:
    """Measure the straight metres from place to place in the given order."""
    return sum(distance_m(*places[one], *places[other]) for one, other in itertools.pairwise(order))


def _distances(places: Sequence[Place]) -> NDArray[np.float64]:
    return np.array([[distance_m(*one, *other) for other in places] for one in places])


def _order(distances: NDArray[np.float64], first: int) -> list[int]:
    order = [first]
    waiting = set(range(len(distances))) - {first}
    while waiting:
        # Of two equally near ones the earlier: the same question has the same answer.
        nearest = min(waiting, key=lambda stop: (distances[order[-1], stop], stop))
        order.append(nearest)
        waiting.remove(nearest)
    return _untied(order, distances)


def _untied(order: list[int], distances: NDArray[np.float64]) -> list[int]:
    """Turn pieces of the way around, and move single stops, as long as that shortens it; the first place stays the first."""
    while _turned(order, distances) or _moved(order, distances):
        pass
    return order


def _turned(order: list[int], distances: NDArray[np.float64]) -> bool:
    for begin in range(1, len(order) - 1):
        for end in range(begin + 1, len(order)):
            if _gain(order, distances, begin, end) > LEAST_GAIN_M:
                order[begin : end + 1] = order[begin : end + 1][::-1]
                return True
    return False


def _moved(order: list[int], distances: NDArray[np.float64]) -> bool:
    for place in range(1, len(order)):
        rest = order[:place] + order[place + 1 :]
        saved = _length(order, distances) - _length(rest, distances)
        costs = [_detour(rest, distances, order[place], at) for at in range(1, len(order))]
        at = int(np.argmin(costs))
        if saved - costs[at] > LEAST_GAIN_M:
            order[:] = [*rest[: at + 1], order[place], *rest[at + 1 :]]
            return True
    return False


def _detour(order: list[int], distances: NDArray[np.float64], stop: int, at: int) -> float:
    """Return the metres that a stop costs before the place `at` of the order, or at its end."""
    cost = distances[order[at - 1], stop]
    if at < len(order):
        cost += distances[stop, order[at]] - distances[order[at - 1], order[at]]
    return float(cost)


def _gain(order: list[int], distances: NDArray[np.float64], begin: int, end: int) -> float:
    before, first, last = order[begin - 1], order[begin], order[end]
    saved = distances[before, first] - distances[before, last]
    if end + 1 < len(order):
        after = order[end + 1]
        saved += distances[last, after] - distances[first, after]
    return float(saved)


def _length(order: list[int], distances: NDArray[np.float64]) -> float:
    return float(sum(distances[one, other] for one, other in itertools.pairwise(order)))
