"""p-median on a graph (OR-Library): choose p vertices so that all are near to one of them.

The file: numbers of vertices, edges and p; for each edge its two ends (from 1) and its length. An edge told twice counts
as told last. Ways are shortest paths.
"""

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import csgraph_from_dense, shortest_path

from planning.logic.instances.answer import Answer
from planning.logic.instances.words import Malformed, Numbers
from planning.logic.posts.median import solve_median
from planning.logic.posts.problem import Median

_MOST_VERTICES = 5_000


@dataclass(frozen=True, eq=False)
class Graph:
    """Lengths of edges between vertices, infinite where there is none, and how many to choose."""

    lengths: NDArray[np.float64]
    count: int


def read(text: str) -> list[Graph]:
    """Return the one problem of a file; raise Malformed."""
    numbers = Numbers(text)
    vertices = numbers.whole("the number of vertices", least=1, most=_MOST_VERTICES)
    edges = numbers.whole("the number of edges")
    count = numbers.whole("p", least=1, most=vertices)
    lengths = np.full((vertices, vertices), np.inf)
    for _ in range(edges):
        one, other = (numbers.whole("an end of an edge", least=1, most=vertices) - 1 for _ in range(2))
        lengths[one, other] = lengths[other, one] = numbers.number("the length of an edge", least=0)
    numbers.end()
    np.fill_diagonal(lengths, np.inf)
    graph = Graph(lengths, count)
    if not np.isfinite(ways(graph)).all():
        raise Malformed("The graph falls into parts with no way between them.")
    return [graph]


def ways(graph: Graph) -> NDArray[np.float64]:
    """Return the length of the shortest path between each two vertices, infinite where there is none."""
    found: NDArray[np.float64] = shortest_path(csgraph_from_dense(graph.lengths, null_value=np.inf), directed=False)
    return found


def solve(problem: Graph, *, seconds: float) -> Answer:
    """Return the chosen vertices (from 1), the sum of the ways to them, and the proven bound."""
    started = time.monotonic()
    costs = ways(problem)
    left = max(seconds - (time.monotonic() - started), 0.0)
    choice = solve_median(Median(costs, problem.count), seconds=left)
    objective, bound = _plain(choice.objective), _plain(choice.bound)
    return Answer("min", objective, bound, time.monotonic() - started, [int(one) + 1 for one in choice.chosen])


def _plain(value: float) -> float:
    return int(value) if value == int(value) else value
