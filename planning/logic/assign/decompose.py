"""Large problems: by volunteer. Tolls give the bound, rounds near the tolls the plans.

1. Tolls rise until what volunteers would like to do nearly fits together; plans are repaired out of their wishes.
2. Rounds nearly as good as the best at these tolls are collected, and a dive makes a plan of them.
3. Neighbouring volunteers choose anew among their rounds, the others staying as they are, again and again.
4. Then again from 1, with more rounds; at last all choose together.
"""

import time
from itertools import takewhile

import numpy as np
from scipy.sparse import csr_array

from planning.logic.assign.dive import dive
from planning.logic.assign.greedy import fill
from planning.logic.assign.instance import SCALE, Instance, Mask
from planning.logic.assign.linear import Relaxation
from planning.logic.assign.pool import Pool
from planning.logic.assign.repair import repaired
from planning.logic.assign.rounds import Floats, Rounds
from planning.logic.assign.run import Run
from planning.logic.assign.tolls import Ascent

# In each turn: steps of the tolls, then rounds so many points below the best one, at most so many a volunteer.
_TURNS = ((40, 0.1, 80), (50, 0.2, 100), (60, 0.4, 120))
_ASCENT_SHARE = 0.25  # part of the time left for tolls, at most
_REPAIR_EVERY = 10
_NEIGHBOURS = 50
_NEIGHBOURS_SECONDS = 1.5
_GOOD_ENOUGH = 3e-4  # neighbours need not find the very best, but this near to it
_FEWEST, _SHORT_SECONDS, _LONG_SECONDS = 12, 0.25, 0.8


def search_by_volunteer(run: Run, relaxation: Relaxation, *, seed: int) -> None:
    """Improve the run's plan and bound until it is over or nothing is left to try."""
    rounds = Rounds(run.instance, relaxation.minute_price, relaxation.visit_price)
    ascent, pool = Ascent(run.instance, rounds, relaxation.toll), Pool(run.instance, rounds)
    neighbours = _Neighbours(run.instance, np.random.default_rng(seed))
    for number, (steps, slack, most) in enumerate(_TURNS):
        _raise_tolls(run, ascent, pool, steps)
        if run.is_over():
            return
        profit = run.instance.gain / SCALE - ascent.best.toll
        pool.add(takewhile(lambda _: run.seconds_left() > 0, rounds.near(profit, slack, most)))
        if number == 0:
            _dive(run, pool)
        _ask_neighbours(run, pool, neighbours)
    if not run.is_over():
        run.offer(pool.choose(run.best, seconds=run.seconds_left(), seed=seed, on_tick=lambda plan: _heard(run, plan)))


def _raise_tolls(run: Run, ascent: Ascent, pool: Pool, steps: int) -> None:
    ends_with = run.seconds_left() * (1 - _ASCENT_SHARE)
    for number in range(1, steps + 1):
        if run.is_over() or ascent.is_done or run.seconds_left() < ends_with:
            return
        found = ascent.step()
        pool.add(tuple(sorted(one.tolist())) for one in found.rounds)
        run.tighten(run.instance.kept_gain + SCALE * ascent.best.bound * (1 + 1e-12) + 1)
        if number % _REPAIR_EVERY == 0:
            run.offer(repaired(run.instance, ascent.rounds, found))


def _dive(run: Run, pool: Pool) -> None:
    """Let all choose at once, nearly as well as can be."""
    choice = None if run.is_over() else pool.choice(run.best)
    plan = None if choice is None else dive(choice, is_over=run.is_over)
    if plan is not None:
        run.offer(fill(run.instance, plan))


def _ask_neighbours(run: Run, pool: Pool, neighbours: "_Neighbours") -> None:
    """Let neighbours choose anew until a whole turn around all volunteers has brought next to nothing."""
    turn = 2 * (len(run.instance.visits) // neighbours.size + 1)
    while not run.is_over():
        before = run.objective
        for _ in range(turn):
            started, seconds = time.monotonic(), min(run.seconds_left(), _NEIGHBOURS_SECONDS)
            free = neighbours.next()
            run.offer(
                pool.choose(run.best, seconds=seconds, free=free, part=_GOOD_ENOUGH, on_tick=lambda _: run.is_over())
            )
            if run.is_over():
                return
            neighbours.fit(time.monotonic() - started)
        if run.objective - before < 2e-4 * abs(run.objective):
            return


def _heard(run: Run, plan: Mask | None) -> bool:
    if plan is not None:
        run.offer(plan)
    return run.is_over()


class _Neighbours:
    """Groups of volunteers who can reach many of the same sites, everybody as often as everybody else."""

    def __init__(self, instance: Instance, random: np.random.Generator) -> None:
        people, sites = len(instance.visits), len(instance.need)
        self.size = min(_NEIGHBOURS, people)
        self._reach = csr_array(
            (np.ones(len(instance.gain)), (instance.pair_volunteer, instance.pair_site)), shape=(people, sites)
        )
        self._random, self._asked = random, np.zeros(people)

    def fit(self, seconds: float) -> None:
        """Make the groups smaller where choosing took too long, larger where it was done in no time."""
        if seconds > _LONG_SECONDS:
            self.size = max(int(0.8 * self.size), min(_FEWEST, len(self._asked)))
        elif seconds < _SHORT_SECONDS:
            self.size = min(int(1.1 * self.size) + 1, len(self._asked))

    def next(self) -> Mask:
        """Return a mask of the next group, around whoever was asked least."""
        centre = int(np.argmin(self._asked + self._random.random(len(self._asked))))
        shared: Floats = self._reach @ self._reach[[centre]].toarray()[0]
        liking = shared * self._random.uniform(0.5, 1.5, len(shared))
        liking[centre] = np.inf
        group = np.argsort(-liking)[: self.size]
        self._asked[group] += 1
        mask: Mask = np.isin(np.arange(len(shared)), group)
        return mask
