"""What a solver answers to a published problem."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Answer:
    """The best value found, the bound proven for every solution (none where none is), the seconds and the solution.

    `objective` and `solution` are none where no solution was found. `more` holds further figures by name.
    """

    sense: str
    objective: float | None
    bound: float | None
    seconds: float
    solution: list[int] | list[list[int]] | None
    more: Mapping[str, object] = field(default_factory=dict)

    @property
    def gap(self) -> float | None:
        """How much better another solution could at most be, as a part of the objective; none without a bound."""
        if self.objective is None or self.bound is None:
            return None
        return abs(self.bound - self.objective) / max(abs(self.objective), 1e-9)

    def as_dict(self) -> dict[str, object]:
        """Return the answer as plain values for JSON."""
        return {
            "sense": self.sense,
            "objective": self.objective,
            "bound": self.bound,
            "gap": self.gap,
            "seconds": round(self.seconds, 3),
            "solution": self.solution,
            **self.more,
        }
