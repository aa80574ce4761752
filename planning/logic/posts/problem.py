"""What is asked: places, clients, how many to choose, and what is chosen already."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Costs: TypeAlias = NDArray[np.float64]
Chosen: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Median:
    """Costs of shape (places, clients), finite and not negative; `count` places are chosen, the `kept` ones among them."""

    costs: Costs
    count: int
    kept: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what nothing can be chosen for; raise ValueError."""
        if self.costs.ndim != 2 or not np.isfinite(self.costs).all() or (self.costs < 0).any():
            raise ValueError("Costs must be a table of finite numbers that are not negative.")
        _check_count(self.count, self.kept, len(self.costs))

    def value(self, chosen: Chosen) -> float:
        """Return the sum over the clients of the cost to the nearest chosen place."""
        return float(self.costs[chosen].min(axis=0).sum())


@dataclass(frozen=True, eq=False)
class Covering:
    """`reaches` of shape (places, clients) says who is within reach, `weights` what each client counts (not negative)."""

    reaches: NDArray[np.bool_]
    weights: Costs
    count: int
    kept: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what nothing can be chosen for; raise ValueError."""
        if (
            self.weights.shape != self.reaches.shape[1:]
            or not np.isfinite(self.weights).all()
            or (self.weights < 0).any()
        ):
            raise ValueError("There must be one finite weight, not negative, for each client.")
        _check_count(self.count, self.kept, len(self.reaches))

    def value(self, chosen: Chosen) -> float:
        """Return the weight of the clients within reach of a chosen place."""
        return float(self.weights[self.reaches[chosen].any(axis=0)].sum())


@dataclass(frozen=True, eq=False)
class Choice:
    """The chosen places (indices, ascending), their value, and the bound proven for every choice."""

    chosen: Chosen
    objective: float
    bound: float
    seconds: float

    @property
    def gap(self) -> float:
        """How much better another choice could at most be, as a part of the objective; 0 where none is."""
        return abs(self.bound - self.objective) / max(abs(self.objective), 1e-9)


class Clock:
    """The time left, and the caller who may stop it."""

    def __init__(self, seconds: float, is_cancelled: Callable[[], bool] | None = None) -> None:
        """Start the clock."""
        self._started, self._seconds, self._is_cancelled = time.monotonic(), seconds, is_cancelled

    def passed(self) -> float:
        """Return the seconds since the start."""
        return time.monotonic() - self._started

    def left(self) -> float:
        """Return the seconds left, negative afterwards."""
        return self._seconds - self.passed()

    def is_over(self) -> bool:
        """Return whether time is up or the caller wants to stop."""
        return self.left() <= 0 or (self._is_cancelled is not None and self._is_cancelled())


def _check_count(count: int, kept: tuple[int, ...], places: int) -> None:
    if not 1 <= count <= places:
        raise ValueError(f"Between 1 and {places} places can be chosen, not {count}.")
    if len(set(kept)) > count or any(not 0 <= one < places for one in kept):
        raise ValueError("The places kept must exist and be no more than are to be chosen.")
