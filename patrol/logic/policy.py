"""The thresholds and weights of the evidence, read from dated data so that a city can set its own."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TypeVar


class WrongPolicy(ValueError):
    """The data lacks a key, has one too many, or holds a value that makes no sense."""


@dataclass(frozen=True, slots=True)
class PresencePolicy:
    """Bands of distance between the fix and the site's geometry, in metres."""

    weight: float
    slack_m: float
    near_m: float
    far_m: float
    coarse_accuracy_m: float


@dataclass(frozen=True, slots=True)
class PhotoTimePolicy:
    """How far a photo's clocks may disagree, in minutes, and the zone assumed where a camera names none."""

    weight: float
    tolerance_minutes: float
    before_visit_minutes: float
    old_minutes: float
    zone_offset_minutes: int


@dataclass(frozen=True, slots=True)
class PhotoReusePolicy:
    """Hamming distances of 64-bit perceptual hashes up to which two photos count as one, or go to a person."""

    weight: float
    duplicate_distance: int
    similar_distance: int


@dataclass(frozen=True, slots=True)
class ScorePolicy:
    """Scores from which evidence is called fair and strong, and below which a person must look."""

    strong_from: int
    fair_from: int
    person_below: int


@dataclass(frozen=True, slots=True)
class Policy:
    """All thresholds and weights of one evidence policy."""

    presence: PresencePolicy
    photo_time: PhotoTimePolicy
    photo_reuse: PhotoReusePolicy
    score: ScorePolicy


Section = TypeVar("Section", PresencePolicy, PhotoTimePolicy, PhotoReusePolicy, ScorePolicy)


def policy_from(values: Mapping[str, object]) -> Policy:
    """Build the policy from the sections of `vocabulary/evidence_policy.json`; raises WrongPolicy naming the key."""
    policy = Policy(
        presence=_section(PresencePolicy, values, "presence"),
        photo_time=_section(PhotoTimePolicy, values, "photo_time"),
        photo_reuse=_section(PhotoReusePolicy, values, "photo_reuse"),
        score=_section(ScorePolicy, values, "score"),
    )
    _refuse_disorder(policy)
    return policy


def _section(kind: type[Section], values: Mapping[str, object], name: str) -> Section:
    section = values.get(name)
    if not isinstance(section, Mapping):
        raise WrongPolicy(f"{name} is missing")
    wanted = {field.name for field in fields(kind)}
    if odd := wanted.symmetric_difference(section):
        raise WrongPolicy(f"{name}.{min(odd)} is {'missing' if min(odd) in wanted else 'not known'}")
    for key, value in section.items():
        if not _is_number(value) or (value < 0 and key != "zone_offset_minutes"):
            raise WrongPolicy(f"{name}.{key} is not a number of zero or more")
    return kind(**section)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _refuse_disorder(policy: Policy) -> None:
    rising = {
        "presence": (policy.presence.slack_m, policy.presence.near_m, policy.presence.far_m),
        "photo_reuse": (policy.photo_reuse.duplicate_distance, policy.photo_reuse.similar_distance, 64),
        "score": (policy.score.fair_from, policy.score.strong_from, 100),
        "score.person_below": (policy.score.person_below, 100),
    }
    for name, steps in rising.items():
        if list(steps) != sorted(steps):
            raise WrongPolicy(f"the steps of {name} do not rise")
