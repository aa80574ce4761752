"""Choosing service points among candidates, and what the choice brings beside the present points.

Metres are tables of shape (points, sites), weights what each site counts. A site nobody is near to is infinitely far.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planning.logic.posts.problem import Choice, Covering, Median

Table = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Siting:
    """Present points that stay and new candidates with their metres to the sites; `more` of the candidates are chosen.

    `within_m` none: the shortest ways are wanted (p-median); else the most weight within so many metres (covering).
    """

    present_m: Table
    new_m: Table
    weights: Table
    more: int
    within_m: float | None

    @property
    def kept(self) -> tuple[int, ...]:
        """The present points, which come first among all."""
        return tuple(range(len(self.present_m)))


@dataclass(frozen=True, slots=True)
class Standing:
    """How points serve the sites: the share of weight within a distance, and the mean metres to the nearest (none: no point)."""

    share: float
    mean_m: float | None


def choose_sites(
    siting: Siting, *, seconds: float, is_cancelled: Callable[[], bool] | None = None
) -> tuple[list[int], Choice]:
    """Return the chosen candidates (indices, ascending) and the choice among all points with its bound.

    Its objective is the mean metres a unit of weight has to its nearest point, or the weight within reach.
    """
    # The solver loads when it is asked, not with every web process.
    from planning.logic.posts.covering import solve_covering
    from planning.logic.posts.median import solve_median

    metres = np.vstack([siting.present_m, siting.new_m])
    count, kept = len(siting.kept) + siting.more, siting.kept
    if siting.within_m is None:
        costs = metres * siting.weights / siting.weights.sum()
        choice = solve_median(Median(costs, count, kept), seconds=seconds, is_cancelled=is_cancelled)
    else:
        problem = Covering(metres <= siting.within_m, siting.weights, count, kept)
        choice = solve_covering(problem, seconds=seconds, is_cancelled=is_cancelled)
    return [int(one) - len(kept) for one in choice.chosen if one >= len(kept)], choice


def standing(metres: Table, weights: Table, *, within_m: float) -> Standing:
    """Return how the points whose metres these are serve the sites."""
    if not len(metres):
        return Standing(0.0, None)
    nearest = metres.min(axis=0)
    total = float(weights.sum())
    return Standing(float(weights[nearest <= within_m].sum()) / total, float((nearest * weights).sum()) / total)


def served(metres: Table, *, within_m: float) -> list[tuple[int, int]]:
    """Return for each point to how many sites it is the nearest, and how many lie within the distance of it."""
    first = metres.argmin(axis=0)
    return [(int((first == point).sum()), int((row <= within_m).sum())) for point, row in enumerate(metres)]
