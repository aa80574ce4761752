"""The linear relaxation: a bound that is safe against rounding, and what it costs to insist on a pair."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array, hstack, vstack

from planning.logic.assign.instance import SCALE, Instance, Whole


@dataclass(frozen=True, eq=False)
class Relaxation:
    """An upper bound in 1/SCALE points, and for each pair its reduced cost and its fraction in the relaxed plan.

    A plan with a pair of negative reduced cost is worth at most `bound` + that cost. The prices are in urgency points:
    of a visitor at each site, of a visit and of a minute of each volunteer.
    """

    bound: float
    reduced: NDArray[np.float64]
    fraction: NDArray[np.float64]
    site_price: NDArray[np.float64]
    visit_price: NDArray[np.float64]
    minute_price: NDArray[np.float64]

    def pairs_for(self, value: float) -> Whole:
        """Return the indices of the pairs that a plan of at least this value (1/SCALE points) can hold."""
        return np.flatnonzero(self.bound + np.minimum(self.reduced, 0.0) >= value)


def relax(instance: Instance, *, seconds: float) -> Relaxation | None:
    """Solve the relaxation within the time and return it, or none if there was not enough time."""
    pairs, sites, volunteers = len(instance.gain), len(instance.need), len(instance.visits)
    burden, who = _burdens(instance)
    rows, limits = _rows(instance, who)
    gain = np.concatenate([instance.gain, -burden]).astype(np.float64)
    # Solved in units near 1: the solver's tolerances are absolute.
    unit = float(np.abs(gain).max())
    answer = linprog(
        -gain / unit, A_ub=rows, b_ub=limits, bounds=(0, 1), method="highs-ds", options={"time_limit": max(seconds, 0.1)}
    )
    if answer.status != 0:
        return None
    # Any prices >= 0 give a bound by weak duality; computed here from the prices, it does not rest on tolerances.
    prices = unit * np.maximum(0.0, -answer.ineqlin.marginals)
    reduced = gain - rows.T @ prices
    bound = instance.kept_gain + float(limits @ prices + np.maximum(reduced, 0.0).sum())
    site_price, visit_price, minute_price = np.split(prices / SCALE, [sites, sites + volunteers])
    return Relaxation(
        bound * (1 + 1e-12) + 1e-3, reduced[:pairs], answer.x[:pairs], site_price, visit_price, minute_price
    )


def _burdens(instance: Instance) -> tuple[Whole, Whole]:
    """Return what each visit of each volunteer costs in fairness, one after the other, and whose it is."""
    if instance.step == 0:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    who = np.repeat(np.arange(len(instance.visits)), instance.visits)
    first = np.cumsum(instance.visits) - instance.visits
    number = np.arange(len(who)) - first[who]
    total = instance.burdens(np.arange(int(instance.visits.max(initial=0)) + 1))
    return total[who, number + 1] - total[who, number], who


def _rows(instance: Instance, who: Whole) -> tuple[csr_array, NDArray[np.float64]]:
    pairs, sites, volunteers = len(instance.gain), len(instance.need), len(instance.visits)
    columns, ones = np.arange(pairs), np.ones(pairs)
    # With fairness a visit needs one of the volunteer's visits, of which each later one costs more.
    visits = csr_array((ones, (instance.pair_volunteer, columns)), shape=(volunteers, pairs))
    numbered = csr_array((-np.ones(len(who)), (who, np.arange(len(who)))), shape=(volunteers, len(who)))
    rows = vstack(
        [
            hstack([csr_array((ones, (instance.pair_site, columns)), shape=(sites, pairs)), csr_array((sites, len(who)))]),
            hstack([visits, numbered]),
            hstack(
                [
                    csr_array((instance.pair_minutes, (instance.pair_volunteer, columns)), shape=(volunteers, pairs)),
                    csr_array((volunteers, len(who))),
                ]
            ),
        ]
    ).tocsr()
    allowed = instance.visits if len(who) == 0 else np.zeros_like(instance.visits)
    return rows, np.concatenate([instance.need, allowed, instance.minutes]).astype(np.float64)
