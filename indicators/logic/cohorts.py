"""Cohorts: of those who joined in a month, how many served so many months later; a triangle, for the youngest knows least."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from indicators.logic.catalogue import Indicator
from indicators.logic.figures import Parts, Told, number, told
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
    """Return the cohorts, the newest first, from counts by cohort ("2026-03") and month, up to `last` and `longest` months."""
    cohorts = sorted({date.fromisoformat(f"{key}-01") for key, month in found if month <= last}, reverse=True)
    return [_cohort(indicator, joined, found, last, longest) for joined in cohorts if apart(joined, last) >= 1]


def _cohort(
    indicator: Indicator, joined: date, found: Mapping[tuple[str, date], Parts], last: date, longest: int
) -> Cohort:
    key = f"{joined:%Y-%m}"
    months = run(joined, last)[1 : longest + 1]
    known = {month: found.get((key, month)) for month in months}
    sizes = [parts for parts in known.values() if parts is not None]
    may_say = bool(sizes) and told(indicator, sizes[-1]) is Told.NUMBER
    cells = tuple(
        Cell(apart(joined, month), month, told(indicator, parts), number(indicator, parts))
        for month, parts in known.items()
    )
    return Cohort(joined, sizes[-1].denominator if may_say else None, cells)
