"""What a solve answers: who goes where, how good that is at best, and why a site is left out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from planning.logic.assign.problem import Goal


class SolveStatus(StrEnum):
    """How a solve ended."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    CANCELLED = "cancelled"


class OmissionReason(StrEnum):
    """Why a site is left out: the first of these that holds."""

    NOBODY_IN_RANGE = "nobody_in_range"
    NOBODY_OF_ORGANISATION = "nobody_of_organisation"
    NOBODY_HAS_SKILL = "nobody_has_skill"
    NOBODY_IS_CLEARED = "nobody_is_cleared"
    NOBODY_HAS_TIME = "nobody_has_time"
    NOT_WORTH_TRAVEL = "not_worth_travel"
    NOT_FAIR = "not_fair"
    ALL_FULL = "all_full"


class ChangeKind(StrEnum):
    """What could be changed, and the unit of its amount."""

    EXTEND_RANGE = "extend_range"  # straight kilometres
    ONE_MORE_VISIT = "one_more_visit"  # visits
    MORE_TIME = "more_time"  # minutes
    TEACH_SKILLS = "teach_skills"  # skills, named in `skills`
    CLEAR = "clear"  # what is put on record, named in `skills`
    RECRUIT = "recruit"  # people, near the site, with `skills` (and clearances and organisation, as the site asks)
    RAISE_URGENCY = "raise_urgency"  # urgency points of the site


@dataclass(frozen=True, slots=True)
class Assignment:
    """One volunteer goes to one site: straight kilometres, and minutes with travel and time on the spot."""

    site_id: str
    volunteer_id: str
    distance_km: float
    minutes: int
    is_locked: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One thing to change, by how much, and for whom (none for a recruit or for the site itself)."""

    kind: ChangeKind
    amount: float
    volunteer_id: str | None = None
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Omission:
    """A site left out, the reason with its figures, and the cheapest changes that together would let it in.

    `changes` added to the problem leave room for the site beside the whole plan. Figures in `params`, where known:
    `volunteer_id`, `distance_km`, `range_km`, `minutes`, `free_minutes`, `candidates`, `needed`, `skills`.
    """

    site_id: str
    reason: OmissionReason
    params: Mapping[str, str | float]
    changes: tuple[Change, ...]
    price: float


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a solve has come: the best plan's value and the proven bound, urgency points, and seconds so far."""

    objective: float
    bound: float
    seconds: float

    @property
    def gap(self) -> float:
        """The part by which a better plan could at most exceed this one."""
        return relative_gap(self.objective, self.bound)


@dataclass(frozen=True, slots=True)
class GoalReached:
    """How far a goal was reached, and how far it could be at most beside the goals before it.

    Units: urgency points, promises, kilometres there and back (negative), visits beyond the first weighted (negative).
    """

    goal: Goal
    value: float
    bound: float


@dataclass(frozen=True, slots=True)
class Solution:
    """A plan with its value and the proven upper bound of every plan's value, both in urgency points.

    Where goals come in an order, value and bound are those of the first, and `goals` tells them of each.
    """

    status: SolveStatus
    objective: float
    bound: float
    seconds: float
    assignments: tuple[Assignment, ...] = field(default=())
    omissions: tuple[Omission, ...] = field(default=())
    goals: tuple[GoalReached, ...] = field(default=())

    @property
    def gap(self) -> float:
        """The part by which a better plan could at most exceed this one; 0 where it is proven the best."""
        return relative_gap(self.objective, self.bound)


def relative_gap(objective: float, bound: float) -> float:
    """Return (bound - objective) / |objective|, with a floor of 1e-9 under the divisor."""
    return (bound - objective) / max(abs(objective), 1e-9)
