"""The rules of service, read from dated data so that a city can set its own."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields

from service.logic.matching import Weights


class WrongServicePolicy(ValueError):
    """The data lacks a key, or holds a value that makes no sense; the message names the key."""


@dataclass(frozen=True, slots=True)
class ServiceRules:
    """All rules of one policy.

    `pool`: how many of the nearest people are ranked; `load_days`: days before and after a shift that count as load.
    A wave asks `wave_people`, the next one follows after `wave_minutes`, at most `wave_most`. Whoever gives a place back less
    than `late_hours` before the start is late. One checks in from `early_minutes` before the start, out until `after_minutes`
    after the end, with a position no coarser than `coarsest_m`. A code turns every `code_seconds`.
    """

    weights: Weights
    pool: int
    load_days: float
    offer_minutes: float
    urgent_minutes: float
    wave_people: int
    wave_minutes: float
    wave_most: int
    late_hours: float
    early_minutes: float
    after_minutes: float
    coarsest_m: float
    code_seconds: int
    no_show_hours: float
    remind_hours: float


def service_rules_from(values: Mapping[str, object]) -> ServiceRules:
    """Build the rules from the `values` of one row of `vocabulary/service_policy.json`; raises WrongServicePolicy."""
    weights = Weights(**{field.name: _number(values, f"weight.{field.name}") for field in fields(Weights)})
    if not any(getattr(weights, field.name) for field in fields(Weights)):
        raise WrongServicePolicy("a weight above 0 is wanted")
    rest = {field.name: _number(values, field.name) for field in fields(ServiceRules) if field.name != "weights"}
    whole = {name: int(rest.pop(name)) for name in ("pool", "wave_people", "wave_most", "code_seconds")}
    if min(whole.values()) < 1:
        raise WrongServicePolicy(f"numbers from 1 on are wanted: {whole}")
    return ServiceRules(weights=weights, **whole, **rest)  # type: ignore[arg-type]


def _number(values: Mapping[str, object], key: str) -> float:
    value = values.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        raise WrongServicePolicy(f"{key}: a number from 0 on is wanted, not {value!r}")
    return float(value)
