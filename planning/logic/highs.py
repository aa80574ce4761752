"""Linear and integer programs on HiGHS: built from arrays, with a clock, a start and a bound that can be trusted."""

import math
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

Floats = NDArray[np.float64]

_MAKING = Lock()
_TICK_SECONDS = 0.05
_SOLVED = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty)


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
    """The best values found (none where there are none), the bound on every solution, and whether it is reached.

    `prices` are those of the rows, of a linear program alone; for a maximum positive where the upper limit binds.
    """

    values: Floats | None
    objective: float
    bound: float
    is_optimal: bool
    prices: Floats | None = None

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
    effort: float = 0.05,
    on_tick: Callable[[Floats | None, float], bool] | None = None,
) -> Solved:
    """Solve the program within the seconds, from a start if there is one.

    `on_tick` is called in this thread at most every 50 ms, with the values of a better solution if one was found and
    the bound (infinite before there is one), and stops the run by returning True; what it raises is raised here. `effort` is the part of the work for heuristics.
    """
    solver = silent_solver()
    for name, value in (
        ("time_limit", max(seconds, 0.01)), ("random_seed", seed),
        ("mip_rel_gap", 0.0), ("mip_abs_gap", absolute_gap), ("mip_heuristic_effort", effort),
    ):  # fmt: skip
        solver.setOptionValue(name, value)
    solver.passModel(_model(program))
    if start is not None:
        guess = highspy.HighsSolution()
        guess.col_value = start.tolist()
        solver.setSolution(guess)
    ears = _Ears(on_tick)
    if on_tick is not None:
        ears.listen(solver)
    solver.run()
    ears.speak()
    info = solver.getInfo()
    has_values = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = np.array(solver.getSolution().col_value) if has_values else None
    bound = info.mip_dual_bound if program.is_whole.any() else info.objective_function_value
    is_optimal = solver.getModelStatus() in _SOLVED
    prices = None if program.is_whole.any() or not is_optimal else np.array(solver.getSolution().row_dual)
    return Solved(values, info.objective_function_value, bound, is_optimal, prices)


class Kept:
    """A linear program that is solved again and again while more of its values are fixed, each time from where it stood."""

    def __init__(self, program: Program, is_over: Callable[[], bool]) -> None:
        """Read the program; `is_over` is asked at most every 50 ms and stops a solution."""
        self._solver = silent_solver()
        self._solver.passModel(_model(program))
        self._ears = _Ears(lambda _, __: is_over())
        self._ears.listen(self._solver)

    def solve(self) -> Floats | None:
        """Return the best values, or nothing where there are none or the time is over."""
        self._solver.run()
        self._ears.speak()
        if self._solver.getModelStatus() not in _SOLVED:
            return None
        return np.array(self._solver.getSolution().col_value)

    def value(self) -> float:
        """Return what the values of the last solution are worth."""
        return float(self._solver.getInfo().objective_function_value)

    def prices(self) -> Floats:
        """Return the prices of the rows in the last solution; for a maximum positive where the upper limit binds."""
        return np.array(self._solver.getSolution().row_dual)

    def add_columns(self, cost: Floats, rows: list[list[int]]) -> None:
        """Add columns of values from 0 to 1, each with ones in these rows."""
        if not rows:
            return
        starts, index = _stacked(rows)
        many = len(rows)
        self._solver.addCols(many, cost, np.zeros(many), np.ones(many), len(index), starts, index, np.ones(len(index)))

    def add_rows(self, columns: list[list[int]], *, upper: float) -> None:
        """Add rows with ones in these columns and an upper limit."""
        if not columns:
            return
        starts, index = _stacked(columns)
        many, infinite = len(columns), np.full(len(columns), -highspy.kHighsInf)
        self._solver.addRows(many, infinite, np.full(many, upper), len(index), starts, index, np.ones(len(index)))

    def fix(self, columns: list[int], value: float) -> None:
        """Fix some columns at a value."""
        numbers, limits = np.array(columns, dtype=np.int32), np.full(len(columns), value)
        self._solver.changeColsBounds(len(columns), numbers, limits, limits)


def _stacked(lists: list[list[int]]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return where each list begins, and all of them one behind the other."""
    starts = np.cumsum([0, *(len(one) for one in lists[:-1])])
    return starts.astype(np.int32), np.array([number for one in lists for number in one], dtype=np.int32)


def silent_solver() -> highspy.Highs:
    """Return a solver that says nothing, not even its name, which it writes to standard output when first made."""
    with _MAKING:
        sys.stdout.flush()
        kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        try:
            solver = highspy.Highs()  # type: ignore[no-untyped-call]
        finally:
            os.dup2(kept, 1)
            os.close(kept)
            os.close(nowhere)
    solver.silent()
    return solver


class _Ears:
    """Passes on what HiGHS finds, no oftener than every 50 ms; keeps an exception until HiGHS has ended."""

    def __init__(self, on_tick: Callable[[Floats | None, float], bool] | None) -> None:
        self._on_tick, self._next = on_tick, 0.0
        self._found: Floats | None = None
        self._raised: BaseException | None = None

    def listen(self, solver: highspy.Highs) -> None:
        solver.cbMipInterrupt += self._ask
        solver.cbSimplexInterrupt += self._ask
        solver.cbMipImprovingSolution += self._note

    def speak(self) -> None:
        if self._raised is not None:
            raise self._raised

    def _note(self, event: highspy.HighsCallbackEvent) -> None:
        self._found = np.array(event.data_out.mip_solution)

    def _ask(self, event: highspy.HighsCallbackEvent) -> None:
        if self._on_tick is None or self._raised is not None or time.monotonic() < self._next:
            return
        found, self._found = self._found, None
        self._next = time.monotonic() + _TICK_SECONDS
        try:
            if self._on_tick(found, event.data_out.mip_dual_bound):
                event.interrupt()
        except BaseException as raised:
            # HiGHS would swallow it: end the run first.
            self._raised = raised
            event.interrupt()


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
