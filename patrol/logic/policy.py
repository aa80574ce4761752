"""The thresholds and weights of the evidence, read from dated data so that a city can set its own."""

import math
from collections.abc import Mapping
from dataclasses import dataclass


class WrongPolicy(ValueError):
    """The data lacks a key, or holds a value that makes no sense; the message names the key."""


@dataclass(frozen=True, slots=True)
class PresencePolicy:
    """Distances between the fix and the site's geometry, and the coarsest accuracy that still places anybody, in m."""

    weight: float
    margin_m: float
    person_m: float
    absent_m: float
    max_accuracy_m: float


@dataclass(frozen=True, slots=True)
class PhotoTimePolicy:
    """How far a photo's clocks may be off, in minutes, and the zone (east of UTC) of a camera that names none."""

    weight: float
    ok_minutes: float
    person_minutes: float
    future_minutes: float
    zone_offset_minutes: float


@dataclass(frozen=True, slots=True)
class PhotoReusePolicy:
    """Hamming distances of 64-bit perceptual hashes up to which two photos count as one, or go to a person."""

    weight: float
    duplicate_distance: int
    person_distance: int


@dataclass(frozen=True, slots=True)
class ScorePolicy:
    """Scores from which evidence is strong, and below which it is weak and a person must look."""

    strong_from: float
    weak_below: float


@dataclass(frozen=True, slots=True)
class Policy:
    """All thresholds and weights of one evidence policy."""

    presence: PresencePolicy
    photo_time: PhotoTimePolicy
    photo_reuse: PhotoReusePolicy
    score: ScorePolicy


def policy_from(values: Mapping[str, object]) -> Policy:
    """Build the policy from the `values` of one row of `vocabulary/evidence_policy.json`; raises WrongPolicy.

    Keys of checks that are not written here yet are passed over.
    """
    policy = Policy(
        presence=PresencePolicy(
            weight=_number(values, "weight.presence"),
            margin_m=_number(values, "presence.margin_m"),
            person_m=_number(values, "presence.person_m"),
            absent_m=_number(values, "presence.absent_m"),
            max_accuracy_m=_number(values, "presence.max_accuracy_m"),
        ),
        photo_time=PhotoTimePolicy(
            weight=_number(values, "weight.photo_time"),
            ok_minutes=_number(values, "photo_time.ok_minutes"),
            person_minutes=_number(values, "photo_time.person_minutes"),
            future_minutes=_number(values, "photo_time.future_minutes"),
            zone_offset_minutes=_number(values, "photo_time.zone_offset_minutes", least=-14 * 60),
        ),
        photo_reuse=PhotoReusePolicy(
            weight=_number(values, "weight.photo_reuse"),
            duplicate_distance=int(_number(values, "photo_reuse.duplicate_distance")),
            person_distance=int(_number(values, "photo_reuse.person_distance")),
        ),
        score=ScorePolicy(strong_from=_number(values, "score.pass"), weak_below=_number(values, "score.person")),
    )
    _refuse_disorder(policy)
    return policy


def _number(values: Mapping[str, object], key: str, least: float = 0) -> float:
    value = values.get(key)
    if value is None:
        raise WrongPolicy(f"{key} is missing")
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < least:
        raise WrongPolicy(f"{key} is not a number of {least} or more")
    return value


def _refuse_disorder(policy: Policy) -> None:
    rising: dict[str, tuple[float, ...]] = {
        "presence": (policy.presence.margin_m, policy.presence.person_m, policy.presence.absent_m),
        "photo_time": (policy.photo_time.ok_minutes, policy.photo_time.person_minutes),
        "photo_reuse": (policy.photo_reuse.duplicate_distance, policy.photo_reuse.person_distance, 64),
        "score": (policy.score.weak_below, policy.score.strong_from, 100),
    }
    for name, steps in rising.items():
        if list(steps) != sorted(steps):
            raise WrongPolicy(f"the steps of {name} do not rise")
