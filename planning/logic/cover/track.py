"""A recorded track as arrays, and which of its fixes may speak."""

from collections import Counter
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planning.logic.cover import policy
from planning.logic.cover.jumps import is_jump
from planning.logic.cover.place import cartesian

Floats: TypeAlias = NDArray[np.float64]
Mask: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """Fixes of one recording, arrays of shape (n,): degrees WGS-84, seconds since 1970 (UTC), accuracy in metres.

    NaN stands for a time or an accuracy that is not known, and for a position that could not be read.
    """

    lon: Floats
    lat: Floats
    at_s: Floats
    accuracy_m: Floats

    def __len__(self) -> int:
        return len(self.lon)

    def chosen(self, which: ArrayLike) -> "Track":
        """Return the fixes of a mask or in an order."""
        index = np.asarray(which)
        return Track(self.lon[index], self.lat[index], self.at_s[index], self.accuracy_m[index])


def track(lon: ArrayLike, lat: ArrayLike, at_s: ArrayLike, accuracy_m: ArrayLike | None = None) -> Track:
    """Make a track of sequences; without accuracies none is known."""
    longitude = np.asarray(lon, dtype=np.float64)
    unknown = np.full(len(longitude), np.nan)
    accuracy = unknown if accuracy_m is None else np.asarray(accuracy_m, dtype=np.float64)
    return Track(longitude, np.asarray(lat, dtype=np.float64), np.asarray(at_s, dtype=np.float64), accuracy)


@dataclass(frozen=True, slots=True, eq=False)
class Usable:
    """The fixes that may speak, in order of time, with positions as unit of account: metres, earth-centred, shape (n, 3)."""

    xyz: Floats
    at_s: Floats
    accuracy_m: Floats
    is_timed: bool


def usable(found: Track, *, takes_untimed: bool = False) -> tuple[Usable, Counter[str]]:
    """Return the fixes that may speak and, by reason, how many were thrown out.

    `no_position`: unreadable, out of range or (0, 0); `no_time`: without a time nobody can say when it was walked, and a
    planned route looks like it; `inaccurate`: worse than 50 m; `jump`: nobody moves like that. With `takes_untimed` a track
    that lacks times is taken in the order it was written.
    """
    rejected: Counter[str] = Counter()
    found = _kept(found, has_position(found), "no_position", rejected)
    has_time = found.at_s >= policy.FIRST_SECOND
    is_timed = bool(has_time.all()) or not takes_untimed
    if is_timed:
        found = _kept(found, has_time, "no_time", rejected)
        found = found.chosen(np.argsort(found.at_s, kind="stable"))
    accuracy = known_accuracy(found.accuracy_m)
    found = _kept(found, accuracy <= policy.MOST_ACCURACY_M, "inaccurate", rejected)
    accuracy = known_accuracy(found.accuracy_m)
    xyz = cartesian(found.lon, found.lat)
    keep = ~is_jump(xyz, found.at_s, accuracy) if is_timed else np.ones(len(found), bool)
    if not keep.all():
        rejected["jump"] += int((~keep).sum())
    return Usable(xyz[keep], found.at_s[keep], accuracy[keep], is_timed), rejected


def known_accuracy(accuracy_m: Floats) -> Floats:
    """Return the accuracies, with the assumed one where none, none above zero, or no number is told."""
    told = np.isfinite(accuracy_m) & (accuracy_m > 0)
    return np.where(told, accuracy_m, policy.ASSUMED_ACCURACY_M)


def has_position(found: Track) -> Mask:
    """Say of each fix whether it has a place on earth; the zero point of a receiver without a fix is none."""
    mask: Mask = (np.abs(found.lon) <= 180) & (np.abs(found.lat) <= 90) & ~((found.lon == 0) & (found.lat == 0))
    return mask


def _kept(found: Track, keep: Mask, reason: str, rejected: Counter[str]) -> Track:
    if keep.all():
        return found
    rejected[reason] += int((~keep).sum())
    return found.chosen(keep)
