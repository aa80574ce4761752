"""The way somebody went, as far as the fixes prove it: pieces without a hole, sampled every two metres."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from planning.logic.cover import policy
from planning.logic.cover.place import steps_m
from planning.logic.cover.track import Usable

Floats = NDArray[np.float64]

_SPACING_M: Final = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """Places of the way, shape (n, 3), with the metres walked so far, the accuracy and the metres to the end of its piece.

    `fix` is the place of each fix among them.
    """

    xyz: Floats
    walked_m: Floats
    accuracy_m: Floats
    to_end_m: Floats
    fix: NDArray[np.int64]


def is_bridged(found: Usable) -> NDArray[np.bool_]:
    """Say of each step between two fixes, shape (n - 1,), whether the way between them is plausible and straight enough."""
    metres = steps_m(found.xyz)
    if not found.is_timed:
        return np.less_equal(metres, policy.UNTIMED_M)
    seconds = np.diff(found.at_s)
    speed = metres / np.maximum(seconds, 1.0)
    longest = np.where(speed <= policy.FOOT_MPS, policy.FOOT_SECONDS, policy.VEHICLE_SECONDS)
    goes = (speed <= policy.VEHICLE_MPS) & (seconds <= longest) & (metres <= policy.BRIDGE_M)
    known: NDArray[np.bool_] = goes | (metres <= policy.SHORT_M) & (seconds <= policy.OUTING_SECONDS)
    return known


def path(found: Usable, bridged: NDArray[np.bool_]) -> Path:
    """Return the way through the fixes; between two that are not bridged it is interrupted."""
    metres = steps_m(found.xyz)
    counts = np.where(bridged, np.maximum(1, np.ceil(metres / _SPACING_M)), 1).astype(np.int64)
    fix = np.append(0, np.cumsum(counts))
    step = np.append(np.repeat(np.arange(len(counts)), counts), len(counts))
    share = (np.arange(fix[-1] + 1) - fix[step]) / np.append(counts, 1)[step]
    after = np.minimum(step + 1, len(found.xyz) - 1)
    xyz = found.xyz[step] + (found.xyz[after] - found.xyz[step]) * share[:, None]
    # Between two fixes the worse one speaks.
    accuracy = np.where(share > 0, np.maximum(found.accuracy_m[step], found.accuracy_m[after]), found.accuracy_m[step])
    walked = np.append(0.0, np.cumsum(metres))
    at = walked[step] + (walked[after] - walked[step]) * share
    return Path(xyz, at, accuracy, _to_end(at, walked, bridged, step), fix)


def _to_end(at: Floats, walked: Floats, bridged: NDArray[np.bool_], step: NDArray[np.int64]) -> Floats:
    piece = np.append(0, np.cumsum(~bridged))
    firsts = np.flatnonzero(np.append(True, ~bridged))
    lasts = np.append(firsts[1:], len(walked)) - 1
    here = piece[step]
    to_end: Floats = np.minimum(at - walked[firsts][here], walked[lasts][here] - at)
    return to_end
