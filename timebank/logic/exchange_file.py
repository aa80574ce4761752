"""Rules of the exchange file (MZ/T 061-2015): a versioned mapping of our fields to elements, and what is wrong with a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

MOST_ROWS: Final = 50_000
MOST_FINDINGS: Final = 500


@dataclass(frozen=True, slots=True)
class Field:
    """A field: ours, the element's name, the Chinese term, and what may stand in it."""

    name: str
    element: str
    zh: str
    kind: str
    is_required: bool
    most: int
    table: str
    refers_to: str


@dataclass(frozen=True, slots=True)
class Entity:
    """One of the standard's entities with the fields that name a row."""

    name: str
    element: str
    zh: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Scheme:
    """A version of the mapping."""

    standard: str
    version: str
    namespace: str
    root: str
    entities: tuple[Entity, ...]
    codes: Mapping[str, Mapping[str, str]]

    def entity(self, name: str) -> Entity:
        """Return the entity of that name of ours."""
        return next(one for one in self.entities if one.name == name)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong: in which row (from 1) of which entity, in which field of ours, and the code of the reason."""

    entity: str
    row: int
    field: str
    code: str


Rows = dict[str, list[dict[str, str]]]


def scheme_of(told: Mapping[str, Any]) -> Scheme:
    """Return the mapping a data file tells; raises KeyError for one that is not whole."""
    entities = tuple(
        Entity(one["name"], one["element"], one["zh"], tuple(one["key"]), tuple(_field(it) for it in one["fields"]))
        for one in told["entities"]
    )
    names = (told["standard"], told["version"], told["namespace"], told["root"])
    return Scheme(*names, entities, told["codes"])


def checked(scheme: Scheme, rows: Rows) -> list[Finding]:
    """Return everything wrong in a file's own words: fields, codes, keys said twice, rows referred to that are not there."""
    found: list[Finding] = []
    known = {entity.name: _keys(entity, rows.get(entity.name, ())) for entity in scheme.entities}
    for entity in scheme.entities:
        seen: set[tuple[str, ...]] = set()
        for number, row in enumerate(rows.get(entity.name, ()), start=1):
            found += [Finding(entity.name, number, name, code) for name, code in _of_row(scheme, entity, row, known)]
            key = tuple(row.get(name, "") for name in entity.key)
            if key in seen:
                found.append(Finding(entity.name, number, entity.key[0], "said_twice"))
            seen.add(key)
    return found + _overlaps(rows.get("service_time", ()))


def code_of(scheme: Scheme, table: str, ours: str) -> str:
    """Return the standard's code for a value of ours."""
    return scheme.codes[table][ours]


def written(value: Any) -> str:
    """Return a value as the file writes it: days and times as ISO 8601, numbers in digits, nothing as empty."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _field(told: Mapping[str, Any]) -> Field:
    return Field(
        told["name"],
        told["element"],
        told["zh"],
        told["kind"],
        bool(told.get("is_required", False)),
        int(told.get("most", 64)),
        told.get("table", ""),
        told.get("refers_to", ""),
    )


def _keys(entity: Entity, rows: Sequence[Mapping[str, str]]) -> set[str]:
    return {row.get(entity.key[0], "") for row in rows}


def _of_row(
    scheme: Scheme, entity: Entity, row: Mapping[str, str], known: Mapping[str, set[str]]
) -> list[tuple[str, str]]:
    found = [(name, "unknown_field") for name in row if name not in {field.name for field in entity.fields}]
    for field in entity.fields:
        value = row.get(field.name, "")
        if not value:
            found += [(field.name, "missing")] if field.is_required else []
        elif code := _wrong(scheme, field, value):
            found.append((field.name, code))
        elif field.refers_to and value not in known[field.refers_to]:
            found.append((field.name, "not_in_file"))
    return found + _against_each_other(row)


def _wrong(scheme: Scheme, field: Field, value: str) -> str:
    if field.kind == "code":
        return "" if value in scheme.codes[field.table].values() else "unknown_code"
    if field.kind == "whole":
        return "" if value.isascii() and value.isdecimal() and len(value) < 12 else "no_number"
    if field.kind == "date":
        return "" if _date(value) else "no_date"
    if field.kind == "time":
        return "" if _time(value) else "no_time"
    return "too_long" if len(value) > field.most else ""


def _against_each_other(row: Mapping[str, str]) -> list[tuple[str, str]]:
    starts_at, ends_at = _time(row.get("starts_at", "")), _time(row.get("ends_at", ""))
    if starts_at and ends_at:
        if ends_at <= starts_at:
            return [("ends_at", "ends_before_start")]
        if row.get("seconds", "").isdecimal() and int(row["seconds"]) != (ends_at - starts_at).total_seconds():
            return [("seconds", "not_the_time_between")]
    first_on, last_on = _date(row.get("first_on", "")), _date(row.get("last_on", ""))
    if first_on and last_on and last_on < first_on:
        return [("last_on", "ends_before_start")]
    return []


def _overlaps(rows: Sequence[Mapping[str, str]]) -> list[Finding]:
    """Return the service times of one person that begin before an earlier one of theirs ends."""
    timed = [
        (row.get("volunteer", ""), starts_at, ends_at, number)
        for number, row in enumerate(rows, start=1)
        if (starts_at := _time(row.get("starts_at", ""))) and (ends_at := _time(row.get("ends_at", "")))
    ]
    found: list[Finding] = []
    ends: dict[str, datetime] = {}
    for volunteer, starts_at, ends_at, number in sorted(timed, key=lambda one: (one[0], one[1], one[3])):
        if volunteer in ends and starts_at < ends[volunteer]:
            found.append(Finding("service_time", number, "starts_at", "overlaps"))
        ends[volunteer] = max(ends.get(volunteer, ends_at), ends_at)
    return found


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _time(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
