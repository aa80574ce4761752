"""An area in its parts: provinces, then cities, then districts, as many as somebody can look over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from planning.logic.summary import StatusCounts, grouped
from planning.queries.jurisdictions import DIGITS, named

# More districts than this are told by city or province.
MOST: Final = 60


@dataclass(frozen=True, slots=True)
class Parts:
    """The counts of an area's parts and their names by key; `field` says what a key is: an `area`, or a `district`."""

    field: str
    counts: tuple[StatusCounts, ...]
    names: Mapping[str, str]


def chosen_area(asked: str, held: Sequence[str]) -> str:
    """Return the area asked for where it lies in the reader's own; else "", which is all of them."""
    return asked if asked.isdigit() and any(asked.startswith(area) for area in held) else ""


def parts_of(districts: Sequence[StatusCounts], names: Mapping[str, str]) -> Parts:
    """Return the districts' counts, added up by city or province where they are many."""
    for length in DIGITS:
        codes = {one.key[:length] for one in districts}
        if len(districts) > MOST and len(codes) > 1:
            rows = ((one.key[:length], status, n) for one in districts for status, n in one.by_status().items())
            return Parts("area", grouped(rows), {code: one.name for code, one in named(codes).items()})
    return Parts("district", tuple(districts), names)
