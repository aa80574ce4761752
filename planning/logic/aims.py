"""What a plan aims at, as chosen on a form and kept with the plan: weights, or goals in an order."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from planning.logic.assign import Goal, Problem

# A plan that follows another minds changing what was promised as much as three points of urgency.
STABILITY = 3.0


@dataclass(frozen=True, slots=True)
class Aims:
    """Weights in urgency points (a kilometre, a promise, each further visit of the same person), or an order of goals."""

    travel: float = 0.02
    promise: float = 1.0
    fairness: float = 0.0
    order: tuple[Goal, ...] = ()

    def apply(self, problem: Problem) -> Problem:
        """Return the problem with these aims."""
        return replace(
            problem,
            weight_travel=self.travel,
            weight_promise=self.promise,
            weight_fairness=self.fairness,
            order=self.order,
        )

    def stored(self) -> dict[str, Any]:
        """Return the aims as JSON keeps them."""
        order = [goal.value for goal in self.order]
        return {"travel": self.travel, "promise": self.promise, "fairness": self.fairness, "order": order}


def read_aims(stored: Mapping[str, Any]) -> Aims:
    """Return the aims kept with a plan; what is not said is as usual."""
    usual = Aims()
    return Aims(
        travel=float(stored.get("travel", usual.travel)),
        promise=float(stored.get("promise", usual.promise)),
        fairness=float(stored.get("fairness", usual.fairness)),
        order=tuple(Goal(one) for one in stored.get("order", ())),
    )


def steadier(aims: Aims) -> Aims:
    """Return the aims of a plan that follows another: what was promised weighs more, and comes second in an order."""
    if aims.order and Goal.PROMISES not in aims.order:
        return replace(aims, order=(aims.order[0], Goal.PROMISES, *aims.order[1:]))
    return replace(aims, promise=max(aims.promise, STABILITY))
