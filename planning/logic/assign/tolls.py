"""The tolls at which what volunteers would like to do just fits together, and the bound that they prove.

Lagrangian decomposition: each volunteer takes the best round at the tolls, each site its best crew (nobody, or as many as
it needs); both together are worth at least as much as any plan. Subgradient steps move the tolls to where volunteers
and sites agree. The bound is that of column generation over whole rounds: tighter than any over single pairs.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from planning.logic.assign.instance import SCALE, Instance
from planning.logic.assign.rounds import BestRounds, Floats, Rounds

_PATIENCE = 5  # steps without a better bound before they are halved
_LEAST_STEP = 0.01
_AIM = 0.997  # a value that plans can probably reach, as a part of the bound: guides the length of steps
_MEMORY = 0.3  # part of the last direction that is kept


@dataclass(frozen=True, eq=False)
class Tolls:
    """Tolls by pair (points) and the bound they prove (points, kept visits not counted)."""

    toll: Floats
    bound: float


class Ascent:
    """Moves tolls; one step at a time, so that the caller can use each step's rounds and look at the clock."""

    def __init__(self, instance: Instance, rounds: Rounds, toll: Floats) -> None:
        """Begin with tolls by pair, such as the relaxation's."""
        self.instance, self.rounds = instance, rounds
        self._sites = Sites(instance)
        self._toll = toll.copy()
        self.best = Tolls(self._toll, float("inf"))
        self._way = np.zeros(len(self._toll))
        self._step, self._stale = 1.0, 0

    @property
    def is_done(self) -> bool:
        """Whether further steps would hardly change anything."""
        return self._step < _LEAST_STEP

    def step(self) -> BestRounds:
        """Return the best rounds at the present tolls, keep the bound if it is lower, and move the tolls."""
        found = self.rounds.best(self.instance.gain / SCALE - self._toll)
        takes = np.zeros(len(self._toll))
        takes[np.concatenate([*found.rounds, np.arange(0)])] = 1.0
        value, wants = self._sites.best(self._toll)
        bound = value + float(found.values.sum())
        if bound < self.best.bound - 1e-9:
            self.best, self._stale = Tolls(self._toll.copy(), bound), 0
        else:
            self._stale += 1
        if self._stale >= _PATIENCE:
            self._step, self._stale, self._toll = self._step / 2, 0, self.best.toll.copy()
        self._move(self._sites.slack(takes, wants, self._toll), bound)
        return found

    def _move(self, slack: Floats, bound: float) -> None:
        self._way = (1 - _MEMORY) * slack + _MEMORY * self._way
        size = self._sites.size(self._way)
        if size < 1e-9:
            self._step = 0.0
            return
        length = self._step * max(bound - _AIM * self.best.bound, 1e-9) / size
        self._toll = self._sites.allowed(self._toll - length * self._way)


class Sites:
    """The sites' side: crews, and tolls that are one price for a site that needs one visitor."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._is_single = instance.need[instance.pair_site] == 1
        # Pairs are ordered by site.
        starts = np.searchsorted(instance.pair_site, np.arange(len(instance.need) + 1))
        self._crews = [
            (np.arange(starts[site], starts[site + 1]), int(need))
            for site, need in enumerate(instance.need.tolist())
            if need > 1 and starts[site + 1] - starts[site] >= need
        ]
        self._pairs_of = np.maximum(np.bincount(instance.pair_site, minlength=len(instance.need)), 1)

    def best(self, toll: Floats) -> tuple[float, Floats]:
        """Return what the sites' best crews bring in tolls, and 1 for each pair of them that needs several."""
        value, wants = float(self._by_site(toll, np.maximum).sum()), np.zeros(len(toll))
        for pairs, need in self._crews:
            top = pairs[np.argpartition(-toll[pairs], need - 1)[:need]]
            brings = float(toll[top].sum())
            if brings > 0:
                value += brings
                wants[top] = 1.0
        return value, wants

    def slack(self, takes: Floats, wants: Floats, toll: Floats) -> Floats:
        """Return by how much sites want more than volunteers take: by pair, or for single visitors by site."""
        taken = self._by_site(takes, np.add)
        is_wanted = self._by_site(toll, np.maximum) > 1e-12
        short = np.where(is_wanted, 1.0 - taken, np.minimum(-taken, 0.0))
        return np.where(self._is_single, short[self._instance.pair_site], wants - takes)

    def size(self, way: Floats) -> float:
        """Return the squared length of a direction, in which each site with one visitor counts once."""
        alone = self._by_site(way, np.add) / self._pairs_of
        return float(alone @ alone) + float((way[~self._is_single] ** 2).sum())

    def allowed(self, toll: Floats) -> Floats:
        """Return the tolls, at least 0 where one visitor is needed."""
        return np.where(self._is_single, np.maximum(toll, 0.0), toll)

    def _by_site(self, values: Floats, how: Callable[..., object]) -> Floats:
        found = np.zeros(len(self._instance.need))
        ufunc: np.ufunc = how  # type: ignore[assignment]
        ufunc.at(found, self._instance.pair_site[self._is_single], values[self._is_single])
        return found
