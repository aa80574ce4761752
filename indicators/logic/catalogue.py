"""The indicators of the board, in their order: each is a numerator against a denominator, counted by month and area."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Unit(StrEnum):
    """How numerator and denominator become a number."""

    SHARE = "share"  # of a hundred
    TIMES = "times"  # so many for each
    PER_HOUR = "per_hour"  # the denominator is seconds


class Better(StrEnum):
    """Which way is good; some numbers only tell."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


class Detail(StrEnum):
    """What an indicator is broken down by, beside districts."""

    ORGANISATION = "organisation"
    SKILL = "skill"
    LEVEL = "level"
    COHORT = "cohort"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator. `version` rises when its meaning changes; `tells_of_people` puts it under the rule of small numbers.

    `is_ahead`: it is about months to come, counts what stands on the day itself, and cannot be counted for a day that is over.
    """

    code: str
    unit: Unit
    better: Better
    detail: Detail
    version: int = 1
    tells_of_people: bool = False
    is_ahead: bool = False


ALL: Final[tuple[Indicator, ...]] = (
    Indicator("coverage", Unit.SHARE, Better.UP, Detail.LEVEL),
    Indicator("need", Unit.TIMES, Better.UP, Detail.SKILL),
    Indicator("fill_rate", Unit.SHARE, Better.UP, Detail.ORGANISATION),
    Indicator("reliability", Unit.SHARE, Better.UP, Detail.ORGANISATION, tells_of_people=True),
    Indicator("active_share", Unit.SHARE, Better.UP, Detail.ORGANISATION, tells_of_people=True),
    Indicator("retention", Unit.SHARE, Better.UP, Detail.COHORT, tells_of_people=True),
    Indicator("manual_hours", Unit.SHARE, Better.DOWN, Detail.ORGANISATION, tells_of_people=True),
    Indicator("hazards", Unit.PER_HOUR, Better.NEITHER, Detail.LEVEL),
    Indicator("forecast", Unit.TIMES, Better.UP, Detail.LEVEL, is_ahead=True),
)
BY_CODE: Final = {one.code: one for one in ALL}
