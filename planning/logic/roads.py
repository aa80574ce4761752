"""What road services are asked and what they answer: OSRM's `/table/v1` and Valhalla's `/sources_to_targets`.

Pure: addresses, bodies and answers as values. Tables are metres and seconds of shape (places, places), NaN where the
service knows no way. Formats: project-osrm.org/docs (table service, v5) and valhalla.github.io (matrix service).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Place = tuple[float, float]
Table = NDArray[np.float64]

# About a metre: a road service learns no more of a place than it needs.
DIGITS: Final = 5


class BadAnswer(ValueError):
    """The service answered something else than a table of our places."""


@dataclass(frozen=True, slots=True)
class Question:
    """One HTTP request: what stands behind the service's address, and the JSON to post (none: GET)."""

    path: str
    body: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """A kind of road service: how it is asked for places (degrees, longitude first) in a profile, and how it is read."""

    ask: Callable[[Sequence[Place], str], Question]
    read: Callable[[Any, int], tuple[Table, Table]]


def ask_osrm(places: Sequence[Place], profile: str) -> Question:
    """Return the question for `/table/v1`."""
    listed = ";".join(f"{lon:.{DIGITS}f},{lat:.{DIGITS}f}" for lon, lat in places)
    return Question(f"/table/v1/{profile}/{listed}?annotations=duration,distance")


def read_osrm(answer: Any, many: int) -> tuple[Table, Table]:
    """Return metres and seconds; raise BadAnswer."""
    if not isinstance(answer, dict) or answer.get("code") != "Ok":
        raise BadAnswer("no table")
    return _table(answer.get("distances"), many), _table(answer.get("durations"), many)


def ask_valhalla(places: Sequence[Place], profile: str) -> Question:
    """Return the question for `/sources_to_targets`."""
    spots = [{"lon": round(lon, DIGITS), "lat": round(lat, DIGITS)} for lon, lat in places]
    body = {"sources": spots, "targets": spots, "costing": profile, "units": "kilometers"}
    return Question("/sources_to_targets", body)


def read_valhalla(answer: Any, many: int) -> tuple[Table, Table]:
    """Return metres and seconds, from either of the two forms it writes; raise BadAnswer."""
    found = answer.get("sources_to_targets") if isinstance(answer, dict) else None
    if isinstance(found, dict):
        kilometres, seconds = found.get("distances"), found.get("durations")
    elif isinstance(found, list) and all(isinstance(row, list) for row in found):
        kilometres = [[_member(cell, "distance") for cell in row] for row in found]
        seconds = [[_member(cell, "time") for cell in row] for row in found]
    else:
        raise BadAnswer("no table")
    return _table(kilometres, many) * 1_000, _table(seconds, many)


SERVICES: Final = {"osrm": Service(ask_osrm, read_osrm), "valhalla": Service(ask_valhalla, read_valhalla)}


def _member(cell: Any, name: str) -> Any:
    if not isinstance(cell, dict):
        raise BadAnswer("a way is no object")
    return cell.get(name)


def _table(rows: Any, many: int) -> Table:
    try:
        table = np.array(rows, dtype=np.float64)
    except (TypeError, ValueError):
        raise BadAnswer("not numbers") from None
    if table.shape != (many, many):
        raise BadAnswer("not as many ways as asked for")
    return table
