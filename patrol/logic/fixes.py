"""Positions in time, and the speed that two of them prove."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.logic.geodesy import distance_m

KMH_OF_MPS = 3.6


@dataclass(frozen=True, slots=True)
class TimedFix:
    """Where a phone said it was (WGS-84 degrees), when, and how sure it was (m; 0 or None: it did not say)."""

    at: datetime
    longitude: float
    latitude: float
    accuracy_m: float | None = None


@dataclass(frozen=True, slots=True)
class Leg:
    """The way between two fixes: metres that are certain, seconds it had, and the speed this takes in km/h."""

    distance_m: float
    seconds: float

    @property
    def kmh(self) -> float:
        """The least speed that explains both fixes."""
        return self.distance_m / self.seconds * KMH_OF_MPS


def leg(one: TimedFix, other: TimedFix, window_s: float) -> Leg:
    """Measure the way between two fixes, less what both may be off, over at least `window_s` seconds.

    A phone that jumps while it stands is no traveller: below the window neither clock nor position is good enough.
    """
    apart = distance_m(one.longitude, one.latitude, other.longitude, other.latitude)
    certain = max(0.0, apart - _radius(one) - _radius(other))
    return Leg(certain, max(abs((other.at - one.at).total_seconds()), window_s))


def fastest_leg(fixes: Sequence[TimedFix], window_s: float) -> Leg | None:
    """Return the fastest leg between each fix and the first one at least `window_s` later; None for fewer than two.

    Where all fixes lie within one window, the last is compared with the first.
    """
    ordered = sorted(fixes, key=lambda fix: fix.at)
    legs, end = [], 0
    for start, fix in enumerate(ordered):
        end = max(end, start + 1)
        while end < len(ordered) and (ordered[end].at - fix.at).total_seconds() < window_s:
            end += 1
        if end == len(ordered):
            break
        legs.append(leg(fix, ordered[end], window_s))
    if not legs and len(ordered) > 1:
        legs.append(leg(ordered[0], ordered[-1], window_s))
    return max(legs, key=lambda one: one.kmh, default=None)


def _radius(fix: TimedFix) -> float:
    known = fix.accuracy_m
    return known if known is not None and math.isfinite(known) and known > 0 else 0.0
