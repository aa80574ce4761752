"""How many visits a site owed in a time, on which days they fell due, and which visits met them.

A site's dues are counted afresh from 1 January of each year: every day on which it must be visited once in N days adds one
Nth, and each time the sum reaches a whole number one visit has fallen due. So the dues of two periods that follow each
other are those of both together, and a day of suspension adds nothing. A rule in calendar months adds a whole month's
share in each month, however long it is.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

from planning.logic.duty import FLOOR_DAYS, VisitRule, strictest

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at in a site, as long as it stays so."""

    level: str
    condition: str
    category: str
    parent_category: str
    district_code: str
    has_sections: bool = False
    has_key_section: bool = False
    has_open_hazard: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days, both included, on which a site owes visits by the same facts; suspended or retired days lie in none."""

    from_on: date
    to_on: date
    facts: Facts


@dataclass(frozen=True, slots=True)
class Spell:
    """Days, both included, on which one visit is owed every so many days, or every so many calendar months (above 0)."""

    from_on: date
    to_on: date
    interval_days: int
    interval_months: int = 0


@dataclass(frozen=True, slots=True)
class Due:
    """One visit owed: its window, both days included, and the day it was visited; none where nobody came in the year."""

    from_on: date
    due_on: date
    visited_on: date | None = None

    @property
    def is_met(self) -> bool:
        """Whether somebody came, in time or late."""
        return self.visited_on is not None

    @property
    def is_late(self) -> bool:
        """Whether somebody came after the window."""
        return self.visited_on is not None and self.visited_on > self.due_on


class Requirement:
    """The visit rules, asked again and again; sites alike in their facts are looked at once."""

    def __init__(self, rules: Iterable[VisitRule]) -> None:
        self._rules = {rule.id: rule for rule in rules}
        self._spells: dict[Stretch, tuple[Spell, ...]] = {}
        self._due: dict[tuple[Stretch, ...], tuple[date, ...]] = {}

    def due_days(self, stretches: Sequence[Stretch]) -> tuple[date, ...]:
        """Return the days of one year on which visits fall due, for stretches of that year that never overlap."""
        key = tuple(stretches)
        if key not in self._due:
            self._due[key] = due_days(spell for stretch in key for spell in self.spells(stretch))
        return self._due[key]

    def spells(self, stretch: Stretch) -> tuple[Spell, ...]:
        """Return how often the rules wanted visits in the stretch: the strictest of each day, once a year at the least."""
        if stretch not in self._spells:
            starts = self._turns(stretch.from_on, stretch.to_on)
            ends = [*(day - DAY for day in starts[1:]), stretch.to_on]
            self._spells[stretch] = tuple(self._spell(stretch.facts, *days) for days in zip(starts, ends, strict=True))
        return self._spells[stretch]

    def _spell(self, facts: Facts, from_on: date, to_on: date) -> Spell:
        duty = strictest(
            self._rules.values(),
            level=facts.level,
            condition=facts.condition,
            category=facts.category,
            parent_category=facts.parent_category,
            district_code=facts.district_code,
            has_open_hazard=facts.has_open_hazard,
            has_sections=facts.has_sections,
            has_key_section=facts.has_key_section,
            on=from_on,
        )
        if duty is None or duty.interval_days > FLOOR_DAYS:
            return Spell(from_on, to_on, FLOOR_DAYS)
        return Spell(from_on, to_on, duty.interval_days, self._rules[duty.rule_id].interval_months)

    def _turns(self, from_on: date, to_on: date) -> list[date]:
        """Return the first day, and every later one on which a rule or its season begins or is over."""
        days = {from_on}
        for rule in self._rules.values():
            days.add(rule.valid_from)
            if rule.valid_to is not None:
                days.add(rule.valid_to + DAY)
            if rule.season_from:
                for year in range(from_on.year, to_on.year + 1):
                    days |= {_day_of(year, rule.season_from), _day_of(year, rule.season_to) + DAY}
        return sorted(day for day in days if from_on <= day <= to_on)


def due_days(spells: Iterable[Spell]) -> tuple[date, ...]:
    """Return the days on which the shares of the spells of one year, which never overlap, add up to another whole visit."""
    owed = Fraction(0)
    found: list[date] = []
    for spell in sorted(_by_month(spells), key=lambda one: one.from_on):
        share = _share(spell)
        after = owed + share * ((spell.to_on - spell.from_on).days + 1)
        numbers = range(floor(owed) + 1, floor(after) + 1)
        found += [spell.from_on + (ceil((number - owed) / share) - 1) * DAY for number in numbers]
        owed = after
    return tuple(found)


def dues(due_on: Sequence[date], visited_on: Iterable[date], *, first_on: date) -> list[Due]:
    """Return each visit owed in a year with the one that met it; `first_on` opens the first window.

    The first visit in a window is in time. A further one, or one after the last window, makes good the latest window
    before it in which nobody came, and is late there. No visit counts twice.
    """
    found: list[Due] = []
    from_on = first_on
    for day in due_on:
        found.append(Due(from_on, day))
        from_on = day + DAY
    at = 0
    for visit in sorted(day for day in visited_on if day >= first_on):
        while at < len(found) and found[at].due_on < visit:
            at += 1
        if at < len(found) and not found[at].is_met:
            found[at] = Due(found[at].from_on, found[at].due_on, visit)
        else:
            _make_good(found, at, visit)
    return found


def _make_good(found: list[Due], at: int, visit: date) -> None:
    for place in range(at - 1, -1, -1):
        if not found[place].is_met:
            found[place] = Due(found[place].from_on, found[place].due_on, visit)
            return


def _by_month(spells: Iterable[Spell]) -> Iterator[Spell]:
    """Cut spells in calendar months where a month ends; others stay whole."""
    for spell in spells:
        from_on = spell.from_on
        while spell.interval_months and (ends := _month_end(from_on)) < spell.to_on:
            yield Spell(from_on, ends, spell.interval_days, spell.interval_months)
            from_on = ends + DAY
        yield Spell(from_on, spell.to_on, spell.interval_days, spell.interval_months)


def _share(spell: Spell) -> Fraction:
    if not spell.interval_months:
        return Fraction(1, spell.interval_days)
    return Fraction(1, spell.interval_months * _month_end(spell.from_on).day)


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _day_of(year: int, written: int) -> date:
    month, day = divmod(written, 100)
    return date(year, month, min(day, monthrange(year, month)[1]))
