"""The linear relaxation: a bound that is safe against rounding, and what it costs to insist on a pair."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from planning.logic.assign.instance import Instance, Whole


@dataclass(frozen=True, eq=False)
class Relaxation:
    """An upper bound in 1/SCALE points, and for each pair its reduced cost and its fraction in the relaxed plan.

    A plan with a pair of negative reduced cost is worth at most `bound` + that cost.
    """

    bound: float
    reduced: NDArray[np.float64]
    fraction: NDArray[np.float64]

    def pairs_for(self, value: float) -> Whole:
        """Return the indices of the pairs that a plan of at least this value (1/SCALE points) can hold."""
        return np.flatnonzero(self.bound + np.minimum(self.reduced, 0.0) >= value)


def relax(instance: Instance, *, seconds: float) -> Relaxation | None:
    """Solve the relaxation within the time and return it, or none if there was not enough time."""
    pairs = len(instance.gain)
    columns, ones = np.arange(pairs), np.ones(pairs)
    sites, volunteers = len(instance.need), len(instance.visits)
    rows = vstack(
        [
            csr_array((ones, (instance.pair_site, columns)), shape=(sites, pairs)),
            csr_array((ones, (instance.pair_volunteer, columns)), shape=(volunteers, pairs)),
            csr_array((instance.pair_minutes, (instance.pair_volunteer, columns)), shape=(volunteers, pairs)),
        ]
    )
    limits = np.concatenate([instance.need, instance.visits, instance.minutes]).astype(np.float64)
    gain = instance.gain.astype(np.float64)
    # Solved in units near 1: the solver's tolerances are absolute.
    unit = float(np.abs(gain).max())
    answer = linprog(
        -gain / unit, A_ub=rows, b_ub=limits, bounds=(0, 1), method="highs", options={"time_limit": max(seconds, 0.1)}
    )
    if answer.status != 0:
        return None
    # Any prices >= 0 give a bound by weak duality; computed here from the prices, it does not rest on tolerances.
    prices = unit * np.maximum(0.0, -answer.ineqlin.marginals)
    reduced = gain - rows.T @ prices
    bound = instance.kept_gain + float(limits @ prices + np.maximum(reduced, 0.0).sum())
    return Relaxation(bound * (1 + 1e-12) + 1e-3, reduced, answer.x)
