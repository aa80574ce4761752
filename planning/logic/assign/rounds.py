"""A volunteer's round: the visits one person makes. The best round at given tolls, and all that are nearly as good.

A toll is what a pair of site and volunteer costs because others want the site too (see `tolls`). For one volunteer the
best round is a knapsack over free minutes and visits, solved exactly by dynamic programming over the few pairs that can
matter: prices of a minute and of a visit bound what a round with or without a pair can still be worth.

All values here are urgency points (floats); pairs are indices of the instance.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from planning.logic.assign.cuts import Fines
from planning.logic.assign.fined import best_fined
from planning.logic.assign.instance import SCALE, Instance, Mask, Whole
from planning.logic.assign.several import best_several

Floats: TypeAlias = NDArray[np.float64]
Round: TypeAlias = tuple[int, ...]

_EPSILON = 1e-9
_STEPS = (0.06, 0.02)  # how prices of minutes and visits are tried larger and smaller
_MOST_NODES = 20_000
_ASK_EVERY = 16  # volunteers until the clock is looked at


@dataclass(frozen=True, eq=False)
class BestRounds:
    """For each volunteer the best round and its value at the tolls, the upper bound used, and its reduced gains."""

    rounds: list[Whole]
    values: Floats
    ceilings: Floats
    reduced: Floats


class Rounds:
    """Finds rounds of an instance; keeps what it learned from one call to the next."""

    def __init__(self, instance: Instance, minute_price: Floats, visit_price: Floats) -> None:
        """Begin with a price of a minute and of a visit for each volunteer, such as the relaxation's."""
        self.instance = instance
        self.order = np.argsort(instance.pair_volunteer, kind="stable")
        self._who = instance.pair_volunteer[self.order]
        self._minutes = instance.pair_minutes[self.order]
        people = len(instance.visits)
        self._starts = np.searchsorted(self._who, np.arange(people + 1))
        self.most = self._most_visits()
        self._burden = self._burdens()
        self._minute_price, self._visit_price = minute_price.copy(), visit_price.copy()
        self._last: list[Whole] = [np.arange(0)] * people

    def value(self, one: Round) -> float:
        """Return what a round is worth, tolls aside."""
        if not one:
            return 0.0
        who = int(self.instance.pair_volunteer[one[0]])
        return float(self.instance.gain[list(one)].sum()) / SCALE - float(self._burden[who, len(one)])

    def best(self, profit: Floats) -> BestRounds:
        """Return everybody's best round at these profits of the pairs (gain less toll), exactly."""
        worth, profit = profit, profit[self.order]
        ceilings, reduced = self._tune(profit)
        rounds, values = [], np.zeros(len(ceilings))
        for who in range(len(ceilings)):
            first, last = self._starts[who], self._starts[who + 1]
            known = self._last[who]
            floor = max(0.0, float(worth[known].sum()) - float(self._burden[who, len(known)])) if len(known) else 0.0
            # A pair so much below its price is in no round better than the known one.
            can = (reduced[first:last] > floor - ceilings[who] - _EPSILON) & (profit[first:last] > 0)
            at = first + np.flatnonzero(can)
            values[who], chosen = self._chosen(who, self.order[at], profit[at])
            self._last[who] = chosen
            rounds.append(chosen)
        return BestRounds(rounds, values, ceilings, reduced)

    def best_fined(
        self, profit: Floats, fines: Fines, floors: Floats, known: list[Whole], *, is_over: Callable[[], bool]
    ) -> BestRounds | None:
        """Return everybody's best round at these profits and fines; `known` rounds are worth `floors`, 0 and more.

        Exact to 1e-9 points; where a volunteer's rounds were too many to try, the value bounds the best. Nothing is
        returned where it was over before.
        """
        charged, profit = (profit - fines.charge)[self.order], profit[self.order]
        ceilings, reduced = self._tune(charged)
        rounds, values = list(known), floors.copy()
        for who in range(len(ceilings)):
            if who % _ASK_EVERY == 0 and is_over():
                return None
            first, last = self._starts[who], self._starts[who + 1]
            can = (reduced[first:last] > values[who] - ceilings[who] - _EPSILON) & (profit[first:last] > 0)
            at = first + np.flatnonzero(can)
            pairs, minutes = self.order[at], self._minutes[at].tolist()
            burden, room = self._limits(who, minutes)
            fined = fines.of(who, self.instance.pair_site[pairs].tolist())
            found = best_fined(charged[at], minutes, burden, room, fined, float(values[who]))
            values[who] = found.value
            if found.positions is not None:
                rounds[who] = np.sort(pairs[list(found.positions)])
        return BestRounds(rounds, values, ceilings, reduced)

    def near(self, profit: Floats, slack: float, most: int) -> Iterator[Round]:
        """Yield rounds worth at most `slack` less than the volunteer's best at these profits, at most so many each."""
        found = self.best(profit)
        sorted_profit = profit[self.order]
        for _ in range(3):
            ceilings, reduced = self._tune(sorted_profit)
        for who in range(len(ceilings)):
            yield from self._near(who, reduced, ceilings[who] - found.values[who] + slack, most)

    def several(
        self, who: int, is_open: Mask, profit: Floats, floor: float, slack: float, most: int
    ) -> Iterator[Round]:
        """Yield the best rounds of one volunteer over open pairs at these profits (both by pair), at most so many.

        One such round is worth the `floor`; those worth less by more than the slack are left out.
        """
        mine = self.pairs_of(who)
        mine = mine[is_open[mine] & (profit[mine] > 0)]
        price, visit_price = self._minute_price[who], self._visit_price[who]
        reduced = profit[mine] - price * self.instance.pair_minutes[mine] - visit_price
        burden = self._burden[who, : int(self.most[who]) + 1]
        ceiling = (
            self.instance.minutes[who] * price
            + (visit_price * np.arange(len(burden)) - burden).max()
            + np.maximum(reduced, 0.0).sum()
        )
        mine = mine[reduced > floor - slack - ceiling - _EPSILON]
        minutes = self.instance.pair_minutes[mine].tolist()
        burden, room = self._limits(who, minutes)
        for positions in best_several(profit[mine].tolist(), minutes, burden, room, slack=slack, most=most):
            yield tuple(sorted(mine[list(positions)].tolist()))

    def pairs_of(self, who: int) -> Whole:
        """Return all pairs of a volunteer."""
        return self.order[self._starts[who] : self._starts[who + 1]]

    def alone(self, who: int, pairs: Whole, profit: Floats) -> Whole:
        """Return the best round among some pairs of one volunteer, at these profits of the pairs."""
        pays = profit > 0
        return self._chosen(who, pairs[pays], profit[pays])[1]

    def _near(self, who: int, reduced: Floats, most_loss: float, most: int) -> Iterator[Round]:
        """Go through the pairs, in or out, the most decisive first, as long as the loss against the ceiling allows."""
        first = self._starts[who]
        mine = reduced[first : self._starts[who + 1]]
        at = np.flatnonzero(mine > -most_loss)
        at = at[np.argsort(-np.abs(mine[at]), kind="stable")]
        losses, minutes = mine[at].tolist(), self._minutes[first + at].tolist()
        price, visit_price = float(self._minute_price[who]), float(self._visit_price[who])
        burden, visits = self._burden[who].tolist(), int(self.most[who])
        worth = [visit_price * k - burden[k] for k in range(visits + 1)]
        found: list[tuple[float, Round]] = []
        stack: list[tuple[int, float, int, Round]] = [(0, 0.0, int(self.instance.minutes[who]), ())]
        for _ in range(_MOST_NODES):
            if not stack:
                break
            number, loss, left, taken = stack.pop()
            if number == len(losses):
                loss += price * left + max(worth) - worth[len(taken)]
                if taken and loss <= most_loss + _EPSILON:
                    found.append((loss, taken))
                continue
            reduction = losses[number]
            if loss + max(reduction, 0.0) <= most_loss:
                stack.append((number + 1, loss + max(reduction, 0.0), left, taken))
            if minutes[number] <= left and len(taken) < visits and loss - min(reduction, 0.0) <= most_loss:
                stack.append((number + 1, loss - min(reduction, 0.0), left - minutes[number], (*taken, number)))
        for _, taken in sorted(found)[:most]:
            yield tuple(sorted(self.order[first + at[list(taken)]].tolist()))

    def _tune(self, profit: Floats) -> tuple[Floats, Floats]:
        """Move each volunteer's two prices a little where that lowers the ceiling; return ceilings and reduced gains."""
        best, _ = self._ceilings(profit, self._minute_price, self._visit_price)
        for step in _STEPS:
            for minute, visit in ((1 + step, 0.0), (1 - step, 0.0), (1, step), (1, -step)):
                minute_price = self._minute_price * minute
                visit_price = np.maximum(0.0, self._visit_price + 2 * visit)
                other, _ = self._ceilings(profit, minute_price, visit_price)
                is_lower = other < best
                self._minute_price = np.where(is_lower, minute_price, self._minute_price)
                self._visit_price = np.where(is_lower, visit_price, self._visit_price)
                best = np.minimum(best, other)
        return self._ceilings(profit, self._minute_price, self._visit_price)

    def _ceilings(self, profit: Floats, minute_price: Floats, visit_price: Floats) -> tuple[Floats, Floats]:
        reduced = profit - minute_price[self._who] * self._minutes - visit_price[self._who]
        numbers = np.arange(self._burden.shape[1])
        free = np.max(visit_price[:, None] * numbers - self._burden, axis=1)
        gained = np.bincount(self._who, weights=np.maximum(reduced, 0.0), minlength=len(free))
        return self.instance.minutes * minute_price + free + gained, reduced

    def _chosen(self, who: int, pairs: Whole, profit: Floats) -> tuple[float, Whole]:
        """Return value and pairs of the best round among these pairs, by dynamic programming."""
        visits, room = int(min(self.most[who], len(pairs))), int(self.instance.minutes[who])
        if visits == 0:
            return 0.0, pairs[:0]
        # table[k, m]: the most that k visits bring within m minutes.
        table = np.full((visits + 1, room + 1), -np.inf)
        table[0] = 0.0
        took = np.zeros((len(pairs), visits + 1, room + 1), dtype=np.bool_)
        minutes = self.instance.pair_minutes[pairs].tolist()
        for number, (long, brings) in enumerate(zip(minutes, profit.tolist(), strict=True)):
            taken = table[:-1, : room + 1 - long] + brings
            np.greater(taken, table[1:, long:], out=took[number, 1:, long:])
            np.maximum(table[1:, long:], taken, out=table[1:, long:])
        ends = table[:, room] - self._burden[who, : visits + 1]
        count = int(np.argmax(ends))
        value, chosen = float(ends[count]), []
        for number in range(len(pairs) - 1, -1, -1):
            if took[number, count, room]:
                chosen.append(number)
                count, room = count - 1, room - minutes[number]
        return value, pairs[chosen[::-1]]

    def _limits(self, who: int, minutes: list[int]) -> tuple[Floats, int]:
        """Return what 0, 1, 2 ... visits cost somebody, as many as can be of these, and the minutes they can fill."""
        visits = int(min(self.most[who], len(minutes)))
        longest = sum(sorted(minutes)[len(minutes) - visits :])
        return self._burden[who, : visits + 1], min(int(self.instance.minutes[who]), longest)

    def _most_visits(self) -> Whole:
        most = np.zeros_like(self.instance.visits)
        for who in range(len(most)):
            shortest = np.cumsum(np.sort(self._minutes[self._starts[who] : self._starts[who + 1]]))
            fitting = int(np.searchsorted(shortest, self.instance.minutes[who], side="right"))
            most[who] = min(fitting, self.instance.visits[who])
        return most

    def _burdens(self) -> Floats:
        """Return what so many visits cost each volunteer's fairness, infinite beyond the most; shape (people, visits + 1)."""
        numbers = np.arange(int(self.most.max(initial=0)) + 1)
        table = self.instance.burdens(numbers) / SCALE
        return np.where(numbers <= self.most[:, None], table, np.inf)
