"""The thresholds and weights of the evidence, read from dated data so that a city can set its own."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from patrol.logic.policy_sections import (
    CadencePolicy,
    CameraPolicy,
    CapturePolicy,
    DevicePolicy,
    HistoryPolicy,
    LightPolicy,
    PacePolicy,
    PhotoPlacePolicy,
    PhotoReusePolicy,
    PhotoTimePolicy,
    PresencePolicy,
    ProvenancePolicy,
    SamenessPolicy,
    ScorePolicy,
    SpeedPolicy,
    TrackCopyPolicy,
    TrackPolicy,
    TravelPolicy,
)

__all__ = [
    "PhotoReusePolicy",
    "PhotoTimePolicy",
    "Policy",
    "PresencePolicy",
    "ScorePolicy",
    "WrongPolicy",
    "policy_from",
]


class WrongPolicy(ValueError):
    """The data lacks a key, or holds a value that makes no sense; the message names the key."""


@dataclass(frozen=True, slots=True)
class Policy:
    """All thresholds and weights of one evidence policy; a witness without a section here is not heard."""

    presence: PresencePolicy
    photo_time: PhotoTimePolicy
    photo_reuse: PhotoReusePolicy
    score: ScorePolicy
    photo_place: PhotoPlacePolicy | None = None
    provenance: ProvenancePolicy | None = None
    camera: CameraPolicy | None = None
    light: LightPolicy | None = None
    capture: CapturePolicy | None = None
    speed: SpeedPolicy | None = None
    travel: TravelPolicy | None = None
    track: TrackPolicy | None = None
    track_copy: TrackCopyPolicy | None = None
    device: DevicePolicy | None = None
    pace: PacePolicy | None = None
    cadence: CadencePolicy | None = None
    sameness: SamenessPolicy | None = None
    history: HistoryPolicy | None = None


OPTIONAL: dict[str, type[Any]] = {
    "photo_place": PhotoPlacePolicy,
    "provenance": ProvenancePolicy,
    "camera": CameraPolicy,
    "light": LightPolicy,
    "capture": CapturePolicy,
    "speed": SpeedPolicy,
    "travel": TravelPolicy,
    "track": TrackPolicy,
    "track_copy": TrackCopyPolicy,
    "device": DevicePolicy,
    "pace": PacePolicy,
    "cadence": CadencePolicy,
    "sameness": SamenessPolicy,
    "history": HistoryPolicy,
}
# Values that may be below zero, and how far.
LEAST = {"photo_time.zone_offset_minutes": -14 * 60, "light.night_deg": -90, "light.day_deg": -90}


def policy_from(values: Mapping[str, object]) -> Policy:
    """Build the policy from the `values` of one row of `vocabulary/evidence_policy.json`; raises WrongPolicy.

    Keys are `weight.<witness>` and `<witness>.<threshold>`. A witness is heard where the row gives it a weight and
    thresholds; rows older than a witness give it none, and so keep their scores.
    """
    policy = Policy(
        presence=_section(values, "presence", PresencePolicy),
        photo_time=_section(values, "photo_time", PhotoTimePolicy),
        photo_reuse=_section(values, "photo_reuse", PhotoReusePolicy),
        score=_score(values),
        **{name: _optional(values, name, kind) for name, kind in OPTIONAL.items()},
    )
    _refuse_disorder(policy)
    return policy


def _optional(values: Mapping[str, object], name: str, kind: type[Any]) -> Any:
    has_thresholds = any(key.startswith(f"{name}.") for key in values)
    is_whole = has_thresholds or len(fields(kind)) == 1
    return _section(values, name, kind) if f"weight.{name}" in values and is_whole else None


def _section(values: Mapping[str, object], name: str, kind: type[Any]) -> Any:
    found: dict[str, float | None] = {}
    for field in fields(kind):
        key = f"weight.{name}" if field.name == "weight" else f"{name}.{field.name}"
        # What has a default came later than its section.
        if field.default is None and key not in values:
            continue
        number = _number(values, key, LEAST.get(key, 0))
        found[field.name] = int(number) if field.type is int else number
    return kind(**found)


def _score(values: Mapping[str, object]) -> ScorePolicy:
    clean_from = _number(values, "score.clean") if "score.clean" in values else None
    return ScorePolicy(_number(values, "score.pass"), _number(values, "score.person"), clean_from)


def _number(values: Mapping[str, object], key: str, least: float = 0) -> float:
    value = values.get(key)
    if value is None:
        raise WrongPolicy(f"{key} is missing")
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < least:
        raise WrongPolicy(f"{key} is not a number of {least} or more")
    return value


def _refuse_disorder(policy: Policy) -> None:
    for name in Policy.__dataclass_fields__:
        section = getattr(policy, name)
        if section is not None and list(section.rising) != sorted(section.rising):
            raise WrongPolicy(f"the steps of {name} do not rise")
