"""A year of invented visits: who went where and when. Plain values only; the same seed gives the same year.

Times are minutes and days in Asia/Shanghai; distances are kilometres between WGS-84 points.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.logic.geodesy import distance_m

ZONE = ZoneInfo("Asia/Shanghai")
YEAR_DAYS = 365
# Volunteers come a little before and well after the day that is due: mean 1.45 intervals.
GAP_IN_INTERVALS = (0.9, 2.0)
DEFAULT_WINDOW = (9 * 60 + 30, 17 * 60)
VISITS_A_DAY = 4
# From the best condition to the worst, as in the seeded vocabulary.
CONDITIONS = ("good", "fairly_good", "fair", "fairly_poor", "poor")


@dataclass(frozen=True, slots=True)
class Walker:
    """A volunteer as the history needs them; `free` maps a weekday (0 is Monday) to a window in minutes of the day."""

    key: str
    lon: float
    lat: float
    range_km: float
    visits_per_month: int
    joined_on: date
    free: Mapping[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Goal:
    """A site to be visited: how often, when last, on which days for certain, and its condition today."""

    code: str
    lon: float
    lat: float
    interval_days: int
    minutes: int
    condition: str
    last_days_ago: int | None
    certain_days_ago: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PastVisit:
    """One visit of the history; `starts_at` and `ends_at` are aware."""

    code: str
    walker: str
    starts_at: datetime
    ends_at: datetime
    condition: str
    days_ago: int
    is_last: bool


@dataclass
class Diary:
    """What everybody has done so far: nobody is in two places at once, or four times a day on the road."""

    free_from: dict[tuple[str, date], int] = field(default_factory=dict)
    visits_on: dict[tuple[str, date], int] = field(default_factory=lambda: defaultdict(int))
    visits_in: dict[tuple[str, int, int], int] = field(default_factory=lambda: defaultdict(int))

    def start(self, walker: Walker, day: date, minutes: int, window: tuple[int, int]) -> int | None:
        """Return the first minute at which the visit fits into the window, or none."""
        if self.visits_on[walker.key, day] >= VISITS_A_DAY:
            return None
        start = max(window[0], self.free_from.get((walker.key, day), 0))
        return start if start + minutes <= window[1] else None

    def note(self, walker: Walker, day: date, *, free_from: int) -> None:
        """Write a visit down; the walker is free again (and has travelled) at that minute."""
        self.free_from[walker.key, day] = free_from
        self.visits_on[walker.key, day] += 1
        self.visits_in[walker.key, day.year, day.month] += 1

    def load(self, walker: Walker, day: date) -> float:
        """Return how far the walker's month is filled: 1 is what they offered."""
        return self.visits_in[walker.key, day.year, day.month] / walker.visits_per_month


def year_of_visits(
    goals: Iterable[Goal], walkers: Sequence[Walker], *, today: date, rng: random.Random, at_most: int | None = None
) -> list[PastVisit]:
    """Return the visits of a year, oldest first; `at_most` limits them to the last so many of each site."""
    diary = Diary()
    wanted = [(days_ago, goal, is_last) for goal in goals for days_ago, is_last in _days(goal, rng, at_most)]
    found = []
    witnesses: dict[str, set[str]] = defaultdict(set)
    for days_ago, goal, is_last in sorted(wanted, key=lambda one: (-one[0], one[1].code)):
        day = today - timedelta(days=days_ago)
        is_certain = days_ago in goal.certain_days_ago
        # Who found the damage does not inspect the repair.
        able = [one for one in walkers if not (is_certain and one.key in witnesses[goal.code])]
        walker, start, minutes = _pick(goal, able, day, diary, rng)
        if is_certain:
            witnesses[goal.code].add(walker.key)
        starts_at = datetime.combine(day, time(start // 60, start % 60, rng.randrange(60)), ZONE)
        diary.note(walker, day, free_from=start + minutes + 1 + rng.randint(15, 45))
        condition = goal.condition if is_last else _condition_before(goal.condition, rng)
        ends_at = starts_at + timedelta(minutes=minutes)
        found.append(PastVisit(goal.code, walker.key, starts_at, ends_at, condition, days_ago, is_last))
    return sorted(found, key=lambda visit: visit.ends_at)


def looked_after(visits: Sequence[PastVisit], walker: str, *, days: int) -> tuple[PastVisit, PastVisit] | None:
    """Return the walker's latest visit that somebody else followed more than so many days later, and the one that followed."""
    mine = sorted((one for one in visits if one.walker == walker), key=lambda one: one.days_ago)
    for one in mine:
        others = [other for other in visits if other.code == one.code and other.walker != walker]
        later = [other for other in others if one.days_ago - other.days_ago > days]
        if later:
            return one, later[0]
    return None


def _days(goal: Goal, rng: random.Random, at_most: int | None) -> Iterator[tuple[int, bool]]:
    """Give the days of a goal's visits, the last first, each with whether it is the last."""
    if goal.last_days_ago is None:
        return
    days = {goal.last_days_ago, *goal.certain_days_ago}
    # An open hazard shortens the interval only since it was found.
    interval = max(goal.interval_days, 30)
    day = float(goal.last_days_ago)
    while (day := day + interval * rng.uniform(*GAP_IN_INTERVALS)) < YEAR_DAYS:
        days.add(round(day))
    kept = sorted(days)
    if at_most is not None:
        kept = [day for number, day in enumerate(kept) if number < at_most or day in goal.certain_days_ago]
    yield from ((day, day == kept[0]) for day in kept)


def _pick(
    goal: Goal, walkers: Sequence[Walker], day: date, diary: Diary, rng: random.Random
) -> tuple[Walker, int, int]:
    """Choose who goes: near, not overworked, free on that weekday; failing that, whoever can make time."""
    minutes = max(10, round(goal.minutes * rng.uniform(0.7, 1.3)))
    known = [walker for walker in walkers if walker.joined_on <= day]
    ordered = sorted(known, key=lambda walker: _reluctance(goal, walker, day, diary, rng))
    for walker in ordered:
        window = walker.free.get(day.weekday())
        if window is not None and (start := diary.start(walker, day, minutes, window)) is not None:
            return walker, start, minutes
    for walker in ordered:
        if (start := diary.start(walker, day, minutes, DEFAULT_WINDOW)) is not None:
            return walker, start, minutes
    raise LookupError(f"nobody can go to {goal.code} on {day}")


def _reluctance(goal: Goal, walker: Walker, day: date, diary: Diary, rng: random.Random) -> float:
    distance_km = distance_m(goal.lon, goal.lat, walker.lon, walker.lat) / 1000
    return distance_km / walker.range_km + 0.8 * diary.load(walker, day) + 0.4 * rng.random()


def _condition_before(condition: str, rng: random.Random) -> str:
    """Return what an earlier visit saw: mostly the same, sometimes one step better or worse."""
    step = rng.choices((0, -1, 1), weights=(80, 14, 6))[0]
    place = CONDITIONS.index(condition) + step
    return CONDITIONS[min(max(place, 0), len(CONDITIONS) - 1)]
