"""A plan out of what everybody would like to do: clashes go to the first, whoever loses chooses anew from what is left."""

import numpy as np

from planning.logic.assign.greedy import fill
from planning.logic.assign.instance import SCALE, Instance, Mask, Whole
from planning.logic.assign.rounds import BestRounds, Rounds


def repaired(instance: Instance, rounds: Rounds, found: BestRounds) -> Mask:
    """Return a plan near the best rounds: it keeps every limit."""
    left = instance.need.copy()
    chosen = np.zeros(len(instance.gain), dtype=np.bool_)
    losers = []
    for who in np.argsort(-found.values, kind="stable").tolist():
        wanted = found.rounds[who]
        can = left[instance.pair_site[wanted]] > 0
        if can.all():
            _take(instance, wanted, chosen, left)
        else:
            losers.append(who)
    for who in losers:
        _take(instance, _again(instance, rounds, who, left, found.rounds[who]), chosen, left)
    return fill(instance, whole_crews(instance, chosen))


def whole_crews(instance: Instance, chosen: Mask) -> Mask:
    """Return the chosen pairs without those of sites to which too few would go."""
    people = np.bincount(instance.pair_site[chosen], minlength=len(instance.need))
    mask: Mask = chosen & (people == instance.need)[instance.pair_site]
    return mask


def _again(instance: Instance, rounds: Rounds, who: int, left: Whole, wanted: Whole) -> Whole:
    """Return the best round of sites that still wait: alone for one more visitor, or wanted in the first place."""
    mine = rounds.pairs_of(who)
    site = instance.pair_site[mine]
    is_open = (left[site] > 0) & ((instance.need[site] == 1) | (left[site] < instance.need[site]) | np.isin(mine, wanted))
    return rounds.alone(who, mine[is_open], instance.gain[mine[is_open]] / SCALE)


def _take(instance: Instance, pairs: Whole, chosen: Mask, left: Whole) -> None:
    chosen[pairs] = True
    left[instance.pair_site[pairs]] -= 1
