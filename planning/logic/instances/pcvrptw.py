"""Prize-collecting vehicle routing with time windows, in the VRPLIB format.

Heads are `NAME : value` lines, then sections of one row for each place, numbered from 1, the depot first. What a visit
left out would have brought (its prize) is added to the cost.
"""

import numpy as np

from planning.logic.instances.answer import Answer
from planning.logic.instances.vrptw import Fleet, answer
from planning.logic.instances.words import Malformed, Numbers

_SECTIONS = {"NODE_COORD": 2, "DEMAND": 1, "TIME_WINDOW": 2, "SERVICE_TIME": 1, "PRIZE": 1, "DEPOT": 0}
_MOST_PLACES = 5_000


def read(text: str) -> list[Fleet]:
    """Return the one problem of a file; raise Malformed."""
    heads, sections = _parts(text)
    if heads.get("EDGE_WEIGHT_TYPE") != "EUC_2D":
        raise Malformed("EDGE_WEIGHT_TYPE must be EUC_2D.")
    places = _head(heads, "DIMENSION")
    if not 1 <= places <= _MOST_PLACES:
        raise Malformed(f"DIMENSION must lie between 1 and {_MOST_PLACES}.")
    if [word for word in sections.get("DEPOT", "").split() if word != "-1"] != ["1"]:
        raise Malformed("DEPOT_SECTION must name the first place alone.")
    tables = {name: _table(sections, name, places) for name in ("NODE_COORD", "DEMAND", "TIME_WINDOW", "PRIZE")}
    demand, window = tables["DEMAND"][:, 0], tables["TIME_WINDOW"]
    if (demand < 0).any() or (demand != np.round(demand)).any() or (window[:, 0] > window[:, 1]).any():
        raise Malformed("A demand is negative or not whole, or a time window ends before it begins.")
    if (tables["PRIZE"] < 0).any():
        raise Malformed("A prize is negative.")
    return [
        Fleet(
            vehicles=_head(heads, "VEHICLES") if "VEHICLES" in heads else places,
            capacity=_head(heads, "CAPACITY"),
            xy=tables["NODE_COORD"],
            demand=demand.astype(np.int64),
            opens=window[:, 0],
            closes=window[:, 1],
            service=_service(heads, sections, places),
            prize=tables["PRIZE"][:, 0],
        )
    ]


def solve(problem: Fleet, *, seconds: float) -> Answer:
    """Return the routes found; the objective is in tenths, as in the published solutions."""
    return answer(problem, seconds=seconds, unit=1)


def _parts(text: str) -> tuple[dict[str, str], dict[str, str]]:
    heads: dict[str, str] = {}
    sections: dict[str, str] = {}
    current = None
    for line in text.splitlines():
        word = line.strip()
        if word == "EOF":
            break
        if word.endswith("_SECTION") and word.removesuffix("_SECTION") in _SECTIONS:
            current = word.removesuffix("_SECTION")
            sections[current] = ""
        elif current is None and ":" in word:
            name, _, value = word.partition(":")
            heads[name.strip()] = value.strip()
        elif current is not None:
            sections[current] += f" {word}"
        elif word:
            raise Malformed(f"The line {word!r} is neither a head nor a section.")
    return heads, sections


def _head(heads: dict[str, str], name: str) -> int:
    if name not in heads:
        raise Malformed(f"{name} is missing.")
    return Numbers(heads[name]).whole(name, least=1)


def _table(sections: dict[str, str], name: str, places: int) -> np.ndarray:
    if name not in sections:
        raise Malformed(f"{name}_SECTION is missing.")
    numbers, table = Numbers(sections[name]), np.zeros((places, _SECTIONS[name]))
    for row in range(places):
        if numbers.whole(f"the number of a place in {name}_SECTION", least=1) != row + 1:
            raise Malformed(f"{name}_SECTION must number the places from 1 without a gap.")
        table[row] = [numbers.number(f"a number in {name}_SECTION") for _ in range(_SECTIONS[name])]
    numbers.end()
    return table


def _service(heads: dict[str, str], sections: dict[str, str], places: int) -> np.ndarray:
    if "SERVICE_TIME" in sections:
        service = _table(sections, "SERVICE_TIME", places)[:, 0]
    else:
        service = np.full(places, Numbers(heads.get("SERVICE_TIME", "0")).number("SERVICE_TIME"))
        service[0] = 0
    if (service < 0).any():
        raise Malformed("A service time is negative.")
    return service
