"""Which column of a file is which field of the register: guessed by name, corrected by people."""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from sites.logic.words import folded

ALIASES: Final = Path(__file__).with_name("columns.json")
# The columns of a table that say where a place is, by preference: a shape says more than a pair of numbers.
PLACES: Final = (("wkt",), ("lon", "lat"), ("position",))
# Read, but no statement about a site: they help to understand the others.
HELPERS: Final = frozenset(
    {"city", "province", "subtype", "precision", "uncertainty_m", "lon", "lat", "position", "wkt"}
)
_LOOSE: Final = re.compile(r"[\s_\-:：（）()\[\]【】*.]+|（.*?）|\(.*?\)")
SHORTEST_PART: Final = 2


@cache
def fields() -> tuple[str, ...]:
    """Return the fields a column may be read as, in the register's order."""
    return tuple(_aliases())


def guess(columns: Iterable[str]) -> dict[str, str]:
    """Return {column: field} for the columns whose name says what they are; a field is given once, to the best name.

    A name fits wholly (`经度`), loosely (`经度（度）`, `Name_ZH`) or by a part of it (`文物地理经度`); whole fits go first.
    """
    columns = list(columns)
    found: dict[str, str] = {}
    for fits in (_fits_wholly, _fits_loosely, _fits_in_part):
        for field, aliases in _aliases().items():
            if field in found.values():
                continue
            rest = [column for column in columns if column not in found]
            for alias in aliases:
                column = next((column for column in rest if fits(column, alias)), None)
                if column is not None:
                    found[column] = field
                    break
    return {column: found[column] for column in columns if column in found}


def place_fields(mapping: Mapping[str, str]) -> tuple[str, ...]:
    """Return the fields a table's places are read from: wkt, or lon and lat, or position; empty where it tells none."""
    given = set(mapping.values())
    return next((fields for fields in PLACES if given >= set(fields)), ())


@cache
def _aliases() -> dict[str, tuple[str, ...]]:
    rows = json.loads(ALIASES.read_text(encoding="utf-8"))
    return {row["field"]: tuple(folded(alias) for alias in row["aliases"]) for row in rows}


def _fits_wholly(column: str, alias: str) -> bool:
    return folded(column) == alias


def _fits_loosely(column: str, alias: str) -> bool:
    return _loose(column) == _loose(alias) != ""


def _fits_in_part(column: str, alias: str) -> bool:
    """Spot a Chinese alias inside of a longer heading; in Latin letters parts of words mean nothing."""
    return len(alias) >= SHORTEST_PART and not alias.isascii() and folded(column).endswith(alias)


def _loose(text: str) -> str:
    return _LOOSE.sub("", folded(text))
