"""Priorities, times and likeness of cases, read from dated data so that a city can set its own."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from patrol.logic.case_chain import OPEN
from patrol.logic.policy import WrongPolicy

PRIORITIES: Final = ("low", "normal", "high", "urgent")
SEVERITIES: Final = range(5)
URGENCIES: Final = (1, 2, 3)
ZONE: Final = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class LikenessRules:
    """When two findings are taken for one damage (join), and when a person is asked (suggest).

    Distances in metres, photos in bits of the perceptual hash in which they differ, points as `case_likeness` adds them.
    """

    join_m: float
    near_m: float
    far_m: float
    accuracy_cap_m: float
    small_site_m: float
    photo_same_bits: float
    photo_near_bits: float
    suggest_points: float


@dataclass(frozen=True, slots=True)
class CaseRules:
    """One case policy: priority by (severity, urgency); hours by (state, priority); when to remind and to escalate, in hours."""

    priority: Mapping[tuple[int, int], str]
    hours: Mapping[tuple[str, str], float]
    remind: Mapping[str, float]
    escalate: Mapping[str, float]
    likeness: LikenessRules

    def priority_of(self, severity: int, urgency: int) -> str:
        """Return what comes first: low, normal, high or urgent."""
        return self.priority[severity, urgency]

    def due_at(self, state: str, priority: str, since: datetime) -> datetime | None:
        """Return by when a case must leave the state it has been in since then; None for an ended one."""
        hours = self.hours.get((state, priority))
        return None if hours is None else since + timedelta(hours=hours)


def case_rules_from(values: Mapping[str, object]) -> CaseRules:
    """Build the rules from the `values` of one row of `vocabulary/case_policy.json`; raises WrongPolicy."""
    return CaseRules(
        priority={(s, u): _priority(values, f"priority.{s}.{u}") for s in SEVERITIES for u in URGENCIES},
        hours={(state, one): _number(values, f"hours.{state}.{one}") for state in OPEN for one in PRIORITIES},
        remind={one: _number(values, f"remind.{one}") for one in PRIORITIES},
        escalate={one: _number(values, f"escalate.{one}") for one in PRIORITIES},
        likeness=LikenessRules(
            **{name: _number(values, f"likeness.{name}") for name in LikenessRules.__dataclass_fields__}
        ),
    )


def end_of(day: date) -> datetime:
    """Return the last moment of a day in Asia/Shanghai, as midnight of the next."""
    return datetime.combine(day + timedelta(days=1), time.min, ZONE)


def _priority(values: Mapping[str, object], key: str) -> str:
    value = values.get(key)
    if value not in PRIORITIES:
        raise WrongPolicy(f"{key}: one of {', '.join(PRIORITIES)} is wanted, not {value!r}")
    return str(value)


def _number(values: Mapping[str, object], key: str) -> float:
    value = values.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        raise WrongPolicy(f"{key}: a number from 0 on is wanted, not {value!r}")
    return float(value)
