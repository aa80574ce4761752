"""Team orienteering (Chao, Golden and Wasil 1996): m routes from start to end, each no longer than tmax, for the most score.

The file: lines `n N`, `m M`, `tmax T`, then N lines `x y score`, the first the start, the last the end. Lengths are
Euclidean and never rounded.
"""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from planning.logic.instances.answer import Answer
from planning.logic.instances.vrptw import lengths
from planning.logic.instances.words import Malformed, Numbers
from planning.logic.route.bound import most_value, reachable
from planning.logic.route.problem import Crew, Problem, Stop
from planning.logic.route.solver import solve as solve_routes
from planning.logic.route.walk import Trip, walk

_SEARCH_SHARE = 0.5  # part of the time for the search of routes, the rest for the bound
_MOST_POINTS = 2_000
_HEADS = ("n", "m", "tmax")


@dataclass(frozen=True, eq=False)
class Teams:
    """So many teams, the longest length, points of shape (n, 2), and scores, of which the first and last do not count."""

    teams: int
    longest: float
    xy: NDArray[np.float64]
    scores: NDArray[np.float64]


def read(text: str) -> list[Teams]:
    """Return the one problem of a file; raise Malformed."""
    lines = [line.replace(";", " ") for line in text.splitlines() if line.strip()]
    heads = [_head(lines, at, name) for at, name in enumerate(_HEADS)]
    points, teams = (numbers.whole(name, least=1) for numbers, name in zip(heads[:2], _HEADS, strict=False))
    longest = heads[2].number("tmax", least=0)
    for numbers in heads:
        numbers.end()
    if not 2 <= points <= _MOST_POINTS:
        raise Malformed(f"n must lie between 2 and {_MOST_POINTS}.")
    numbers = Numbers("\n".join(lines[len(_HEADS) :]))
    rows = np.array([[numbers.number(what) for what in ("an x", "a y", "a score")] for _ in range(points)])
    numbers.end()
    if (rows[1:-1, 2] < 0).any():
        raise Malformed("A score is negative.")
    return [Teams(teams, longest, rows[:, :2], rows[:, 2])]


def as_problem(teams: Teams) -> Problem:
    """Return the problem of the teams: any score outweighs all lengths (in hundredths); minutes are lengths."""
    far, last = lengths(teams.xy), len(teams.xy) - 1
    weight = 1 + teams.teams * math.ceil(100 * teams.longest)
    stops = tuple(Stop(value=weight * one) for one in _scores(teams))
    crew = Crew(0, last, teams.teams, longest=teams.longest)
    return Problem(stops, (crew,), np.ceil(100 * far).astype(np.int64), far, tick=_tick(teams.longest))


def solve(problem: Teams, *, seconds: float) -> Answer:
    """Return the routes found, the score collected, and the proven bound."""
    started = time.monotonic()
    whole = as_problem(problem)
    if walk(whole, whole.crews[0], ()) is None:
        # Not even the straight way from start to end is short enough.
        return Answer("max", 0, 0, time.monotonic() - started, [])
    # What lies too far away for a route of its own is in none.
    near = [0, *reachable(whole), len(problem.xy) - 1]
    teams = replace(problem, xy=problem.xy[near], scores=problem.scores[near])
    trips = _search(teams, seconds=_SEARCH_SHARE * seconds)
    trips, most = _bounded(teams, trips, seconds=seconds - (time.monotonic() - started))
    paths = [[near[point] for point in trip.path] for trip in trips if trip.visits]
    collected, took = _collected(teams, trips) / _parts(teams), time.monotonic() - started
    return Answer("max", _plain(collected), _plain(most / _parts(teams)), took, paths)


def _search(teams: Teams, *, seconds: float) -> Sequence[Trip]:
    return solve_routes(as_problem(teams), seconds=seconds).trips or ()


def _bounded(teams: Teams, trips: Sequence[Trip], *, seconds: float) -> tuple[Sequence[Trip], int]:
    """Return the better of the trips and those met while looking for the bound, and the bound."""
    problem = as_problem(teams)
    scored = replace(problem, stops=tuple(Stop(value=one) for one in _scores(teams)))
    bound = most_value(scored, seconds=seconds)
    walked = [walk(problem, problem.crews[0], route) for route in bound.routes or ()]
    other = [trip for trip in walked if trip is not None]
    return max(trips, other, key=lambda some: _collected(teams, some)), bound.value


def _head(lines: Sequence[str], at: int, name: str) -> Numbers:
    words = lines[at].split(maxsplit=1) if at < len(lines) else []
    if len(words) != len(("name", "value")) or words[0] != name:
        raise Malformed(f"Line {at + 1} must be `{name}` and a number.")
    return Numbers(words[1])


def _parts(teams: Teams) -> int:
    """Return into how many parts a point of score is cut: 1 where all scores are whole."""
    return 1 if (teams.scores == np.round(teams.scores)).all() else 1_000


def _scores(teams: Teams) -> list[int]:
    """Return the scores in parts, whole; those of start and end are nothing."""
    parts = _parts(teams)
    return [0, *(round(parts * float(one)) for one in teams.scores[1:-1]), 0]


def _tick(longest: float) -> float:
    """Return the part of the unit to which lengths are rounded up in the search: a hundred-millionth of the longest."""
    return max(longest, 1e-6) / 1e8


def _collected(teams: Teams, trips: Sequence[Trip]) -> int:
    scores = _scores(teams)
    return sum(scores[visit.stop] for trip in trips for visit in trip.visits)


def _plain(value: float) -> float:
    return int(value) if value == int(value) else round(value, 6)
