"""Published benchmark problems, read and fed to the same solvers as real data.

| format | problem | numbers of the solution | source |
|---|---|---|---|
| gap | generalised assignment, maximise profit, every job done | agents from 1, one a job | OR-Library |
| pmed | p-median on a graph, minimise the sum of distances | vertices from 1 | OR-Library |
| solomon | vehicle routing with time windows, minimise distance | customers as in the file, the depot is 0 | Solomon |
| pcvrptw | the same, visits may be left out for their prize | places from 0, the depot is 0 | VRPLIB |
| top | team orienteering, maximise the score collected | points from 0, in the order of the file | Chao |

Each module has `read(text)`, which gives the problems of a file or raises Malformed, and `solve(problem, seconds=…)`,
which gives an Answer. They load the solvers' libraries, so only who solves imports them.
"""

from importlib import import_module
from typing import Any, Final, Protocol

from planning.logic.instances.answer import Answer

FORMATS: Final = {"gap": "gap", "pmed": "pmed", "solomon": "solomon", "pcvrptw": "pcvrptw", "top": "orienteering"}


class Format(Protocol):
    """What every module of a format offers."""

    def read(self, text: str) -> list[Any]:
        """Return the problems of a file; raise Malformed where it is none."""

    def solve(self, problem: Any, *, seconds: float) -> Answer:
        """Return the best answer found within the seconds."""


def module_of(name: str) -> Format:
    """Return the module that reads and solves a format of `FORMATS`."""
    module: Any = import_module(f"planning.logic.instances.{FORMATS[name]}")
    found: Format = module
    return found
