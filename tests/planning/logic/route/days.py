"""Days on a line: place x lies x minutes and 100 x metres from the start."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from planning.logic.route.day import Day, Spot


def on_a_line(at: Sequence[float], spots: Sequence[Spot], *, end: float = 0.0, **fields: Any) -> Day:
    """Return a day from place 0 to `end`, leaving at 8 with three hours."""
    x = np.array([0.0, *at, end])
    minutes = np.abs(x[:, None] - x[None, :])
    return Day(tuple(spots), 100 * minutes, minutes, **{"leaves": 480.0, "budget": 180.0, **fields})
