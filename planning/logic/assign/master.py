"""The relaxed choice among the rounds known so far, with cuts: its prices, read as tolls and fines, are nearly the best.

Subgradient steps come near the best tolls soon, and then slowly. The linear program over the known rounds jumps there:
its prices are tried as tolls; each trial proves a bound of its own, exact rounds of all volunteers at those prices, so a
bad price can do no harm; and the rounds it finds make the next prices better.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np
from scipy.sparse import csc_array

from planning.logic.assign.cuts import Cut, Known, broken
from planning.logic.assign.instance import Instance, Whole
from planning.logic.assign.pool import Pool
from planning.logic.assign.rounds import Floats
from planning.logic.highs import Kept, Program


@dataclass(frozen=True, eq=False)
class Prices:
    """Tolls by pair and a fine for each cut, in points."""

    toll: Floats
    fine: Floats

    def towards(self, other: "Prices", part: float) -> "Prices":
        """Return prices part of the way to others, which may know more cuts."""
        fine = np.concatenate([self.fine, np.zeros(len(other.fine) - len(self.fine))])
        return Prices((1 - part) * self.toll + part * other.toll, (1 - part) * fine + part * other.fine)


@dataclass(frozen=True, eq=False)
class Relaxed:
    """The relaxed choice: its value in points, its prices, and how far each round of the pool is taken."""

    value: float
    prices: Prices
    parts: Floats


class Master:
    """The linear program; it grows by the rounds of a pool and by cuts, and is solved from where it stood."""

    def __init__(self, instance: Instance, pool: Pool, is_over: Callable[[], bool]) -> None:
        """Begin with crews alone; `is_over` stops a solution."""
        self.instance, self.pool = instance, pool
        self._known = Known()
        self.held: list[list[int]] = []  # for each cut the rounds of the pool that count
        self._rounds_at: defaultdict[int, list[int]] = defaultdict(list)
        self._sites: list[frozenset[int]] = []
        self._crews = np.flatnonzero(instance.need > 1)
        self._members = np.flatnonzero(instance.need[instance.pair_site] > 1)
        self._member_row = np.full(len(instance.gain), -1)
        self._member_row[self._members] = len(instance.need) + len(instance.visits) + np.arange(len(self._members))
        self._kept = Kept(self._crews_alone(), is_over)

    @property
    def cuts(self) -> list[Cut]:
        """The cuts so far."""
        return self._known.cuts

    def solve(self, otherwise: Floats) -> Relaxed | None:
        """Return the relaxed choice, with `otherwise` as tolls where no round goes; nothing if it was over before."""
        self.take_new_rounds()
        values = self._kept.solve()
        if values is None:
            return None
        found = self._kept.prices()
        sites, people = len(self.instance.need), len(self.instance.visits)
        known = np.zeros(sites, dtype=np.bool_)
        known[[site for site, rounds in self._rounds_at.items() if rounds]] = True
        at = self.instance.pair_site
        toll = np.where(known[at], found[at], otherwise)
        toll[self._members] += found[sites + people : sites + people + len(self._members)]
        fine = np.maximum(found[len(found) - len(self.cuts) :], 0.0)
        return Relaxed(self._kept.value(), Prices(lifted(self.instance, toll), fine), values[len(self._crews) :])

    def cut(self, parts: Floats) -> None:
        """Add the cuts that these parts of the rounds break most."""
        owners = self.pool.columns.owner
        found = broken(self._sites, owners, parts, frozenset(self.cuts))
        for cut in found:
            near = {number for site in cut.sites for number in self._rounds_at[site]}
            held = sorted(number for number in near if cut.concerns(int(owners[number]), self._sites[number]))
            self._known.add(cut)
            self.held.append(held)
        columns = [[len(self._crews) + number for number in held] for held in self.held[len(self.held) - len(found) :]]
        self._kept.add_rows(columns, upper=1.0)

    def worth(self, prices: Prices) -> Floats:
        """Return what each round of the pool is worth at these prices."""
        columns = self.pool.columns
        if not len(self.pool):
            return np.zeros(0)
        left = columns.value - np.add.reduceat(prices.toll[columns.pair], columns.first)
        for number in np.flatnonzero(prices.fine > 0).tolist():
            left[self.held[number]] -= prices.fine[number]
        return left

    def take_new_rounds(self) -> None:
        """Read the rounds that the pool has got since."""
        columns, instance = self.pool.columns, self.instance
        rows: list[list[int]] = []
        sites, people = len(instance.need), len(instance.visits)
        begin = len(self._sites)
        for number in range(begin, len(self.pool)):
            pairs, owner = columns.pairs_of(number), int(columns.owner[number])
            mine = instance.pair_site[pairs].tolist()
            members = self._member_row[pairs]
            single = self._single(mine)
            held = self._known.holding(owner, single)
            for one in held:
                self.held[one].append(number)
            for site in mine:
                self._rounds_at[site].append(number)
            self._sites.append(single)
            first_cut = sites + people + len(self._members)
            rows.append([*mine, sites + owner, *members[members >= 0].tolist(), *(first_cut + one for one in held)])
        self._kept.add_columns(columns.value[begin:], rows)

    def held_in(self, pool: Pool, numbers: Whole) -> list[list[int]]:
        """Return which rounds of another pool count for each of some cuts."""
        held: defaultdict[int, list[int]] = defaultdict(list)
        columns = pool.columns
        for number in range(len(pool)):
            sites = self._single(self.instance.pair_site[columns.pairs_of(number)].tolist())
            for cut in self._known.holding(int(columns.owner[number]), sites):
                held[cut].append(number)
        return [held[cut] for cut in numbers.tolist()]

    def _single(self, sites: list[int]) -> frozenset[int]:
        """Return the sites that need one visitor: only they can be in a cut."""
        return frozenset(site for site in sites if self.instance.need[site] == 1)

    def _crews_alone(self) -> Program:
        instance, crews = self.instance, self._crews
        sites, people = len(instance.need), len(instance.visits)
        height = sites + people + len(self._members)
        member_crew = np.searchsorted(crews, instance.pair_site[self._members])
        rows = np.concatenate([crews, self._member_row[self._members]])
        columns = np.concatenate([np.arange(len(crews)), member_crew])
        entries = np.concatenate([-instance.need[crews].astype(float), -np.ones(len(member_crew))])
        upper, lower = np.ones(height), np.full(height, -np.inf)
        upper[crews] = lower[crews] = upper[sites + people :] = 0.0
        upper[np.flatnonzero(instance.need == 0)] = 0.0
        return Program(
            cost=np.zeros(len(crews)),
            matrix=csc_array((entries, (rows, columns)), shape=(height, len(crews))),
            row_lower=lower,
            row_upper=upper,
            lower=np.zeros(len(crews)),
            upper=np.ones(len(crews)),
            is_whole=np.zeros(len(crews), dtype=np.bool_),
            sense=highspy.ObjSense.kMaximize,
        )


def lifted(instance: Instance, toll: Floats) -> Floats:
    """Return tolls with those of a crew's site raised to the last of its best crew: sites gain nothing, rounds lose."""
    raised = toll.copy()
    starts = np.searchsorted(instance.pair_site, np.arange(len(instance.need) + 1))
    for site in np.flatnonzero(instance.need > 1).tolist():
        here = slice(starts[site], starts[site + 1])
        need = int(instance.need[site])
        if starts[site + 1] - starts[site] >= need:
            raised[here] = np.maximum(toll[here], np.sort(toll[here])[-need])
    return raised
