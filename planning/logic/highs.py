"""Linear and integer programs on HiGHS: built from arrays, with a clock, a start and a bound that can be trusted."""

import math
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

Floats = NDArray[np.float64]

_MAKING = Lock()


@dataclass(frozen=True, eq=False)
class Program:
    """`cost` times the values, better by `sense`, under row and column limits; `matrix` of shape (rows, columns)."""

    cost: Floats
    matrix: csc_array
    row_lower: Floats
    row_upper: Floats
    lower: Floats
    upper: Floats
    is_whole: NDArray[np.bool_]
    sense: highspy.ObjSense


@dataclass(frozen=True, eq=False)
class Solved:
    """The best values found (none where there are none), the bound on every solution, and whether it is reached."""

    values: Floats | None
    objective: float
    bound: float
    is_optimal: bool

    @property
    def is_bounded(self) -> bool:
        """Whether the bound says anything."""
        return math.isfinite(self.bound)


def run(
    program: Program,
    *,
    seconds: float,
    start: Floats | None = None,
    absolute_gap: float = 1e-6,
    seed: int = 0,
    is_cancelled: Callable[[], bool] | None = None,
) -> Solved:
    """Solve the program within the seconds, from a start if there is one; HiGHS asks `is_cancelled` now and then."""
    solver = silent_solver()
    for name, value in (
        ("time_limit", max(seconds, 0.01)), ("random_seed", seed),
        ("mip_rel_gap", 0.0), ("mip_abs_gap", absolute_gap),
    ):  # fmt: skip
        solver.setOptionValue(name, value)
    solver.passModel(_model(program))
    if start is not None:
        guess = highspy.HighsSolution()
        guess.col_value = start.tolist()
        solver.setSolution(guess)
    if is_cancelled is not None:
        _stop_when(solver, is_cancelled)
    solver.run()
    info = solver.getInfo()
    has_values = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = np.array(solver.getSolution().col_value) if has_values else None
    bound = info.mip_dual_bound if program.is_whole.any() else info.objective_function_value
    is_optimal = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return Solved(values, info.objective_function_value, bound, is_optimal)


def silent_solver() -> highspy.Highs:
    """Return a solver that says nothing, not even its name, which it writes to standard output when first made."""
    with _MAKING:
        sys.stdout.flush()
        kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        try:
            solver = highspy.Highs()
        finally:
            os.dup2(kept, 1)
            os.close(kept)
            os.close(nowhere)
    solver.silent()
    return solver


def _stop_when(solver: highspy.Highs, is_cancelled: Callable[[], bool]) -> None:
    def ask(event: highspy.HighsCallbackEvent) -> None:
        if is_cancelled():
            event.interrupt()

    solver.cbMipInterrupt += ask
    solver.cbSimplexInterrupt += ask


def _model(program: Program) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(program.cost), program.matrix.shape[0]
    model.col_cost_, model.col_lower_, model.col_upper_ = program.cost, program.lower, program.upper
    model.row_lower_, model.row_upper_ = program.row_lower, program.row_upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_ = program.matrix.indptr, program.matrix.indices
    model.a_matrix_.value_ = program.matrix.data
    model.sense_ = program.sense
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    if program.is_whole.any():
        model.integrality_ = [kinds[one] for one in program.is_whole.astype(int).tolist()]
    return model
