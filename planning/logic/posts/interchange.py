"""A good choice soon: greedy, then the best swap of one chosen place for another until none helps.

The gain of every swap at once by the formula of Resende and Werneck (On the implementation of a swap-based local
search procedure for the p-median problem, 2003): gain of the new place less loss of the old plus what both share.
"""

import numpy as np

from planning.logic.posts.problem import Chosen, Clock, Costs, Median

_KICKED = (2, 3, 4, 6)  # places exchanged at random before the next descent


def greedy(problem: Median) -> Chosen:
    """Return the kept places and, one by one, whichever shortens the ways most."""
    chosen = list(dict.fromkeys(problem.kept))
    nearest = problem.costs[chosen].min(axis=0) if chosen else problem.costs.max(axis=0) + 1
    while len(chosen) < problem.count:
        gains = np.maximum(nearest - problem.costs, 0).sum(axis=1)
        gains[chosen] = -1
        best = int(np.argmax(gains))
        chosen.append(best)
        nearest = np.minimum(nearest, problem.costs[best])
    return np.sort(np.array(chosen, dtype=np.int64))


def descend(problem: Median, chosen: Chosen, clock: Clock) -> Chosen:
    """Return the choice after the best swaps, until none helps or time is up."""
    chosen = chosen.copy()
    while len(chosen) < len(problem.costs) and not clock.is_over():
        gains = swap_gains(problem.costs, chosen)
        gains[chosen] = -np.inf
        gains[:, np.isin(chosen, problem.kept)] = -np.inf
        new, old = np.unravel_index(int(np.argmax(gains)), gains.shape)
        if gains[new, old] <= 1e-9 * (1 + problem.value(chosen)):
            break
        chosen[old] = new
    return np.sort(chosen)


def swap_gains(costs: Costs, chosen: Chosen) -> Costs:
    """Return by how much the sum falls for each place that comes (rows) and chosen place that goes (columns)."""
    mine = costs[chosen]
    at = mine.argmin(axis=0)
    first = mine.min(axis=0)
    second = np.partition(mine, 1, axis=0)[1] if len(chosen) > 1 else np.full(costs.shape[1], costs.max())
    gain = np.maximum(first - costs, 0).sum(axis=1)
    loss = np.bincount(at, weights=second - first, minlength=len(chosen))
    order = np.argsort(at, kind="stable")
    present, starts = np.unique(at[order], return_index=True)
    shared = np.zeros((len(costs), len(chosen)))
    kept = np.maximum(second - np.maximum(costs, first), 0)[:, order]
    shared[:, present] = np.add.reduceat(kept, starts, axis=1)
    gains: Costs = gain[:, None] - loss[None, :] + shared
    return gains


def kicked(problem: Median, chosen: Chosen, random: np.random.Generator) -> Chosen:
    """Return the choice with a few places exchanged at random; the kept ones stay."""
    free = np.flatnonzero(~np.isin(chosen, problem.kept))
    others = np.setdiff1d(np.arange(len(problem.costs)), chosen)
    number = min(int(random.choice(_KICKED)), len(free), len(others))
    other = chosen.copy()
    other[random.choice(free, number, replace=False)] = random.choice(others, number, replace=False)
    return np.sort(other)
