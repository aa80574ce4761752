"""Whether the visits owed in a period were made: per site, added up by protection level and district."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from planning.logic.required import Due, Facts, Requirement, Stretch, dues

DAY = timedelta(days=1)
Key = TypeVar("Key")


class Excuse(StrEnum):
    """What explains that visits were not owed or not made."""

    SUSPENDED = "suspended"
    RETIRED = "retired"
    CLOSED = "closed"
    DIFFICULT = "difficult"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Period:
    """Days of a report, both included."""

    from_on: date
    to_on: date

    @property
    def years(self) -> range:
        """The calendar years it touches."""
        return range(self.from_on.year, self.to_on.year + 1)

    @property
    def quarter(self) -> int:
        """Its quarter, 1 to 4; 0 where it is not exactly one."""
        number = (self.from_on.month + 2) // 3
        return number if self == quarter_of(self.from_on.year, number) else 0

    @property
    def is_year(self) -> bool:
        """Whether it is exactly a calendar year."""
        return self == year_of(self.from_on.year)

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.from_on <= day <= self.to_on


@dataclass(frozen=True, slots=True)
class State:
    """What the register said of a site up to a day (not included; none: still says)."""

    until: date | None
    facts: Facts
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Pause:
    """A suspension's days, both included."""

    from_on: date
    to_on: date


@dataclass(frozen=True, slots=True)
class History:
    """What was known of a site: its states one after the other, days with an open hazard (end not included), pauses, visits."""

    states: tuple[State, ...]
    hazards: tuple[tuple[date, date | None], ...] = ()
    pauses: tuple[Pause, ...] = ()
    visited_on: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of a site or of many: visits owed, of these made in time and late; all visits made; days suspended."""

    sites: int = 0
    required: int = 0
    in_time: int = 0
    late: int = 0
    visits: int = 0
    suspended_days: int = 0

    @property
    def done(self) -> int:
        """Visits owed that were made."""
        return self.in_time + self.late

    @property
    def missed(self) -> int:
        """Visits owed that were not made."""
        return self.required - self.done

    @property
    def share(self) -> float | None:
        """The part of the visits owed that was made, 0 to 1; none where none was owed."""
        return self.done / self.required if self.required else None

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.sites + other.sites,
            self.required + other.required,
            self.in_time + other.in_time,
            self.late + other.late,
            self.visits + other.visits,
            self.suspended_days + other.suspended_days,
        )


def quarter_of(year: int, number: int) -> Period:
    """Return a quarter of a year, 1 to 4."""
    first = date(year, 3 * number - 2, 1)
    return Period(first, year_of(year).to_on if number == 4 else date(year, 3 * number + 1, 1) - DAY)


def year_of(year: int) -> Period:
    """Return a calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def figures_of(history: History, period: Period, *, known_on: date, asked: Requirement) -> Figures:
    """Return a site's figures in the period, by what fell due until the day up to which things are known."""
    found = [due for year in period.years for due in dues_of(history, year, known_on=known_on, asked=asked)]
    owed = [due for due in found if due.due_on in period]
    last = min(period.to_on, known_on)
    return Figures(
        sites=1,
        required=len(owed),
        in_time=sum(due.is_met and not due.is_late for due in owed),
        late=sum(due.is_late for due in owed),
        visits=sum(day in period for day in history.visited_on),
        suspended_days=_days_in(history.pauses, period.from_on, last),
    )


def dues_of(history: History, year: int, *, known_on: date, asked: Requirement) -> list[Due]:
    """Return the visits owed in a year until the day up to which things are known, with those that met them."""
    first, last = date(year, 1, 1), min(date(year, 12, 31), known_on)
    due_on = asked.due_days(stretches(history, first, last)) if first <= last else ()
    return dues(due_on, (day for day in history.visited_on if first <= day <= last), first_on=first)


def stretches(history: History, first: date, last: date) -> tuple[Stretch, ...]:
    """Return the days on which the site owes visits, cut where what the rules look at changes."""
    if len(history.states) == 1 and not history.hazards and not history.pauses:
        state = history.states[0]
        return (Stretch(first, last, state.facts),) if state.is_active else ()
    starts = sorted(day for day in {first, *_turns(history)} if first <= day <= last)
    ends = [*(day - DAY for day in starts[1:]), last]
    found = (_stretch(history, *days) for days in zip(starts, ends, strict=True))
    return tuple(_joined(one for one in found if one is not None))


def added_up(figures: Iterable[Figures]) -> Figures:
    """Return the sum of figures."""
    return sum(figures, Figures())


def grouped(lines: Iterable[tuple[Key, Figures]]) -> dict[Key, Figures]:
    """Return the sums of figures by their keys."""
    found: dict[Key, Figures] = {}
    for key, figures in lines:
        found[key] = found.get(key, Figures()) + figures
    return found


def _days_in(pauses: Iterable[Pause], first: date, last: date) -> int:
    """Count the days from one to another that lie in a pause: a day of two, of the site and of its area, once."""
    days, counted_to = 0, first - DAY
    for one in sorted(pauses, key=lambda pause: pause.from_on):
        from_on, to_on = max(one.from_on, counted_to + DAY), min(one.to_on, last)
        if from_on <= to_on:
            days, counted_to = days + (to_on - from_on).days + 1, to_on
    return days


def _turns(history: History) -> Iterator[date]:
    for state in history.states:
        if state.until is not None:
            yield state.until
    for begin, end in history.hazards:
        yield begin
        if end is not None:
            yield end
    for pause in history.pauses:
        yield pause.from_on
        yield pause.to_on + DAY


def _stretch(history: History, from_on: date, to_on: date) -> Stretch | None:
    state = next(one for one in history.states if one.until is None or from_on < one.until)
    if not state.is_active or any(one.from_on <= from_on <= one.to_on for one in history.pauses):
        return None
    is_open = any(begin <= from_on and (end is None or from_on < end) for begin, end in history.hazards)
    return Stretch(from_on, to_on, replace(state.facts, has_open_hazard=is_open))


def _joined(found: Iterable[Stretch]) -> Sequence[Stretch]:
    kept: list[Stretch] = []
    for one in found:
        if kept and kept[-1].facts == one.facts and kept[-1].to_on + DAY == one.from_on:
            kept[-1] = Stretch(kept[-1].from_on, one.to_on, one.facts)
        else:
            kept.append(one)
    return kept
