"""The thresholds of outings, read from dated data so that a city can set its own."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields

from patrol.logic.policy import WrongPolicy
from patrol.logic.track import TrackRules


@dataclass(frozen=True, slots=True)
class OutingRules:
    """All thresholds of one outing policy. `near_m`: how far around a visited site a track counts as being there."""

    track: TrackRules
    near_m: float


def rules_from(values: Mapping[str, object]) -> OutingRules:
    """Build the rules from the `values` of one row of `vocabulary/outing_policy.json`; raises WrongPolicy."""
    track = {field.name: _number(values, f"track.{field.name}") for field in fields(TrackRules)}
    track["spike_points"] = int(track["spike_points"])
    return OutingRules(track=TrackRules(**track), near_m=_number(values, "track.near_m"))  # type: ignore[arg-type]


def _number(values: Mapping[str, object], key: str) -> float:
    value = values.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        raise WrongPolicy(f"{key}: a number from 0 on is wanted, not {value!r}")
    return float(value)
