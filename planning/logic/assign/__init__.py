"""Who should visit which site: a plan with the most urgency served for the least travel, and a proven bound.

The value of a plan, in urgency points, is

    weight_urgency x urgency of every site served
    - weight_travel x kilometres travelled + weight_promise x promises kept.

Each site is visited at most once, within the range, skills, free minutes and number of visits of whoever goes.

How it is solved, each step only if the one before left a gap:

1. a greedy plan, so that there always is one;
2. a min-cost flow that forgets the free minutes (it keeps how many visits fit into them at most). It is exact where
   time does not bind, and an upper bound everywhere;
3. the linear relaxation: a tighter bound, and reduced costs that say which pairs matter;
4. CP-SAT on the few pairs that matter, for a good plan soon;
5. CP-SAT on every pair that the bound does not rule out, until proven or out of time.

Measured on 2 cores (OR-Tools 9.15, clustered sites, two to five visits each, time binding): 200 sites x 40 volunteers,
CP-SAT on all pairs proves the optimum in 2 to 5 s, HiGHS in 2 to over 6 s, SCIP in 2 to over 6 s. 500 x 80 after 5 to
6 s: CP-SAT on all pairs is 3 to 13 % from its bound, HiGHS 1.0 %, SCIP 3.6 %; CP-SAT on the 1,000 pairs that matter
finds, in 4 s, a better plan (8.243 million) than HiGHS (8.199), SCIP (8.023) or CP-SAT on all (8.099). HiGHS through MathOpt
also takes no notice of an interruption, so CP-SAT it is.

All steps together, gap after the time allowed: 200 x 40 0.2 % in 10 s, 500 x 80 1.5 % in 15 s, 2,000 x 300 15 % in 10 s
(a bound from whole rounds instead of single pairs, by column generation, would be tighter there).
"""

from typing import TYPE_CHECKING, Any

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
    "Goal",
    "GoalReached",
    "Locked",
    "Omission",
    "OmissionReason",
    "Problem",
    "Progress",
    "Site",
    "Solution",
    "SolveStatus",
    "Volunteer",
    "solve",
    "with_changes",
]


def __getattr__(name: str) -> Any:
    # The solvers' libraries take seconds to load; only who solves waits for them, not every web process.
    if name == "solve":
        from planning.logic.assign.solver import solve

        return solve
    raise AttributeError(name)
