"""How often a site must be visited, by which rule, and how it stands today."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

SOON_DAYS = 7
# What a site owes where no rule fits: the county authority looks at each unit once a year (文物督发〔2011〕21号).
FLOOR_DAYS = 365
# The value of a rule for lines with a key section.
KEY_SECTION: Final = "key"


class Scope(StrEnum):
    """What a rule looks at; also the reason given for a duty."""

    LEVEL = "level"
    CONDITION = "condition"
    HAZARD = "hazard"
    SECTION = "section"
    ALL = "all"


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

    `value` is the level or condition it fits; a hazard rule fits any site with an open hazard, whatever its value; a section
    rule fits sites cut into sections, with the value `key` those with a key section; a rule for all fits every site.
    `district` is the beginning of a division code; `category` is a category or the one above it; `level` and `condition`
    narrow any rule further; "" fits all. `interval_months` above 0 counts in calendar months instead, and `interval_days`
    is then what counts for a site never visited. A season runs each year from one day to another, both included, written
    as month * 100 + day; 0 is all year. Both ends of the validity period belong to it; no `valid_to`: it has no end.
    """

    id: str
    scope: Scope
    value: str
    interval_days: int
    valid_from: date
    valid_to: date | None = None
    district: str = ""
    category: str = ""
    level: str = ""
    condition: str = ""
    interval_months: int = 0
    season_from: int = 0
    season_to: int = 0


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
    has_sections: bool = False,
    has_key_section: bool = False,
    last_visited_on: date | None = None,
) -> Duty | None:
    """Return the duty that falls due first among the rules that fit the site on that day, or none.

    The order of the rules does not matter: of two equal intervals the smaller id is named. Which of "a month" and "thirty
    days" is stricter depends on the last visit.
    """
    facts: dict[Scope, frozenset[str]] = {
        Scope.LEVEL: frozenset({level}),
        Scope.CONDITION: frozenset({condition}),
        Scope.SECTION: frozenset({*([""] if has_sections else ()), *([KEY_SECTION] if has_key_section else ())}),
    }
    duties = [
        Duty(interval_of(rule, last_visited_on), rule.id, rule.scope)
        for rule in rules
        if _is_valid(rule, on)
        and district_code.startswith(rule.district)
        and rule.category in ("", category, parent_category)
        and rule.level in ("", level)
        and rule.condition in ("", condition)
        and _fits(rule, facts, has_open_hazard=has_open_hazard)
    ]
    return min(duties, key=lambda duty: (duty.interval_days, duty.rule_id), default=None)


def interval_of(rule: VisitRule, last_visited_on: date | None) -> int:
    """Return how many days a rule allows after a visit: calendar months are counted out from its day.

    A month later is the same day of the month, or the last one where the month is shorter (31 January, 28 February).
    """
    if not rule.interval_months or last_visited_on is None:
        return rule.interval_days
    return (months_later(last_visited_on, rule.interval_months) - last_visited_on).days


def months_later(day: date, months: int) -> date:
    """Return the day so many calendar months later, the last of the month where the month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


def is_in_season(rule: VisitRule, on: date) -> bool:
    """Say whether the day lies in the rule's season; a season may run over the turn of the year."""
    here = on.month * 100 + on.day
    if not rule.season_from:
        return True
    if rule.season_from <= rule.season_to:
        return rule.season_from <= here <= rule.season_to
    return here >= rule.season_from or here <= rule.season_to


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
    return rule.valid_from <= on and (rule.valid_to is None or on <= rule.valid_to) and is_in_season(rule, on)


def _fits(rule: VisitRule, facts: dict[Scope, frozenset[str]], *, has_open_hazard: bool) -> bool:
    if rule.scope is Scope.HAZARD:
        return has_open_hazard
    return rule.scope is Scope.ALL or rule.value in facts[rule.scope]
