"""Where the published problems lie, and checkers that share no code with the solvers."""

import itertools
import math
from collections.abc import Sequence
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[4] / "../shared/data/bench"
needs_data = pytest.mark.real_data


def length(one: Sequence[float], other: Sequence[float]) -> float:
    """The Euclidean length, unrounded."""
    return math.sqrt((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2)


def assert_keeps_windows(path: Sequence[int], rows: Sequence[Sequence[float]], *, capacity: float) -> None:
    """A route of (x, y, demand, ready, due, service) rows from depot to depot keeps load and times, lengths unrounded."""
    assert (path[0], path[-1]) == (0, 0)
    assert sum(rows[stop][2] for stop in path) <= capacity
    now = rows[0][3]
    for one, other in itertools.pairwise(path):
        now = max(now + (rows[one][5] if one else 0) + length(rows[one], rows[other]), rows[other][3])
        assert now <= rows[other][4] + 1e-6


def cut_tenths(path: Sequence[int], rows: Sequence[Sequence[float]]) -> int:
    """The length of a route in tenths, each leg cut to whole tenths."""
    return sum(int(10 * length(rows[one], rows[other]) + 1e-9) for one, other in itertools.pairwise(path))
