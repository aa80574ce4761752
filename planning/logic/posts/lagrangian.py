"""A bound for the p-median: every client may be served by none or several, at a price, and the prices are raised.

Lagrangian relaxation of "each client once" with subgradient steps (Cornuéjols, Fisher and Nemhauser 1977; Beasley 1993).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planning.logic.posts.problem import Clock, Costs, Median

_PATIENCE = 25  # rounds without a better bound before the steps are halved
_LEAST_STEP = 1e-4


@dataclass(frozen=True, eq=False)
class Prices:
    """A bound, the price of each client that gives it, and what each place would bring at these prices (not positive)."""

    bound: float
    prices: Costs
    worth: Costs

    def undecided(self, problem: Median, best: float) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return masks of the places that a choice better than `best` can hold, and of those it must hold."""
        order = np.argsort(self.worth, kind="stable")
        last, rest = order[problem.count - 1], order[problem.count :]
        is_in = np.zeros(len(self.worth), dtype=np.bool_)
        is_in[order[: problem.count]] = True
        can = is_in | (self.bound - self.worth[last] + self.worth < best)
        instead = self.worth[rest[0]] if len(rest) else np.inf
        must = is_in & (self.bound - self.worth + instead >= best)
        must[list(problem.kept)] = can[list(problem.kept)] = True
        return can, must


def raise_prices(problem: Median, *, best: float, rounds: int, clock: Clock, start: Costs | None = None) -> Prices:
    """Return the best prices found within the rounds; `best` is the value of a known choice and guides the steps."""
    prices = np.sort(problem.costs, axis=0)[: problem.count + 1].mean(axis=0) if start is None else start
    found = _price(problem, prices)
    step, stale, way = 1.0, 0, np.zeros(problem.costs.shape[1])
    current = found
    for _ in range(rounds):
        if clock.is_over() or found.bound >= best - 1e-9 or step < _LEAST_STEP:
            break
        way = 0.7 * _slack(problem, current) + 0.3 * way
        length = float(way @ way)
        if length < 1e-12:
            break
        current = _price(problem, current.prices + step * (1.02 * best - current.bound) / length * way)
        stale += 1
        if current.bound > found.bound + 1e-9:
            found, stale = current, 0
        elif stale >= _PATIENCE:
            step, stale, current = step / 2, 0, found
    return found


def _price(problem: Median, prices: Costs) -> Prices:
    worth = np.minimum(problem.costs - prices, 0).sum(axis=1)
    if problem.kept:
        # What is kept comes first, whatever it brings.
        ranked = worth.copy()
        ranked[list(problem.kept)] -= 1e15
        chosen = np.argpartition(ranked, problem.count - 1)[: problem.count]
    else:
        chosen = np.argpartition(worth, problem.count - 1)[: problem.count]
    return Prices(float(prices.sum() + worth[chosen].sum()), prices, worth)


def _slack(problem: Median, current: Prices) -> Costs:
    ranked = current.worth.copy()
    ranked[list(problem.kept)] -= 1e15
    chosen = np.argpartition(ranked, problem.count - 1)[: problem.count]
    slack: Costs = 1.0 - (problem.costs[chosen] < current.prices).sum(axis=0)
    return slack
