"""Cohorts: of those who joined in a month, how many served so many months later; a triangle, for the youngest knows least."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from indicators.logic.catalogue import Indicator
from indicators.logic.figures import Parts, Told, tellable, told, value
from indicators.logic.months import apart, run


@dataclass(frozen=True, slots=True)
class Cell:
    """A cohort in its n-th month: what can be told of it, and the number (per cent)."""

    age_months: int
    month: date
    told: Told
    value: float | None


@dataclass(frozen=True, slots=True)
class Cohort:
    """Those who joined in a month: how many (None: too few to say), and their months one after the other."""

    joined: date
    size: int | None
    cells: tuple[Cell, ...]


def triangle(
    indicator: Indicator, found: Mapping[tuple[str, date], Parts], *, last: date, longest: int = 12
) -> list[Cohort]:
    """Return the cohorts, the newest first, from counts by cohort ("2026-03") and month, up to `last` and `longest` months.

    In each month a single cohort that is too small takes another one with it, as in every table that makes up a whole.
    """
    said = {month: _said(indicator, found, month) for month in {month for _key, month in found}}
    cohorts = sorted({date.fromisoformat(f"{key}-01") for key, month in found if month <= last}, reverse=True)
    return [_cohort(indicator, joined, found, said, last, longest) for joined in cohorts if apart(joined, last) >= 1]


def _said(indicator: Indicator, found: Mapping[tuple[str, date], Parts], month: date) -> dict[str, Told]:
    return tellable(indicator, {key: parts for (key, one), parts in found.items() if one == month}, is_whole=True)


def _cohort(
    indicator: Indicator,
    joined: date,
    found: Mapping[tuple[str, date], Parts],
    said: Mapping[date, Mapping[str, Told]],
    last: date,
    longest: int,
) -> Cohort:
    key = f"{joined:%Y-%m}"
    cells = []
    for month in run(joined, last)[1 : longest + 1]:
        parts, told_here = found.get((key, month)), said.get(month, {}).get(key, Told.NOTHING)
        is_number = parts is not None and told_here is Told.NUMBER
        cells.append(
            Cell(apart(joined, month), month, told_here, value(indicator, parts) if parts and is_number else None)
        )
    sizes = [parts for parts in (found.get((key, cell.month)) for cell in cells) if parts is not None]
    may_say = bool(sizes) and told(indicator, sizes[-1]) is Told.NUMBER
    return Cohort(joined, sizes[-1].denominator if may_say else None, tuple(cells))
