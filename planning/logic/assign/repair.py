"""A plan out of what everybody would like to do: clashes go to the first, whoever loses chooses anew from what is left."""

import numpy as np

from planning.logic.assign.greedy import fill
from planning.logic.assign.instance import SCALE, Instance, Mask, Whole
from planning.logic.assign.rounds import BestRounds, Rounds

_KEEP = 1e9  # points that keep a place in a crew in a round


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
    return fill(instance, each_again(instance, rounds, whole_crews(instance, chosen)))


def each_again(instance: Instance, rounds: Rounds, plan: Mask) -> Mask:
    """Return the plan after everybody in turn has chosen anew among the own sites and those nobody goes to."""
    plan = plan.copy()
    for who in range(len(instance.visits)):
        mine = rounds.pairs_of(who)
        own = plan[mine]
        is_served = np.isin(instance.pair_site[mine], instance.pair_site[plan])
        can = own | (~is_served & (instance.need[instance.pair_site[mine]] == 1))
        # A place in a crew is kept: whoever left it would break the crew.
        gain = instance.gain[mine[can]] / SCALE
        held = own[can] & (instance.need[instance.pair_site[mine[can]]] > 1)
        gain = np.where(held, gain + _KEEP, gain)
        plan[mine[own]] = False
        plan[rounds.alone(who, mine[can], gain)] = True
    return plan


def whole_crews(instance: Instance, chosen: Mask) -> Mask:
    """Return the chosen pairs without those of sites to which too few would go."""
    people = np.bincount(instance.pair_site[chosen], minlength=len(instance.need))
    mask: Mask = chosen & (people == instance.need)[instance.pair_site]
    return mask


def _again(instance: Instance, rounds: Rounds, who: int, left: Whole, wanted: Whole) -> Whole:
    """Return the best round of sites that still wait: alone for one more visitor, or wanted in the first place."""
    mine = rounds.pairs_of(who)
    site = instance.pair_site[mine]
    is_open = (left[site] > 0) & (
        (instance.need[site] == 1) | (left[site] < instance.need[site]) | np.isin(mine, wanted)
    )
    return rounds.alone(who, mine[is_open], instance.gain[mine[is_open]] / SCALE)


def _take(instance: Instance, pairs: Whole, chosen: Mask, left: Whole) -> None:
    chosen[pairs] = True
    left[instance.pair_site[pairs]] -= 1
