"""Maximal covering: greedy for a start, HiGHS for the best choice and its bound."""

from collections.abc import Callable

import numpy as np

from planning.logic.posts.problem import Choice, Chosen, Clock, Covering
from planning.logic.posts.program import cover_among


def solve_covering(problem: Covering, *, seconds: float, is_cancelled: Callable[[], bool] | None = None) -> Choice:
    """Return the choice that covers most weight within the seconds, and the bound that no choice can exceed."""
    clock = Clock(seconds, is_cancelled)
    best = greedy_cover(problem)
    bound = float(problem.weights[problem.reaches.any(axis=0)].sum())
    if problem.value(best) < bound and not clock.is_over():
        found = cover_among(problem, start=best, seconds=clock.left())
        best = max(best, found.chosen, key=problem.value)
        bound = min(bound, found.bound)
    objective = problem.value(best)
    return Choice(best, objective, max(bound, objective), clock.passed())


def greedy_cover(problem: Covering) -> Chosen:
    """Return the kept places and, one by one, whichever covers most of what is not covered yet."""
    chosen = list(dict.fromkeys(problem.kept))
    covered = problem.reaches[chosen].any(axis=0) if chosen else np.zeros(len(problem.weights), np.bool_)
    while len(chosen) < problem.count:
        gains = (problem.reaches & ~covered) @ problem.weights
        gains[chosen] = -1
        best = int(np.argmax(gains))
        chosen.append(best)
        covered |= problem.reaches[best]
    return np.sort(np.array(chosen, dtype=np.int64))
