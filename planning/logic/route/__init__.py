"""Day trips: which sites one or several crews visit, in which order and when (team orienteering with time windows).

A problem is said in plain arrays, so that real roads, the ellipsoid or a benchmark's plane all take the same way. The
search is PyVRP's iterated local search; every route it gives is walked again here, with unrounded times, before it
is believed. Loading PyVRP takes time, so `solve` is imported only when it is asked for.
"""

from typing import TYPE_CHECKING, Any

from planning.logic.route.problem import Crew, Impossible, Problem, Stop
from planning.logic.route.walk import Trip, Visit, walk

if TYPE_CHECKING:
    from planning.logic.route.solver import Routing, solve

__all__ = ["Crew", "Impossible", "Problem", "Routing", "Stop", "Trip", "Visit", "solve", "walk"]


def __getattr__(name: str) -> Any:
    if name in {"Routing", "solve"}:
        from planning.logic.route import solver

        return getattr(solver, name)
    raise AttributeError(name)
