"""Solomon's vehicle routing problems with time windows.

The file: a name; VEHICLE with number and capacity; CUSTOMER with number, x, y, demand, ready time, due date and service
time, the depot (0) first. A customer's due date is when the service must have begun at the latest.
"""

import re

import numpy as np

from planning.logic.instances.answer import Answer
from planning.logic.instances.vrptw import Fleet, answer
from planning.logic.instances.words import Malformed, Numbers

_COLUMNS = ("number", "x", "y", "demand", "ready time", "due date", "service time")
_SHAPE = re.compile(r"\bVEHICLE\s+NUMBER\s+CAPACITY\s+(.*?)\bCUSTOMER\b[^\n]*\n[^\n]*CUST[^\n]*\n(.*)", re.DOTALL)


def read(text: str) -> list[Fleet]:
    """Return the one problem of a file; raise Malformed."""
    found = _SHAPE.search(text)
    if found is None:
        raise Malformed("The parts VEHICLE (NUMBER, CAPACITY) and CUSTOMER are not both there.")
    fleet, customers = Numbers(found[1]), Numbers(found[2])
    vehicles = fleet.whole("the number of vehicles", least=1)
    capacity = fleet.whole("the capacity")
    fleet.end()
    rows = [[customers.number(f"a {name}") for name in _COLUMNS] for _ in range(_count(found[2]))]
    return [_fleet(vehicles, capacity, np.array(rows))]


def solve(problem: Fleet, *, seconds: float) -> Answer:
    """Return the routes found; the objective has one decimal."""
    return answer(problem, seconds=seconds, unit=0.1)


def _count(text: str) -> int:
    words = len(text.split())
    if words == 0 or words % len(_COLUMNS):
        raise Malformed(f"Customers need {len(_COLUMNS)} numbers each, but there are {words} in all.")
    return words // len(_COLUMNS)


def _fleet(vehicles: int, capacity: int, rows: np.ndarray) -> Fleet:
    number, x, y, demand, ready, due, service = rows.T
    if not np.array_equal(number, np.arange(len(rows))):
        raise Malformed("Customers must be numbered from 0, the depot, without a gap.")
    if (demand < 0).any() or (demand != np.round(demand)).any() or (service < 0).any() or (ready > due).any():
        raise Malformed(
            "A demand or service time is negative, a demand is not whole, or a due date before its ready time."
        )
    return Fleet(vehicles, capacity, np.column_stack([x, y]), demand.astype(np.int64), ready, due, service)
