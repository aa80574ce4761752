"""Fixes that nobody can have moved to: thrown out the same way, whichever end of the track one starts from."""

import numpy as np
from numpy.typing import NDArray

from planning.logic.cover.policy import RAIL_MPS, RAIL_SECONDS, VEHICLE_MPS

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

# How many groups of fixes back a group looks for the one it continues.
_WINDOW = 1_000


def is_jump(xyz: Floats, at_s: Floats, accuracy_m: Floats) -> NDArray[np.bool_]:
    """Say of each fix (in order of time) whether it is a jump.

    The track is cut wherever two neighbours are too far apart for their times; of the groups, the chain with the most fixes
    is kept in which each can be reached from the one before. What is not in it is a jump.
    """
    n = len(xyz)
    later = np.arange(1, n)
    cuts = later[~_can_go(xyz, at_s, accuracy_m, later - 1, later)]
    if not len(cuts):
        return np.zeros(n, bool)
    first, last = np.append(0, cuts), np.append(cuts, n) - 1
    kept = _best_chain(xyz, at_s, accuracy_m, first, last)
    return ~np.repeat(np.isin(np.arange(len(first)), kept), last - first + 1)


def _best_chain(xyz: Floats, at_s: Floats, accuracy_m: Floats, first: Indices, last: Indices) -> Indices:
    most = (last - first + 1).astype(float)
    before = np.full(len(first), -1, dtype=np.int64)
    for group in range(1, len(first)):
        earlier = np.arange(max(0, group - _WINDOW), group)
        here = np.full(len(earlier), first[group])
        gains = np.where(_can_go(xyz, at_s, accuracy_m, last[earlier], here), most[earlier], 0.0)
        best = int(np.argmax(gains))
        if gains[best] > 0:
            before[group] = earlier[best]
            most[group] += gains[best]
    chain = [int(np.argmax(most))]
    while before[chain[-1]] >= 0:
        chain.append(int(before[chain[-1]]))
    return np.array(chain)


def _can_go(xyz: Floats, at_s: Floats, accuracy_m: Floats, start: Indices, end: Indices) -> NDArray[np.bool_]:
    """Say of pairs of fixes whether somebody can have gone from one to the other; their errors count in their favour."""
    metres = np.sqrt(((xyz[end] - xyz[start]) ** 2).sum(axis=1)) - accuracy_m[start] - accuracy_m[end]
    # Recorders write whole seconds.
    seconds = np.maximum(at_s[end] - at_s[start], 1.0)
    speed = metres / seconds
    can: NDArray[np.bool_] = (speed <= VEHICLE_MPS) | (speed <= RAIL_MPS) & (seconds >= RAIL_SECONDS)
    return can
