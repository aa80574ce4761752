"""The p-median: a good choice by swaps, a bound by prices, and what these two leave open by an integer program."""

import math
from collections.abc import Callable

import numpy as np

from planning.logic.posts.interchange import descend, greedy, kicked
from planning.logic.posts.lagrangian import Prices, raise_prices
from planning.logic.posts.problem import Choice, Chosen, Clock, Costs, Median
from planning.logic.posts.program import choose_among

_ROUNDS = 400
_MOST_KICKS = 40  # descents in a row that find nothing better


def solve_median(
    problem: Median, *, seconds: float, seed: int = 0, is_cancelled: Callable[[], bool] | None = None
) -> Choice:
    """Return the best choice found within the seconds and its proven bound, below which no choice can fall.

    Where all costs are whole, so is every value, and the bound is rounded up. The same seed gives the same choice
    unless the clock cuts a step short.
    """
    clock = Clock(seconds, is_cancelled)
    search = _Search(problem, clock, np.random.default_rng(seed))
    search.descend_from(greedy(problem))
    search.tighten(rounds=_ROUNDS)
    search.kick(most=_MOST_KICKS, until=0.4 * seconds)
    search.tighten(rounds=_ROUNDS)
    search.decide()
    search.kick(most=10**9, until=math.inf)
    return Choice(search.best, search.objective, min(search.bound, search.objective), clock.passed())


class _Search:
    """The best choice and bound so far."""

    def __init__(self, problem: Median, clock: Clock, random: np.random.Generator) -> None:
        self.problem, self.clock, self.random = problem, clock, random
        self.best: Chosen = np.arange(0)
        self.objective, self.bound = math.inf, 0.0
        self._prices: Prices | None = None
        self._is_whole = bool((problem.costs == np.round(problem.costs)).all())
        self._is_decided = False

    def is_over(self) -> bool:
        return self._is_decided or self.bound >= self.objective - 1e-9 or self.clock.is_over()

    def offer(self, chosen: Chosen) -> bool:
        value = self.problem.value(chosen)
        if value >= self.objective:
            return False
        self.best, self.objective = chosen, value
        return True

    def descend_from(self, chosen: Chosen) -> bool:
        # Offered before as well: time may be up already.
        first = self.offer(chosen)
        return self.offer(descend(self.problem, chosen, self.clock)) or first

    def kick(self, *, most: int, until: float) -> None:
        failed = 0
        while failed < most and self.clock.passed() < until and not self.is_over():
            failed = 0 if self.descend_from(kicked(self.problem, self.best, self.random)) else failed + 1

    def tighten(self, *, rounds: int) -> None:
        if self.is_over():
            return
        start: Costs | None = None if self._prices is None else self._prices.prices
        self._prices = raise_prices(self.problem, best=self.objective, rounds=rounds, clock=self.clock, start=start)
        self._raise(self._prices.bound)

    def decide(self) -> None:
        """Decide between the places that the prices leave open, by an integer program."""
        if self.is_over() or self._prices is None:
            return
        goal = self.objective - (1 if self._is_whole else 0)
        can, must = self._prices.undecided(self.problem, goal + 1e-6)
        found = choose_among(self.problem, can, must, start=self.best, seconds=self.clock.left())
        self.offer(found.chosen)
        # Whoever was ruled out is in no better choice: what holds for the others holds for all.
        self._raise(min(found.bound, self.objective))
        self._is_decided = found.is_proven

    def _raise(self, bound: float) -> None:
        whole = math.ceil(bound - 1e-6) if self._is_whole else bound
        self.bound = max(self.bound, min(whole, self.objective))
