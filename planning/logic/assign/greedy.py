"""A plan at once, and nothing left out that still fits."""

import numpy as np

from planning.logic.assign.instance import Instance, Mask, Whole


def fill(instance: Instance, chosen: Mask) -> Mask:
    """Return the chosen pairs with every further site that fits and pays, the most valuable first.

    Room only shrinks along the way, so afterwards no site left out could simply be added.
    """
    filled = chosen.copy()
    visits = instance.visits - np.bincount(instance.pair_volunteer[chosen], minlength=len(instance.visits))
    minutes = instance.minutes.copy()
    np.subtract.at(minutes, instance.pair_volunteer[chosen], instance.pair_minutes[chosen])
    served = set(instance.pair_site[chosen].tolist())
    for site, pairs in _by_value(instance):
        if site in served:
            continue
        who, long = instance.pair_volunteer[pairs], instance.pair_minutes[pairs]
        best = pairs[(visits[who] > 0) & (minutes[who] >= long)][: instance.need[site]]
        if len(best) < instance.need[site] or instance.gain[best].sum() <= _burden(instance, best, visits):
            continue
        filled[best] = True
        visits[instance.pair_volunteer[best]] -= 1
        minutes[instance.pair_volunteer[best]] -= instance.pair_minutes[best]
    return filled


def _burden(instance: Instance, pairs: Whole, visits_left: Whole) -> int:
    """Return what one more visit of each of these costs in fairness."""
    if instance.step == 0:
        return 0
    who = instance.pair_volunteer[pairs]
    busy = instance.busy[who] if len(instance.busy) else 0
    return int(instance.step * (instance.visits[who] - visits_left[who] + busy).sum())


def _by_value(instance: Instance) -> list[tuple[int, Whole]]:
    order = np.lexsort((-instance.gain, instance.pair_site))
    sites, starts = np.unique(instance.pair_site[order], return_index=True)
    groups = list(zip(sites.tolist(), np.split(order, starts[1:]), strict=True)) if len(sites) else []
    return sorted(groups, key=lambda group: (-int(instance.gain[group[1]][: instance.need[group[0]]].sum()), group[0]))
