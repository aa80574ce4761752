"""The linear relaxation: a bound that is safe against rounding, and what it costs to insist on a pair."""

from dataclasses import dataclass, replace

import numpy as np

from planning.logic.assign.instance import SCALE, Instance, Whole
from planning.logic.assign.model import model_of
from planning.logic.assign.rounds import Floats
from planning.logic.highs import run


@dataclass(frozen=True, eq=False)
class Relaxation:
    """An upper bound in 1/SCALE points, and for each pair its reduced cost and its fraction in the relaxed plan.

    A plan with a pair of negative reduced cost is worth at most `bound` + that cost. In urgency points: the `toll` of
    each pair for taking a visitor's place at the site, and prices of a visit and of a minute of each volunteer.
    """

    bound: float
    reduced: Floats
    fraction: Floats
    toll: Floats
    visit_price: Floats
    minute_price: Floats

    @property
    def unclear(self) -> float:
        """The part of the pairs in the relaxed plan that are only partly in it."""
        used = self.fraction > 1e-6
        return float((self.fraction[used] < 1 - 1e-6).mean()) if used.any() else 0.0

    def pairs_for(self, value: float) -> Whole:
        """Return the indices of the pairs that a plan of at least this value (1/SCALE points) can hold."""
        return np.flatnonzero(self.bound + np.minimum(self.reduced, 0.0) >= value)


def relax(instance: Instance, *, seconds: float) -> Relaxation | None:
    """Solve the relaxation within the time and return it, or none if there was not enough time."""
    pairs = len(instance.gain)
    model = model_of(instance, np.arange(pairs))
    program = replace(model.program, is_whole=np.zeros_like(model.program.is_whole))
    found = run(program, seconds=seconds)
    if found.values is None or found.prices is None:
        return None
    # Any prices of the right sign give a bound by weak duality; computed here from the prices, it does not rest on
    # tolerances. Rows that are equations have prices of either sign.
    is_equation = np.isfinite(program.row_lower)
    prices = np.where(is_equation, found.prices, np.maximum(found.prices, 0.0))
    reduced = program.cost - program.matrix.T @ prices
    bound = instance.kept_gain + SCALE * float(program.row_upper @ prices + np.maximum(reduced, 0.0).sum())
    sites, people = len(instance.need), len(instance.visits)
    toll = prices[:sites][instance.pair_site]
    toll[model.member_pairs] += prices[sites : sites + len(model.member_pairs)]
    visit_price, minute_price = prices[-2 * people : -people], prices[-people:]
    return Relaxation(
        bound + 1e-12 * abs(bound) + 1, SCALE * reduced[:pairs], found.values[:pairs], toll, visit_price, minute_price
    )
