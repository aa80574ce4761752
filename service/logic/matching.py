"""How well a person and a shift fit: one score for both directions, with the reasons in words that can be shown."""

import math
from dataclasses import dataclass, fields

UNKNOWN = 0.4
# What one cancellation at the last moment weighs beside a no-show.
LATE_WEIGHS = 0.5
# Before somebody served at all: as if nine of ten appointments had been kept.
KEPT_BEFORE, ASKED_BEFORE = 1.8, 2.0
NEAR_PART = 1 / 3


@dataclass(frozen=True, slots=True)
class Weights:
    """Points of each part of the score; only their ratio matters."""

    time: float
    place: float
    skill: float
    reliability: float
    load: float
    preference: float


@dataclass(frozen=True, slots=True)
class Fit:
    """A person seen from a shift.

    `distance_km` runs from the coarse home area to the place (None: one of them is unknown); `free_share` is the part of the
    shift in their free time (None: no timetable); `wished` the part of the wished skills they have; `load` the shifts they
    hold around that day, of `load_wished`; `liked` the part of their services that were of this kind (None: none yet).
    """

    distance_km: float | None
    range_km: float
    free_share: float | None
    wished: float
    served: int
    missed: int
    late: int
    load: int
    load_wished: int
    liked: float | None


@dataclass(frozen=True, slots=True)
class Match:
    """The score from 0 to 100, and the codes of the reasons, what speaks for it first."""

    score: float
    reasons: tuple[str, ...]


def match(fit: Fit, weights: Weights) -> Match:
    """Return how well the two fit."""
    parts = parts_of(fit)
    total = sum(getattr(weights, field.name) for field in fields(Weights))
    score = sum(getattr(weights, name) * part for name, part in parts.items()) / total
    return Match(round(100 * score, 1), tuple(_reasons(fit)))


def parts_of(fit: Fit) -> dict[str, float]:
    """Return each part of the score, 0 to 1."""
    return {
        "time": UNKNOWN if fit.free_share is None else fit.free_share,
        "place": _place(fit),
        "skill": fit.wished,
        "reliability": reliability(served=fit.served, missed=fit.missed, late=fit.late),
        "load": max(0.0, 1 - fit.load / max(fit.load_wished, 1)),
        "preference": UNKNOWN if fit.liked is None else fit.liked,
    }


def reliability(*, served: int, missed: int, late: int) -> float:
    """Return the part of the appointments that are likely kept."""
    return (served + KEPT_BEFORE) / (served + missed + LATE_WEIGHS * late + ASKED_BEFORE)


def _place(fit: Fit) -> float:
    if fit.distance_km is None:
        return UNKNOWN
    return math.exp(-((fit.distance_km / fit.range_km) ** 2))


def _reasons(fit: Fit) -> list[str]:
    found = [
        ("free", fit.free_share is not None and fit.free_share >= 1),
        ("partly_free", fit.free_share is not None and 0 < fit.free_share < 1),
        ("near", fit.distance_km is not None and fit.distance_km <= NEAR_PART * fit.range_km),
        ("in_range", fit.distance_km is not None and NEAR_PART * fit.range_km < fit.distance_km <= fit.range_km),
        ("skilled", fit.wished >= 1),
        ("reliable", fit.served > 0 and not fit.missed and not fit.late),
        ("likes", fit.liked is not None and fit.liked >= UNKNOWN),
        ("has_room", fit.load == 0),
        ("unreliable", bool(fit.missed)),
        ("late", bool(fit.late) and not fit.missed),
        ("busy", fit.load >= fit.load_wished),
        ("far", fit.distance_km is not None and fit.distance_km > fit.range_km),
        ("not_free", fit.free_share == 0),
    ]
    return [code for code, holds in found if holds]
