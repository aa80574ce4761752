"""How often a site must be visited, by which rule, and how it stands today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SOON_DAYS = 7
# What a site owes where no rule fits: the county authority looks at each unit once a year (文物督发〔2011〕21号).
FLOOR_DAYS = 365


class Scope(StrEnum):
    """What a rule looks at; also the reason given for a duty."""

    LEVEL = "level"
    CONDITION = "condition"
    HAZARD = "hazard"


class Status(StrEnum):
    """How a site stands towards its visit duty."""

    CURRENT = "current"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    NEVER = "never"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class VisitRule:
    """One row of the visit rules: a site it fits is visited at least every `interval_days`.

    `value` is the level or condition it fits; a hazard rule fits any site with an open hazard, whatever its value.
    `district` is the beginning of a division code; `category` is a category or the one above it; "" fits all.
    Both ends of the validity period belong to it; no `valid_to` means that it has no end.
    """

    id: str
    scope: Scope
    value: str
    interval_days: int
    valid_from: date
    valid_to: date | None = None
    district: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """The interval a site must keep, in days, with the rule and the reason behind it."""

    interval_days: int
    rule_id: str
    reason: Scope


def strictest(
    rules: Iterable[VisitRule],
    *,
    level: str,
    condition: str,
    category: str,
    district_code: str,
    has_open_hazard: bool,
    on: date,
    parent_category: str = "",
) -> Duty | None:
    """Return the duty with the shortest interval among the rules that fit the site on that day, or none.

    The order of the rules does not matter: of two equal intervals the smaller id is named.
    """
    values = {Scope.LEVEL: level, Scope.CONDITION: condition}
    fitting = [
        rule
        for rule in rules
        if _is_valid(rule, on)
        and district_code.startswith(rule.district)
        and rule.category in ("", category, parent_category)
        and (has_open_hazard if rule.scope is Scope.HAZARD else values[rule.scope] == rule.value)
    ]
    if not fitting:
        return None
    first = min(fitting, key=lambda rule: (rule.interval_days, rule.id))
    return Duty(first.interval_days, first.id, first.scope)


def due_on(last_visited_on: date | None, interval_days: int) -> date | None:
    """Return the last day on which the next visit is in time; none for a site never visited."""
    return None if last_visited_on is None else last_visited_on + timedelta(days=interval_days)


def status(
    *,
    last_visited_on: date | None,
    due_on: date | None,
    today: date,
    suspended_until: date | None = None,
) -> Status:
    """Return how a site stands: suspended, never, overdue, due soon or current, in this order of precedence.

    A suspension includes its last day. A site that was visited and has no duty (`due_on` is none) is current.
    The same as `planning_status` in the database.
    """
    if suspended_until is not None and suspended_until >= today:
        return Status.SUSPENDED
    if last_visited_on is None:
        return Status.NEVER
    if due_on is None:
        return Status.CURRENT
    if due_on < today:
        return Status.OVERDUE
    soon = timedelta(days=soon_days((due_on - last_visited_on).days))
    return Status.DUE_SOON if due_on <= today + soon else Status.CURRENT


def soon_days(interval_days: int) -> int:
    """Return how many days before it is due a site counts as due soon: a week, or the last third of a short interval."""
    return min(SOON_DAYS, max(0, interval_days) // 3)


def _is_valid(rule: VisitRule, on: date) -> bool:
    return rule.valid_from <= on and (rule.valid_to is None or on <= rule.valid_to)
