"""Prices that take the bound as low as whole rounds and cuts allow: trials at the prices of the relaxed choice.

Tolls for sites and fines for cuts are at any height a bound: what sites gain in tolls, all the fines, and each volunteer's
best round at them. A trial goes all the way to the prices of the relaxed choice, and if that proves nothing new, a part
of it from the best prices so far. Whatever rounds it finds join the choice, and what the choice breaks becomes a cut.
"""

from collections.abc import Callable

import numpy as np

from planning.logic.assign.cuts import Fines
from planning.logic.assign.instance import SCALE, Instance, Mask, Whole
from planning.logic.assign.master import Master, Prices
from planning.logic.assign.pool import Choice, Pool, rounds_of
from planning.logic.assign.rounds import Floats, Rounds
from planning.logic.assign.tolls import Sites, Tolls

_PARTS = (1.0, 0.3, 0.1, 0.03)  # how far from the best prices to those of the relaxed choice trials go
_ROUNDING = 2e-9  # points for each volunteer: the best round is found to 1e-9


class Descent:
    """Moves prices; one step at a time, so that the caller can use the rounds found and look at the clock."""

    def __init__(
        self, instance: Instance, rounds: Rounds, pool: Pool, tolls: Tolls, is_over: Callable[[], bool]
    ) -> None:
        """Begin with the best tolls known; `is_over` stops a step."""
        self.instance, self.rounds, self.pool = instance, rounds, pool
        self.bound, self.prices = tolls.bound, Prices(tolls.toll, np.zeros(0))
        self._master, self._sites, self._is_over = Master(instance, pool, is_over), Sites(instance), is_over
        # By which part of itself the bound stood above the relaxed choice in the last step.
        self.distance = float("inf")

    def begin_again(self, tolls: Tolls) -> None:
        """Go on from these tolls, without fines, if they prove a lower bound."""
        if tolls.bound < self.bound:
            self.bound, self.prices = tolls.bound, Prices(tolls.toll, np.zeros(0))

    def step(self) -> bool:
        """Solve the relaxed choice, try its prices, add the rounds found and the cuts broken; say whether that was done."""
        relaxed = self._master.solve(self.prices.toll)
        if relaxed is None:
            return False
        found: list[Whole] = []
        for part in _PARTS:
            prices = self.prices.towards(relaxed.prices, part)
            tried = self._tried(Prices(self._sites.allowed(prices.toll), prices.fine))
            if tried is None:
                return False
            bound, rounds = tried
            found += rounds
            if bound < self.bound:
                self.bound, self.prices = bound, prices
                break
        self.pool.add(tuple(one.tolist()) for one in found)
        self._master.cut(relaxed.parts)
        self.distance = (self.bound - relaxed.value) / max(abs(self.bound), 1e-9)
        return True

    def choice(self, plan: Mask, slack: float) -> Choice | None:
        """Return the choice among rounds that lose at most `slack` points at the best prices, with the cuts that bind."""
        self.pool.add(rounds_of(self.instance, plan))
        held = [self._master.held[number] for number in self._binding()]
        return self.pool.choice(plan, good=self._good(slack), cuts=held)

    def choice_beside(self, plan: Mask, free: Mask, slack: float, most: int) -> Choice | None:
        """Return the choice of the `free` volunteers among such rounds, and those that are the best beside the others.

        The latter, at most so many of each, are looked for among the sites to which nobody else goes.
        """
        instance, columns = self.instance, self.pool.columns
        pool = Pool(instance, self.rounds)
        good = np.flatnonzero(self._good(slack) & free[columns.owner])
        pool.add(tuple(columns.pairs_of(number).tolist()) for number in good.tolist())
        kept = plan & ~free[instance.pair_volunteer]
        left = instance.need - np.bincount(instance.pair_site[kept], minlength=len(instance.need))
        is_open, profit = left[instance.pair_site] > 0, instance.gain / SCALE - self.prices.toll
        for one in rounds_of(instance, plan & ~kept):
            who, pairs = int(instance.pair_volunteer[one[0]]), list(one)
            floor = self.rounds.value(one) - float(self.prices.toll[pairs].sum())
            pool.add(self.rounds.several(who, is_open, profit, floor, 2 * slack, most))
        pool.add(rounds_of(instance, plan))
        held = self._master.held_in(pool, self._binding())
        return pool.choice(plan, free, cuts=held)

    def losses(self, plan: Mask) -> Floats:
        """Return what each volunteer's round in a plan is worth less than the best known at the best prices."""
        self.pool.add(rounds_of(self.instance, plan))
        self._master.take_new_rounds()
        columns, worth = self.pool.columns, self._master.worth(self.prices)
        best, mine = np.zeros(len(self.instance.visits)), np.zeros(len(self.instance.visits))
        np.maximum.at(best, columns.owner, worth)
        numbers = self.pool.numbers_of(rounds_of(self.instance, plan))
        mine[columns.owner[numbers]] = worth[numbers]
        return best - mine

    def _binding(self) -> Whole:
        return np.flatnonzero(self.prices.fine > _ROUNDING)

    def _good(self, slack: float) -> Mask:
        """Return which rounds lose at most `slack` points against the best of the same volunteer."""
        self._master.take_new_rounds()
        worth = self._master.worth(self.prices)
        best = np.zeros(len(self.instance.visits))
        np.maximum.at(best, self.pool.columns.owner, worth)
        good: Mask = worth >= best[self.pool.columns.owner] - slack
        return good

    def _tried(self, prices: Prices) -> tuple[float, list[Whole]] | None:
        """Return the bound that prices prove, and everybody's best rounds at them (pairs in ascending order)."""
        floors, known = self._known(prices)
        fines = Fines(self.instance, self._master.cuts, prices.fine)
        profit = self.instance.gain / SCALE - prices.toll
        found = self.rounds.best_fined(profit, fines, floors, known, is_over=self._is_over)
        if found is None:
            return None
        bound = self._sites.best(prices.toll)[0] + fines.total + float(found.values.sum())
        return bound + _ROUNDING * len(floors), found.rounds

    def _known(self, prices: Prices) -> tuple[Floats, list[Whole]]:
        """Return what the best known round of each volunteer is worth at these prices, and the round; 0 and none at least."""
        worth, columns = self._master.worth(prices), self.pool.columns
        people = len(self.instance.visits)
        floors, known = np.zeros(people), [np.arange(0)] * people
        order = np.lexsort((worth, columns.owner))
        is_last = np.append(np.diff(columns.owner[order]) > 0, True)[: len(order)]
        for number in order[is_last & (worth[order] > 0)].tolist():
            floors[columns.owner[number]] = worth[number]
            known[int(columns.owner[number])] = columns.pairs_of(number)
        return floors, known
