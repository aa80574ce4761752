"""One run of the solver: the best plan and bound so far, the clock, and the caller who may stop it."""

import math
import time
from collections.abc import Callable

import numpy as np

from planning.logic.assign.instance import SCALE, Instance, Mask
from planning.logic.assign.solution import Progress, SolveStatus, relative_gap


class Run:
    """The best plan and bound so far (1/SCALE points), and the clock."""

    def __init__(
        self,
        instance: Instance,
        seconds: float,
        on_progress: Callable[[Progress], None] | None,
        is_cancelled: Callable[[], bool] | None,
    ) -> None:
        """Start the clock with the locked pairs alone as the best plan."""
        self.instance = instance
        self.best: Mask = np.zeros(len(instance.gain), dtype=np.bool_)
        self.objective = instance.kept_gain
        self.bound: int | None = None
        self._started, self._seconds = time.monotonic(), seconds
        self._on_progress, self._is_cancelled, self._was_cancelled = on_progress, is_cancelled, False

    def offer(self, chosen: Mask) -> None:
        """Keep the chosen pairs if they are worth more than the best so far."""
        value = self.instance.value(chosen)
        if value > self.objective:
            self.best, self.objective = chosen, value
            self._tell()

    def replace(self, chosen: Mask) -> None:
        """Begin with this plan, whatever it is worth."""
        self.best, self.objective = chosen, self.instance.value(chosen)

    def tighten(self, bound: float) -> None:
        """Keep the bound, in 1/SCALE points, if it is lower than the lowest so far."""
        # Values are whole, so the bound may be rounded down to the next whole one.
        whole = max(math.floor(bound + 1e-6), self.objective)
        if self.bound is None or whole < self.bound:
            self.bound = whole
            self._tell()

    def seconds_left(self) -> float:
        """Return the seconds until the time is up, negative afterwards."""
        return self._started + self._seconds - time.monotonic()

    def is_over(self) -> bool:
        """Return whether to stop: cancelled, proven or out of time."""
        if self._is_cancelled is not None and not self._was_cancelled:
            self._was_cancelled = self._is_cancelled()
        return self._was_cancelled or self.is_proven() or self.seconds_left() <= 0

    def gap(self) -> float:
        """Return the part by which a better plan could at most exceed the best so far; infinite before there is a bound."""
        return math.inf if self.bound is None else relative_gap(self.objective, self.bound)

    def status(self) -> SolveStatus:
        """Return how the run stands."""
        if self.is_proven():
            return SolveStatus.OPTIMAL
        return SolveStatus.CANCELLED if self._was_cancelled else SolveStatus.FEASIBLE

    def is_proven(self) -> bool:
        """Return whether the best plan has reached the bound."""
        return self.bound is not None and self.bound <= self.objective

    def _tell(self) -> None:
        if self._on_progress is not None and self.bound is not None:
            self._on_progress(Progress(*self.figures()))

    def figures(self) -> tuple[float, float, float]:
        """Return objective and bound in urgency points, and the seconds so far."""
        bound = self.objective if self.bound is None else self.bound
        return self.objective / SCALE, bound / SCALE, time.monotonic() - self._started
