"""One volunteer's best round where some sites together are fined (`cuts`), exactly.

Fines only take away, so the best round without them (dynamic programming over the sites that are left to decide) bounds
what a beginning can still become. Sites that fines concern are decided first; what is left is then known at once.
"""

from dataclasses import dataclass

import numpy as np

from planning.logic.assign.cuts import Fined
from planning.logic.assign.several import suffixes
from planning.logic.highs import Floats

_EPSILON = 1e-9
_MOST_NODES = 5_000


@dataclass(frozen=True, slots=True)
class Chosen:
    """The best round's value, at least the floor, and its positions; none where nothing beats the floor.

    Where there was too much to try, `value` is above the best: it bounds it.
    """

    value: float
    positions: tuple[int, ...] | None


def best_fined(profit: Floats, minutes: list[int], burden: Floats, room: int, fined: Fined, floor: float) -> Chosen:
    """Return the best round of sites with these profits and minutes; `burden` is what 0, 1, 2 ... visits cost."""
    profit = profit.copy()
    for position, fine in fined.alone:
        profit[position] -= fine
    search = _Search(profit, minutes, burden, room, fined)
    return search.best(floor)


class _Search:
    def __init__(self, profit: Floats, minutes: list[int], burden: Floats, room: int, fined: Fined) -> None:
        concerned = {p for one, other, _ in fined.either for p in (one, other)} | {
            p for held, _ in fined.twice for p in held
        }
        self._order = sorted(range(len(profit)), key=lambda p: (p not in concerned, -profit[p]))
        self._first = len(concerned)
        place = {position: number for number, position in enumerate(self._order)}
        self._profit = [float(profit[p]) for p in self._order]
        self._minutes = [minutes[p] for p in self._order]
        self._room, self._burden = room, burden
        # For each place: whom taking it may complete, told when the last of them is decided.
        self._either: list[list[tuple[int, float]]] = [[] for _ in concerned]
        self._twice: list[list[tuple[int, float]]] = [[] for _ in concerned]
        for one, other, fine in fined.either:
            first, last = sorted((place[one], place[other]))
            self._either[last].append((1 << first, fine))
        for held, fine in fined.twice:
            mask = sum(1 << place[p] for p in held)
            for p in held:
                self._twice[place[p]].append((mask, fine))
        # By place, visits and minutes: the most that the places from there on bring, fines aside.
        self._tables = suffixes(self._profit, self._minutes, room, len(burden))

    def best(self, floor: float) -> Chosen:
        if self._top(0, 0, self._room) <= floor + _EPSILON:
            return Chosen(floor, None)
        value, end = floor, None
        # Place, visits, minutes left, value so far, bits of the places taken, and what it can still become.
        stack = [(0, 0, self._room, 0.0, 0, self._top(0, 0, self._room))]
        for _ in range(_MOST_NODES):
            if not stack:
                break
            place, visits, left, worth, taken, most = stack.pop()
            if most <= value + _EPSILON:
                continue
            if place == self._first:
                value, end = most, (visits, left, taken)
                continue
            nodes = []
            for node in self._branches(place, visits, left, worth, taken):
                most = node[3] + self._top(node[0], node[1], node[2])
                if most > value + _EPSILON:
                    nodes.append((*node, most))
            stack.extend(sorted(nodes, key=lambda node: node[5]))
        bound = max([value, *(node[5] for node in stack)])
        return Chosen(bound, None if end is None else self._positions(*end))

    def _branches(
        self, place: int, visits: int, left: int, worth: float, taken: int
    ) -> list[tuple[int, int, int, float, int]]:
        """Return both decisions about a place, without and with it, as far as there is room."""
        without = worth - sum(fine for bit, fine in self._either[place] if taken & bit)
        found = [(place + 1, visits, left, without, taken)]
        if self._minutes[place] <= left and visits + 1 < len(self._burden):
            given = worth + self._profit[place] - sum(fine for bit, fine in self._either[place] if not taken & bit)
            given -= sum(fine for mask, fine in self._twice[place] if (taken & mask).bit_count() == 1)
            found.append((place + 1, visits + 1, left - self._minutes[place], given, taken | 1 << place))
        return found

    def _top(self, place: int, visits: int, left: int) -> float:
        """Return the most that the places from here on can add, less what all the visits cost."""
        table = self._tables[place, : len(self._burden) - visits, left]
        return float((table - self._burden[visits:]).max())

    def _positions(self, visits: int, left: int, taken: int) -> tuple[int, ...]:
        """Return the positions of a round: what was taken, and the best of the places after."""
        chosen = [place for place in range(self._first) if taken >> place & 1]
        table = self._tables[self._first, : len(self._burden) - visits, left]
        more = int(np.argmax(table - self._burden[visits:]))
        for place in range(self._first, len(self._profit)):
            if more and self._tables[place, more, left] > self._tables[place + 1, more, left]:
                chosen.append(place)
                more, left = more - 1, left - self._minutes[place]
        return tuple(self._order[place] for place in chosen)
