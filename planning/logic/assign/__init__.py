"""Who should visit which site: a plan with the most urgency served for the least travel, and a proven bound.

The value of a plan, in urgency points, is

    weight_urgency x urgency of every site served
    - weight_travel x kilometres travelled + weight_promise x promises kept
    - weight_fairness x (0 + 1 + 2 + ...) for the first, second, third ... visit of each volunteer.

Each site is visited at most once, within the range, skills, clearances, organisation, free minutes and number of visits of
whoever goes; a difficult one by as many as go together, or nobody. Goals may also come in an order (`order`).

How it is solved, each step only if the one before left a gap:

1. a greedy plan, so that there always is one, and what still fits of an earlier plan;
2. a min-cost flow that forgets the free minutes and crews (`flow`): exact where they do not bind, a bound everywhere;
3. the linear relaxation over single pairs (`linear`): a tighter bound, prices, and how far from a plan it is;
4. up to 2,500 pairs: CP-SAT, first on the pairs that matter (`program`). More pairs and a relaxation that is nearly a
   plan (time is ample): HiGHS on single pairs (`single`). More pairs and a relaxation far from it (time is scarce):
   by volunteer (`decompose`), bound by tolls over whole rounds and by cuts (`descent`), plans out of rounds.

Measured on 2 cores shared with other work (load 5 to 9, so a core or less to itself; highspy 1.16, OR-Tools 9.15), invented
cities of 2,000 sites and 300 volunteers (`benchmarks/_planning_cases.py`), about 50,000 pairs:

* capacity and range only: the flow is exact in 0.17 to 0.28 s. Reading the problem takes 0.1 to 0.3 s more, and
  explaining 530 sites left out over a second of processor time: neither is in `Solution.seconds`.
* time scarce, crews of two, fairness: gap 0.1 to 0.5 % after 15 s, 0.01 to 0.10 % after 60 s over ten cities (these run before
  other work); HiGHS on the whole model 0.4 % after 54 s of 60 (4 % until 35 s).
* time ample, crews, fairness: gap 0.09 % after 7.5 s, 0.01 % after 60 s; HiGHS on the whole model 1.3 % after 26 s,
  0.01 % after 50 s.

CP-SAT on all 50,000 pairs left 15 % after 10 s. The 30 generalised assignment problems of OR-Library take at most
0.25 s each, all proven.
"""

from typing import TYPE_CHECKING, Any

from planning.logic.assign.fit import Fit, Load, Misfit, MisfitReason, fits, loads_of
from planning.logic.assign.problem import (
    ChangePrices,
    Contradiction,
    Goal,
    Locked,
    Problem,
    Site,
    Volunteer,
)
from planning.logic.assign.remedies import with_changes
from planning.logic.assign.solution import (
    Assignment,
    Change,
    ChangeKind,
    GoalReached,
    Omission,
    OmissionReason,
    Progress,
    Solution,
    SolveStatus,
)

if TYPE_CHECKING:
    from planning.logic.assign.solver import solve

__all__ = [
    "Assignment",
    "Change",
    "ChangeKind",
    "ChangePrices",
    "Contradiction",
    "Fit",
    "Goal",
    "GoalReached",
    "Load",
    "Locked",
    "Misfit",
    "MisfitReason",
    "Omission",
    "OmissionReason",
    "Problem",
    "Progress",
    "Site",
    "Solution",
    "SolveStatus",
    "Volunteer",
    "fits",
    "loads_of",
    "solve",
    "with_changes",
]


def __getattr__(name: str) -> Any:
    # The solvers' libraries take seconds to load; only who solves waits for them, not every web process.
    if name == "solve":
        from planning.logic.assign.solver import solve

        return solve
    raise AttributeError(name)
