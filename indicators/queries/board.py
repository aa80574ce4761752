"""The board: a card for each indicator, and everything that is told of one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from indicators.logic.catalogue import Detail, Indicator
from indicators.logic.cohorts import Cohort, triangle
from indicators.logic.figures import Movement, Parts, Told, movement, number, tellable, told
from indicators.logic.months import shifted
from indicators.queries.asking import Question
from indicators.queries.kept import (
    Source,
    Sources,
    details,
    details_by_month,
    districts,
    grid,
    series,
    sources,
)
from indicators.queries.labels import detail_names, district_names


@dataclass(frozen=True, slots=True)
class Point:
    """A month of an indicator."""

    month: date
    parts: Parts | None
    told: Told
    value: float | None


@dataclass(frozen=True, slots=True)
class Card:
    """An indicator's number, where it went, and its months, oldest first."""

    indicator: Indicator
    now: Point
    before: Point
    year_before: Point
    points: tuple[Point, ...]
    source: Source | None

    @property
    def movement(self) -> Movement:
        """Where it went since the month before."""
        return movement(self.indicator, self.now.value, self.before.value)

    @property
    def movement_in_a_year(self) -> Movement:
        """Where it went since the same month a year before."""
        return movement(self.indicator, self.now.value, self.year_before.value)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: a district, an organisation, a skill, a level."""

    code: str
    name: str
    parts: Parts
    told: Told


@dataclass(frozen=True, slots=True)
class Whole:
    """All that is told of one indicator."""

    card: Card
    districts: tuple[Line, ...]
    details: tuple[Line, ...]
    columns: tuple[tuple[str, str], ...]
    grid: tuple[tuple[str, str, tuple[Parts, ...]], ...]
    cohorts: tuple[Cohort, ...]


def cards(asked: Question) -> list[Card]:
    """Return the cards of the board; four statements, however many indicators."""
    if asked.day is None:
        return []
    known: dict[tuple[str, date], Source] = {}
    for is_ahead in (False, True):
        kind = [one for one in asked.indicators if one.is_ahead is is_ahead]
        if kind:
            known.update(sources(kind, asked.months_of(kind[0])))
    found = series(known, scope=asked.view.area, detail=asked.view.organisation)
    return [_card(one, asked, known, found) for one in asked.indicators]


def card(indicator: Indicator, asked: Question) -> Card:
    """Return one indicator's card."""
    known = sources([indicator], asked.months_of(indicator))
    return _card(indicator, asked, known, series(known, scope=asked.view.area, detail=asked.view.organisation))


def whole(indicator: Indicator, asked: Question) -> Whole:
    """Return all that is told of an indicator for the month asked for."""
    one = card(indicator, asked)
    if one.source is None:
        return Whole(one, (), (), (), (), ())
    month, area = one.now.month, asked.view.area
    by_district = {} if asked.view.organisation else districts(one.source, month, scope=area)
    by_detail = _details(one.source, month, asked)
    columns: tuple[tuple[str, str], ...] = ()
    rows: tuple[tuple[str, str, tuple[Parts, ...]], ...] = ()
    if indicator.detail is Detail.SKILL:
        columns, rows = _grid(indicator, grid(one.source, month, scope=area))
    return Whole(
        one,
        _lines(indicator, by_district, district_names(by_district), is_whole=True),
        _lines(
            indicator,
            by_detail,
            detail_names(indicator.detail, by_detail),
            is_whole=indicator.detail is Detail.COHORT,
        ),
        columns,
        rows,
        _cohorts(indicator, asked),
    )


def point_of(indicator: Indicator, month: date, parts: Parts | None) -> Point:
    """Return a month of an indicator as it may be told."""
    return Point(month, parts, told(indicator, parts), number(indicator, parts))


def _card(indicator: Indicator, asked: Question, known: Sources, found: Mapping[tuple[str, date], Parts]) -> Card:
    def at(month: date) -> Point:
        return point_of(indicator, month, found.get((indicator.code, month)))

    month = asked.month_of(indicator)
    return Card(
        indicator,
        at(month),
        at(shifted(month, -1)),
        at(shifted(month, -12)),
        tuple(at(one) for one in asked.months_of(indicator)),
        known.get((indicator.code, month)),
    )


def _details(source: Source, month: date, asked: Question) -> dict[str, Parts]:
    found = details(source, month, scope=asked.view.area)
    if asked.view.organisation:
        return {code: parts for code, parts in found.items() if code in asked.reach.organisations}
    return found


def _lines(
    indicator: Indicator, found: Mapping[str, Parts], names: Mapping[str, str], *, is_whole: bool
) -> tuple[Line, ...]:
    said = tellable(indicator, found, is_whole=is_whole)
    return tuple(Line(code, names.get(code, code), found[code], said[code]) for code in sorted(found))


def _grid(
    indicator: Indicator, found: Mapping[tuple[str, str], Parts]
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str, tuple[Parts, ...]], ...]]:
    skills = sorted({skill for _district, skill in found})
    codes = sorted({district for district, _skill in found})
    names, skill_names = district_names(codes), detail_names(indicator.detail, skills)
    rows = tuple(
        (code, names.get(code, code), tuple(found.get((code, skill), Parts()) for skill in skills)) for code in codes
    )
    return tuple((skill, skill_names.get(skill, skill)) for skill in skills), rows


def _cohorts(indicator: Indicator, asked: Question) -> tuple[Cohort, ...]:
    if indicator.detail is not Detail.COHORT:
        return ()
    known = sources([indicator], asked.months_of(indicator))
    found = details_by_month(known, scope=asked.view.area)
    return tuple(triangle(indicator, found, last=asked.month))[:12]
