"""A number from its parts, whether it may be told, and whether it moved."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from indicators.logic.catalogue import Better, Indicator, Unit

# A share of fewer people would tell about one of them.
LEAST_PERSONS: Final = 5
# Less than so much of the number before is no movement.
STEADY: Final = 0.02
SECONDS_AN_HOUR: Final = 3600


@dataclass(frozen=True, slots=True)
class Parts:
    """What was counted: the two parts, how many people stand behind them, and of how many rows."""

    numerator: int = 0
    denominator: int = 0
    persons: int = 0
    rows: int = 0

    def __add__(self, other: "Parts") -> "Parts":
        """Add two months or places; of their people it is certain only that there are as many as in the larger."""
        return Parts(
            self.numerator + other.numerator,
            self.denominator + other.denominator,
            max(self.persons, other.persons),
            self.rows + other.rows,
        )


class Told(StrEnum):
    """Whether a number can be said."""

    NUMBER = "number"
    NOTHING = "nothing"
    TOO_FEW = "too_few"


class Movement(StrEnum):
    """Where a number went since."""

    BETTER = "better"
    WORSE = "worse"
    MORE = "more"
    LESS = "less"
    STEADY = "steady"
    UNKNOWN = "unknown"


def told(indicator: Indicator, parts: Parts | None) -> Told:
    """Say whether the number of these parts can be told: not without a denominator, and not of a few people."""
    if parts is None or parts.denominator == 0:
        return Told.NOTHING
    if indicator.tells_of_people and parts.persons < LEAST_PERSONS:
        return Told.TOO_FEW
    return Told.NUMBER


def value(indicator: Indicator, parts: Parts) -> float:
    """Return the number of the parts: per cent, so many for each, or so many an hour. The denominator is not 0."""
    ratio = parts.numerator / parts.denominator
    if indicator.unit is Unit.SHARE:
        return 100 * ratio
    return ratio * SECONDS_AN_HOUR if indicator.unit is Unit.PER_HOUR else ratio


def number(indicator: Indicator, parts: Parts | None) -> float | None:
    """Return the number where it may be told."""
    if parts is None or told(indicator, parts) is not Told.NUMBER:
        return None
    return value(indicator, parts)


def movement(indicator: Indicator, now: float | None, before: float | None) -> Movement:
    """Say where a number went since an earlier one."""
    if now is None or before is None:
        return Movement.UNKNOWN
    if abs(now - before) <= STEADY * max(abs(now), abs(before)):
        return Movement.STEADY
    if indicator.better is Better.NEITHER:
        return Movement.MORE if now > before else Movement.LESS
    return Movement.BETTER if (now > before) == (indicator.better is Better.UP) else Movement.WORSE


def tellable(indicator: Indicator, parts_by_key: Mapping[str, Parts], *, is_whole: bool) -> dict[str, Told]:
    """Say of each row of a table whether it can be told.

    Where the rows make up a whole that is told (`is_whole`), a single row kept back could be had by subtraction: the row with
    the fewest people beside it is kept back, too.
    """
    found = {key: told(indicator, parts) for key, parts in parts_by_key.items()}
    kept_back = [key for key, said in found.items() if said is Told.TOO_FEW]
    shown = [key for key, said in found.items() if said is Told.NUMBER]
    if is_whole and len(kept_back) == 1 and shown:
        found[min(shown, key=lambda key: (parts_by_key[key].persons, key))] = Told.TOO_FEW
    return found
