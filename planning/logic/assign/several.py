"""The several best rounds of one volunteer among some sites, best first."""

import heapq

import numpy as np

from planning.logic.highs import Floats

_MOST_NODES = 3_000


def suffixes(profit: list[float], minutes: list[int], room: int, most: int) -> Floats:
    """Return by place, visits (below `most`) and minutes the most that the places from there on bring."""
    tables = np.full((len(profit) + 1, most, room + 1), -np.inf)
    tables[-1, 0] = 0.0
    for place in range(len(profit) - 1, -1, -1):
        long, here, after = minutes[place], tables[place], tables[place + 1]
        here[:] = after
        np.maximum(here[1:, long:], after[:-1, : room + 1 - long] + profit[place], out=here[1:, long:])
    return tables


def best_several(
    profit: list[float], minutes: list[int], burden: Floats, room: int, *, slack: float, most: int
) -> list[tuple[int, ...]]:
    """Return the positions of rounds worth at most `slack` less than the best, at most so many, the best first.

    `burden` is what 0, 1, 2 ... visits cost. What a beginning can still become is known exactly, so that little is tried
    in vain.
    """
    tables = suffixes(profit, minutes, room, len(burden))

    def top(place: int, visits: int, left: int) -> float:
        table = tables[place, : len(burden) - visits, left]
        return float((table - burden[visits:]).max())

    best = top(0, 0, room)
    heap: list[tuple[float, int, int, float, tuple[int, ...]]] = [(-best, 0, room, 0.0, ())]
    found: list[tuple[int, ...]] = []
    for _ in range(_MOST_NODES):
        if not heap or len(found) == most:
            break
        _, minus, left, worth, taken = heapq.heappop(heap)
        place = -minus
        if place == len(profit):
            found.append(taken)
            continue
        without = worth + top(place + 1, len(taken), left)
        if without >= best - slack:
            heapq.heappush(heap, (-without, minus - 1, left, worth, taken))
        if minutes[place] <= left and len(taken) + 1 < len(burden):
            given, after = worth + profit[place], left - minutes[place]
            with_it = given + top(place + 1, len(taken) + 1, after)
            if with_it >= best - slack:
                heapq.heappush(heap, (-with_it, minus - 1, after, given, (*taken, place)))
    return found
