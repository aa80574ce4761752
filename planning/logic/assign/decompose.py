"""Large problems: by volunteer. Tolls and cuts give the bound, rounds near these prices the plans.

1. Tolls rise until what volunteers would like to do nearly fits together; plans are repaired out of their wishes.
2. Rounds nearly as good as the best at these tolls are collected. A dive makes a plan of them; then neighbouring
   volunteers choose anew among theirs, the others staying as they are, again and again.
3. The relaxed choice among the rounds and cuts make the prices better and find the rounds that are missing (`descent`);
   then neighbours choose again. So in turns until neither gains anything.
4. At last all choose together.
"""

import math
import time
from itertools import takewhile

import numpy as np
from scipy.sparse import csr_array

from planning.logic.assign.descent import Descent
from planning.logic.assign.dive import dive
from planning.logic.assign.greedy import fill
from planning.logic.assign.instance import SCALE, Instance, Mask
from planning.logic.assign.linear import Relaxation
from planning.logic.assign.pool import Pool, choose
from planning.logic.assign.repair import repaired
from planning.logic.assign.rounds import Floats, Rounds
from planning.logic.assign.run import Run
from planning.logic.assign.tolls import Ascent

# Steps of the tolls, and the part of the time they may take till then: some at any rate, more where there is time.
_TOLLS = ((40, 0.25), (40, 0.1))
_REPAIR_EVERY = 10
# In each turn: how near the bound shall come to the relaxed choice, and the parts of the time left that prices and
# neighbours may take. The first makes a plan of what the tolls alone tell, so that there soon is a good one.
_TURNS = ((math.inf, 0.0, 0.1), (3e-4, 0.4, 0.4), (1e-4, 0.4, 1.0), (3e-5, 0.3, 1.0))
# Prices need some steps to prove more than tolls: with fewer seconds for them so many more steps of the tolls do more.
_FEW_SECONDS, _STEPS_INSTEAD = 6.0, 60
_DIVE_ABOVE = 0.004  # gap from which a dive is likely to better the plan
# How much rounds may lose, as parts of what a volunteer's round is worth on average: to be collected, for the dive and
# for neighbours; and how many are collected for each volunteer.
_COLLECTED, _DIVED, _CHOSEN, _MOST = 0.007, 0.005, 0.009, 60
_NEIGHBOURS = 50
_BESIDE = 20  # rounds of each that are the best beside what the others do
_NEIGHBOURS_SECONDS = 1.5
_GOOD_ENOUGH = 1e-4  # neighbours need not find the very best, but this near to it
_LITTLE = 5e-5  # part of the value that a turn around all must bring for another
_FEWEST, _SHORT_SECONDS, _LONG_SECONDS = 12, 0.25, 0.8


def search_by_volunteer(run: Run, relaxation: Relaxation, *, seed: int) -> None:
    """Improve the run's plan and bound until it is over or nothing is left to try."""
    rounds = Rounds(run.instance, relaxation.minute_price, relaxation.visit_price)
    ascent, pool = Ascent(run.instance, rounds, relaxation.toll), Pool(run.instance, rounds)
    began = run.seconds_left()
    for steps, share in _TOLLS:
        _raise_tolls(run, ascent, pool, steps, ends_with=began * (1 - share))
    if run.is_over():
        return
    mean = abs(ascent.best.bound) / len(run.instance.visits)
    _collect(run, ascent, pool, _COLLECTED * mean)
    descent = Descent(run.instance, rounds, pool, ascent.best, run.is_over)
    neighbours = _Neighbours(run.instance, np.random.default_rng(seed))
    for near, prices_share, most_share in _TURNS:
        before, seconds, neighbours_share = run.figures()[:2], run.seconds_left() * prices_share, most_share
        if near < math.inf and seconds < _FEW_SECONDS:
            _raise_tolls(run, ascent, pool, _STEPS_INSTEAD, ends_with=run.seconds_left() - seconds)
            descent.begin_again(ascent.best)
            _collect(run, ascent, pool, _COLLECTED * mean)
            neighbours_share = 1.0
        else:
            _lower_prices(run, descent, near, ends_with=run.seconds_left() - seconds)
        if run.gap() > _DIVE_ABOVE:
            _dive(run, descent, _DIVED * mean)
        ends_with = run.seconds_left() * (1 - neighbours_share)
        _ask_neighbours(run, descent, neighbours, _CHOSEN * mean, ends_with=ends_with)
        if run.is_over():
            return
        if run.figures()[:2] == before:
            break
    choice = descent.choice(run.best, math.inf)
    if choice is not None:
        choose(choice, seconds=run.seconds_left(), seed=seed, on_tick=lambda plan: _heard(run, plan))


def _raise_tolls(run: Run, ascent: Ascent, pool: Pool, steps: int, *, ends_with: float) -> None:
    for number in range(1, steps + 1):
        if run.is_over() or ascent.is_done or run.seconds_left() < ends_with:
            return
        found = ascent.step()
        pool.add(tuple(sorted(one.tolist())) for one in found.rounds)
        _tighten(run, ascent.best.bound)
        if number % _REPAIR_EVERY == 0:
            run.offer(repaired(run.instance, ascent.rounds, found))


def _collect(run: Run, ascent: Ascent, pool: Pool, slack: float) -> None:
    """Add the rounds that lose at most so many points at the best tolls."""
    profit = run.instance.gain / SCALE - ascent.best.toll
    pool.add(takewhile(lambda _: run.seconds_left() > 0, ascent.rounds.near(profit, slack, _MOST)))


def _lower_prices(run: Run, descent: Descent, near: float, *, ends_with: float) -> None:
    while not run.is_over() and descent.distance > near and run.seconds_left() > ends_with:
        if not descent.step():
            return
        _tighten(run, descent.bound)


def _tighten(run: Run, bound: float) -> None:
    """Tell a bound in points, made safe against the rounding of its sum."""
    run.tighten(run.instance.kept_gain + SCALE * bound * (1 + 1e-12) + 1)


def _dive(run: Run, descent: Descent, slack: float) -> None:
    """Let all choose at once, nearly as well as can be."""
    choice = None if run.is_over() else descent.choice(run.best, slack)
    plan = None if choice is None else dive(choice, is_over=run.is_over)
    if plan is not None:
        run.offer(fill(run.instance, plan))


def _ask_neighbours(run: Run, descent: Descent, neighbours: "_Neighbours", slack: float, *, ends_with: float) -> None:
    """Let neighbours choose anew until a whole turn around all volunteers has brought next to nothing."""
    while not run.is_over():
        before = run.objective
        for _ in range(2 * (len(run.instance.visits) // neighbours.size + 1)):
            started, seconds = time.monotonic(), min(run.seconds_left(), _NEIGHBOURS_SECONDS)
            choice = descent.choice_beside(run.best, neighbours.next(descent.losses(run.best)), slack, _BESIDE)
            if choice is not None:
                plan = choose(choice, seconds=seconds, part=_GOOD_ENOUGH, on_tick=lambda _: run.is_over())
                if plan is not None:
                    run.offer(plan)
            if run.is_over() or run.seconds_left() < ends_with:
                return
            neighbours.fit(time.monotonic() - started)
        if run.objective - before < _LITTLE * abs(run.objective):
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

    def next(self, losses: Floats) -> Mask:
        """Return a mask of the next group, around somebody who was asked seldom or whose round loses much."""
        wish = self._random.random(len(losses)) * (losses + losses.mean() + 1e-9) / (1 + self._asked) ** 2
        centre = int(np.argmax(wish))
        shared: Floats = self._reach @ self._reach[[centre]].toarray()[0]
        liking = shared * self._random.uniform(0.5, 1.5, len(shared))
        liking[centre] = np.inf
        group = np.argsort(-liking)[: self.size]
        self._asked[group] += 1
        mask: Mask = np.isin(np.arange(len(shared)), group)
        return mask
