"""Turns batches of a file into rows as they are staged: fields folded into codes, places made usable, first findings."""

import hashlib
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from core.logic.datum import Datum, convert_geometries
from sites.files.reading import Batch
from sites.logic.lookup import as_boolean, coded, era_finder, is_said, word_finder
from sites.logic.placing import Flags, Placed, placed
from sites.logic.words import is_empty
from sites.models import Site
from sites.queries.county_index import Divisions
from sites.queries.terms import words_of

# Fields taken as they are written.
TEXTS: Final = (
    "unit_code", "unit_name", "name_zh", "name_en", "era_zh", "era_en", "address_zh", "owner", "used_by",
    "access_note", "safety_note", "summary_zh", "summary_en",
)  # fmt: skip
# As the staging table has them, after the batch and before the place.
STAGED: Final = (
    "number", "fresh_id", "findings", "code", *TEXTS, "level_text", "level_id", "category_text", "category_id",
    "condition_text", "condition_id", "era_bucket_id", "district_text", "district_id", "covered_by", "division_id", "open_to",
    "is_difficult", "visit_minutes", "geom_accuracy_m", "visibility", "given_position", "geom", "spot",
)  # fmt: skip
LIMITS: Final = {
    field.name: field.max_length
    for field in Site._meta.concrete_fields
    if field.max_length and field.name in (*TEXTS, "code")
}
SPOT_DEGREES: Final = 1e-6
MINTED: Final = "~"
GUARDED: Final = r"^'('*[=+\-@\t\r])"
LONGEST_NOTHING: Final = 6


@dataclass(frozen=True)
class Reading:
    """How a file is read: {column: field}, datum, CRS ("" for plain degrees) and whose codes its words are."""

    columns: Mapping[str, str]
    datum: Datum
    crs: str = ""
    system: str = ""


class RowReader:
    """Reads batches by the vocabularies and divisions as they stand when it is made."""

    def __init__(self, reading: Reading, divisions: Divisions) -> None:
        self._reading = reading
        self._divided = divisions
        self._words = {
            name: word_finder(words_of(name, reading.system)) for name in ("level", "category", "condition", "open_to")
        }
        self._era = era_finder(words_of("era", reading.system))

    def fields(self, batch: Batch) -> dict[str, pa.Array]:
        """Return the columns that are read, by field; a cell that says nothing is null."""
        mapping = self._reading.columns
        return {
            field: _nothing_as_null(batch.columns[column])
            for column, field in mapping.items()
            if column in batch.columns
        }

    def placed(self, batch: Batch) -> Placed:
        """Return where the rows are, in the datum of the file."""
        return placed(self.fields(batch), batch.shapes, batch.size, self._reading.crs)

    def counties(self, fields: Mapping[str, pa.Array], covered: NDArray[Any]) -> NDArray[Any]:
        """Return the county each row states, "" where it states none or none known; of one name, the one nearest."""
        found: NDArray[Any] = np.full(len(covered), "", dtype=object)
        if "district" not in fields:
            return found
        encoded = fields["district"].dictionary_encode()
        which = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False)
        for place, text in enumerate(encoded.dictionary.to_pylist()):
            rows = np.flatnonzero(which == place)
            codes = self._divided.names.codes(text)
            found[rows] = codes[0] if len(codes) == 1 else [_nearest(codes, code) for code in covered[rows]]
        return found

    def covering(self, shapes: NDArray[Any]) -> NDArray[Any]:
        """Return the county that covers each place (WGS-84), "" where none does."""
        return self._divided.counties.covering(shapes)

    def table(self, batch: Batch) -> pa.Table:
        """Return a batch as rows of the staging table."""
        fields = self.fields(batch)
        place = self.placed(batch)
        shapes = convert_geometries(place.shapes, self._reading.datum, Datum.WGS84)
        covered = self.covering(shapes)
        stated = self.counties(fields, covered)
        flags = dict(place.flags)
        texts = {name: fields.get(name, pa.nulls(batch.size, pa.string())) for name in TEXTS}
        known, unknown = self._terms(fields, batch.size)
        flags |= unknown
        flags["district_unknown"] = _said(fields, "district", batch.size) & (stated == "")
        shapes[_is_coarse(fields, batch.size)] = None
        codes, flags["missing_code"] = _codes(fields, texts["name_zh"], shapes, batch.size)
        flags["value_too_long"] = _too_long({**texts, "code": codes})
        columns: dict[str, Any] = {
            "number": np.arange(batch.first, batch.first + batch.size),
            "fresh_id": _fresh_ids(batch.size),
            "findings": _findings(flags, batch.size),
            "code": codes,
            **texts,
            **known,
            **_numbers(fields, batch.size),
            "district_text": fields.get("district", pa.nulls(batch.size, pa.string())),
            "district_id": np.where(stated != "", stated, covered),
            "covered_by": covered,
            "division_id": self._divisions(shapes, covered),
            "given_position": fields.get("given_position", place.given),
            "geom": shapely.to_wkb(shapes, hex=True),
            "spot": _spots(shapes),
        }
        return pa.table({name: _text(columns[name]) for name in STAGED})

    def _terms(self, fields: Mapping[str, pa.Array], size: int) -> tuple[dict[str, pa.Array], dict[str, Flags]]:
        nothing = pa.nulls(size, pa.string())
        known: dict[str, pa.Array] = {}
        unknown: dict[str, Flags] = {}
        for name in ("level", "category", "condition"):
            text = fields.get(name, nothing)
            codes = coded(text, self._words[name])
            if name == "category" and "subtype" in fields:
                codes = pc.coalesce(coded(fields["subtype"], self._words[name]), codes)
            known |= {f"{name}_text": text, f"{name}_id": codes}
            unknown[f"{name}_unknown"] = _said(fields, name, size) & pc.is_null(codes).to_numpy(zero_copy_only=False)
        known["era_bucket_id"] = coded(fields.get("era_bucket", fields.get("era_zh", nothing)), self._era)
        known["open_to"] = coded(fields.get("open_to", nothing), self._words["open_to"])
        known["visibility"] = coded(fields.get("visibility", nothing), _one_of("exact", "cell", "district"))
        return known, unknown

    def _divisions(self, shapes: NDArray[Any], covered: NDArray[Any]) -> NDArray[Any]:
        """Return the smallest division known to cover each place: village, township or county."""
        found = covered.copy()
        for index in reversed(self._divided.smaller):
            smaller = index.covering(shapes)
            found = np.where(smaller != "", smaller, found)
        return found


def _fresh_ids(size: int) -> list[str]:
    """Return new ids as `core.ids.new_id` makes them (UUID version 7), many at once."""
    start = f"{int(time.time() * 1000):012x}7"
    tail = secrets.token_hex(size * 10)
    return [f"{start}{tail[at : at + 3]}8{tail[at + 3 : at + 18]}" for at in range(0, size * 20, 20)]


def _nothing_as_null(column: pa.Array) -> pa.Array:
    """Return a column without the words for nothing, and without the apostrophe by which an export guards a formula."""
    if pa.types.is_null(column.type):
        return pa.nulls(len(column), pa.string())
    plain = column
    if pc.any(pc.starts_with(column, "'")).as_py():
        plain = pc.replace_substring_regex(column, pattern=GUARDED, replacement=r"\1")
    short = pc.less(pc.utf8_length(plain), LONGEST_NOTHING)
    words = coded(pc.if_else(short, plain, pa.scalar(None, pa.string())), lambda text: "t" if is_empty(text) else None)
    return pc.if_else(pc.is_valid(words), pa.scalar(None, pa.string()), plain)


def _said(fields: Mapping[str, pa.Array], name: str, size: int) -> Flags:
    if name not in fields:
        return np.zeros(size, bool)
    found: Flags = is_said(fields[name]).to_numpy(zero_copy_only=False)
    return found


def _is_coarse(fields: Mapping[str, pa.Array], size: int) -> Flags:
    """Spot rows that say themselves that their place is not the exact one: nothing is learnt from it."""
    if "precision" not in fields:
        return np.zeros(size, bool)
    told = coded(fields["precision"], _one_of("cell", "district"))
    found: Flags = pc.is_valid(told).to_numpy(zero_copy_only=False)
    return found


def _codes(fields: Mapping[str, pa.Array], names: pa.Array, shapes: NDArray[Any], size: int) -> tuple[pa.Array, Flags]:
    """Return each row's code; where it has none, one made of its name and place, the same on every import."""
    given = fields.get("code", pa.nulls(size, pa.string()))
    is_missing = pc.is_null(given).to_numpy(zero_copy_only=False)
    if not is_missing.any():
        return given, is_missing
    names_bare = names.filter(pa.array(is_missing)).to_pylist()
    made = [
        MINTED + hashlib.md5(f"{name}|{place}".encode(), usedforsecurity=False).hexdigest()[:16]
        for name, place in zip(names_bare, _spots(shapes[is_missing]).tolist(), strict=True)
    ]
    filled = given.to_numpy(zero_copy_only=False).copy()
    filled[is_missing] = made
    # A file without any codes is not faulty row by row.
    return pa.array(filled, pa.string()), is_missing if "code" in fields else np.zeros(size, bool)


def _too_long(texts: Mapping[str, pa.Array]) -> Flags:
    found = np.zeros(len(texts["code"]), bool)
    for name, limit in LIMITS.items():
        found |= pc.greater(pc.utf8_length(texts[name].fill_null("")), limit).to_numpy(zero_copy_only=False)
    return found


def _numbers(fields: Mapping[str, pa.Array], size: int) -> dict[str, pa.Array]:
    nothing = pa.nulls(size, pa.string())
    whole = {
        name: coded(fields.get(name, nothing), lambda text: text if text.isdigit() and len(text) < 5 else None)
        for name in ("visit_minutes", "geom_accuracy_m")
    }
    return {**whole, "is_difficult": as_boolean(fields.get("is_difficult", nothing))}


def _spots(shapes: NDArray[Any]) -> NDArray[Any]:
    """Return a whole number for each place, the same for places within a decimetre; 0 where there is none."""
    west, south, _, _ = shapely.bounds(shapes).T
    x, y = np.nan_to_num(west / SPOT_DEGREES).round(), np.nan_to_num(south / SPOT_DEGREES).round()
    found: NDArray[Any] = x.astype(np.int64) * 1_000_000_000 + y.astype(np.int64)
    return found


def _findings(flags: Mapping[str, Flags], size: int) -> pa.Array:
    """Return PostgreSQL's writing of each row's list of findings."""
    bits = np.zeros(size, np.int64)
    for place, flag in enumerate(flags.values()):
        bits |= flag.astype(np.int64) << place
    kinds, which = np.unique(bits, return_inverse=True)
    names = list(flags)
    texts = ["{" + ",".join(name for place, name in enumerate(names) if kind >> place & 1) + "}" for kind in kinds]
    return pa.array(np.array(texts, dtype=object)[which], pa.string())


def _nearest(codes: list[str], covered: str) -> str:
    """Choose among counties of one name the one that covers the place, or lies in its city, or its province."""
    for digits in (6, 4, 2):
        found = [code for code in codes if covered and code[:digits] == covered[:digits]]
        if len(found) == 1:
            return found[0]
    return ""


def _one_of(*words: str) -> Any:
    return lambda text: text if text in words else None


def _text(column: Any) -> pa.Array:
    array = column if isinstance(column, pa.Array | pa.ChunkedArray) else pa.array(column)
    if pa.types.is_string(array.type):
        # "" would be an empty text, which says something; null says nothing.
        return pc.if_else(pc.equal(array, ""), pa.scalar(None, pa.string()), array)
    return array
