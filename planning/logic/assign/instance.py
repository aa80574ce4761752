"""The problem as arrays: only pairs that could happen, whole numbers, and what the locked pairs leave."""

from collections import Counter
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from planning.logic.assign.locks import keep_locked
from planning.logic.assign.problem import Problem, Site, Volunteer
from planning.logic.assign.solution import Assignment
from planning.logic.reach import Places, pairs_within, places

SCALE = 1_000_000  # whole units in one urgency point

Whole: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Instance:
    """A problem made ready: arrays over sites, over volunteers, and over pairs (ordered by site, then volunteer).

    `need` people wait at each site (0 where locked); `visits` and `minutes` are what each volunteer has left. A pair
    has `pair_minutes`, straight `pair_km` and `gain`, its share of the site's urgency less its travel in 1/SCALE points.
    For fairness each further visit of the same volunteer costs `step` more than the one before, and `busy` tells how
    many visits are locked already.
    """

    problem: Problem
    kept: tuple[Assignment, ...]
    kept_gain: int
    need: Whole
    visits: Whole
    minutes: Whole
    pair_site: Whole
    pair_volunteer: Whole
    pair_minutes: Whole
    pair_km: NDArray[np.float64]
    gain: Whole
    step: int = 0
    busy: Whole = field(default_factory=lambda: np.zeros(0, np.int64))

    def value(self, chosen: Mask) -> int:
        """Return the value of the locked and the chosen pairs, in 1/SCALE points."""
        return self.kept_gain + int(self.gain[chosen].sum()) - self._burden(chosen)

    def burdens(self, visits: Whole) -> Whole:
        """Return what each of these numbers of visits beside the locked ones costs; shape (volunteers, numbers)."""
        busy = self.busy if len(self.busy) else np.zeros_like(self.visits)
        return self.step * (busy[:, None] * visits + visits * (visits - 1) // 2)

    def _burden(self, chosen: Mask) -> int:
        if self.step == 0:
            return 0
        visits = np.bincount(self.pair_volunteer[chosen], minlength=len(self.visits))
        busy = self.busy if len(self.busy) else np.zeros_like(self.visits)
        return int(self.step * (busy * visits + visits * (visits - 1) // 2).sum())

    def fits(self, chosen: Mask) -> bool:
        """Return whether the chosen pairs keep every limit; whoever made them."""
        people = np.bincount(self.pair_site[chosen], minlength=len(self.need))
        visits = np.bincount(self.pair_volunteer[chosen], minlength=len(self.visits))
        minutes = np.zeros_like(self.minutes)
        np.add.at(minutes, self.pair_volunteer[chosen], self.pair_minutes[chosen])
        is_whole = np.all((people == 0) | (people == self.need))
        return bool(is_whole and np.all(visits <= self.visits) and np.all(minutes <= self.minutes))


def prepare(problem: Problem) -> Instance:
    """Build the instance of a problem; raise Contradiction where its locked pairs break a limit."""
    kept = keep_locked(problem)
    visits, minutes = _left(problem, kept)
    held = {one.site_id for one in kept}
    need = np.array(
        [0 if site.id in held else problem.people(site) for site in problem.sites],
        dtype=np.int64,
    )
    found = pairs_within(
        site_places(problem.sites),
        volunteer_places(problem.volunteers),
        [1000 * v.range_km for v in problem.volunteers],
    )
    rows = [
        (s, v, problem.visit_minutes(problem.sites[s], metres / 1000), metres / 1000)
        for s, v, metres in zip(
            found.site.tolist(),
            found.volunteer.tolist(),
            found.distance_m.tolist(),
            strict=True,
        )
        if need[s] and visits[v] and problem.volunteers[v].may_go(problem.sites[s])
    ]
    rows = [row for row in rows if row[2] <= minutes[row[1]]]
    gains = [gain(problem, problem.sites[s], problem.volunteers[v], km) for s, v, _, km in rows]
    # A single visit that costs more than it brings is in no best plan.
    pairs = [(*row, one) for row, one in zip(rows, gains, strict=True) if one > 0 or need[row[0]] > 1]
    site, volunteer, pair_minutes, km, worth = zip(*pairs, strict=True) if pairs else ((),) * 5
    kept_gain = _kept_gain(problem, kept)
    return Instance(
        problem, kept, kept_gain, need, visits, minutes,
        _whole(site), _whole(volunteer), _whole(pair_minutes), np.array(km, dtype=np.float64), _whole(worth),
        fairness_step(problem), _busy(problem, kept),
    )  # fmt: skip


def gain(problem: Problem, site: Site, volunteer: Volunteer, distance_km: float) -> int:
    """Return what one volunteer's visit brings, in 1/SCALE points: a share of the urgency, less travel, plus promise."""
    share = problem.weight_urgency * site.urgency / problem.people(site)
    promise = problem.weight_promise if site.id in volunteer.promised else 0.0
    return round(SCALE * (share + promise - problem.weight_travel * problem.travel_km(distance_km)))


def fairness_step(problem: Problem) -> int:
    """Return by how much each further visit of a volunteer costs more than the one before, in 1/SCALE points."""
    return round(SCALE * problem.weight_fairness)


def site_places(sites: tuple[Site, ...]) -> Places:
    """Return the positions of sites."""
    return places([site.lon for site in sites], [site.lat for site in sites])


def volunteer_places(volunteers: tuple[Volunteer, ...]) -> Places:
    """Return the positions of volunteers."""
    return places([one.lon for one in volunteers], [one.lat for one in volunteers])


def _left(problem: Problem, kept: tuple[Assignment, ...]) -> tuple[Whole, Whole]:
    index = {one.id: i for i, one in enumerate(problem.volunteers)}
    visits = _whole([one.max_visits for one in problem.volunteers])
    minutes = _whole([one.free_minutes for one in problem.volunteers])
    for assignment in kept:
        visits[index[assignment.volunteer_id]] -= 1
        minutes[index[assignment.volunteer_id]] -= assignment.minutes
    return visits, minutes


def _kept_gain(problem: Problem, kept: tuple[Assignment, ...]) -> int:
    sites = {site.id: site for site in problem.sites}
    volunteers = {one.id: one for one in problem.volunteers}
    gained = sum(gain(problem, sites[one.site_id], volunteers[one.volunteer_id], one.distance_km) for one in kept)
    busy = _busy(problem, kept)
    return gained - int(fairness_step(problem) * (busy * (busy - 1) // 2).sum())


def _busy(problem: Problem, kept: tuple[Assignment, ...]) -> Whole:
    visits = Counter(one.volunteer_id for one in kept)
    return _whole([visits[one.id] for one in problem.volunteers])


def _whole(values: object) -> Whole:
    return np.array(values, dtype=np.int64)
