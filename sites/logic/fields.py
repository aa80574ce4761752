"""The fields of a site that files carry, in their order: one table for every format that goes out."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a field's values are."""

    TEXT = "text"
    INTEGER = "integer"
    YES_NO = "yes_no"


class KnownTo(StrEnum):
    """Who is told a field's value; everybody else gets the field without one."""

    ALL = "all"
    EXACT = "exact"
    CONDITION = "condition"


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its name in files, the path of its value from a site, what it is, and to whom it is told."""

    name: str
    source: str
    kind: Kind = Kind.TEXT
    known_to: KnownTo = KnownTo.ALL


# The division goes with the place: a village is smaller than the square a hidden site is shown as.
FIELDS: Final = (
    Field("code", "code"),
    Field("name_zh", "name_zh"),
    Field("name_en", "name_en"),
    Field("unit_code", "unit__code"),
    Field("unit_name", "unit__name_zh"),
    Field("level", "level_id"),
    Field("category", "category_id"),
    Field("condition", "condition_id", known_to=KnownTo.CONDITION),
    Field("era_bucket", "era_bucket_id"),
    Field("era_zh", "era_zh"),
    Field("era_en", "era_en"),
    Field("district", "district_id"),
    Field("division", "division_id", known_to=KnownTo.EXACT),
    Field("address_zh", "address_zh", known_to=KnownTo.EXACT),
    Field("owner", "owner", known_to=KnownTo.EXACT),
    Field("used_by", "used_by", known_to=KnownTo.EXACT),
    Field("open_to", "open_to"),
    Field("access_note", "access_note", known_to=KnownTo.EXACT),
    Field("safety_note", "safety_note", known_to=KnownTo.EXACT),
    Field("summary_zh", "summary_zh"),
    Field("summary_en", "summary_en"),
    Field("is_difficult", "is_difficult", Kind.YES_NO),
    Field("visit_minutes", "visit_minutes", Kind.INTEGER),
    Field("geom_accuracy_m", "geom_accuracy_m", Kind.INTEGER, KnownTo.EXACT),
    Field("visibility", "visibility", known_to=KnownTo.EXACT),
    Field("given_position", "given_position", known_to=KnownTo.EXACT),
    Field("given_datum", "given_datum", known_to=KnownTo.EXACT),
    Field("datum_basis", "datum_basis", known_to=KnownTo.EXACT),
)
# How exactly the file at hand tells the place; worked out for its reader, so never taken from a site's row.
PRECISION: Final = Field("precision", "")
UNCERTAINTY: Final = Field("uncertainty_m", "", Kind.INTEGER)
EXPORTED: Final = (*FIELDS, PRECISION, UNCERTAINTY)


def fields_known_to(known_to: KnownTo) -> tuple[Field, ...]:
    """Return the stored fields told to those readers."""
    return tuple(field for field in FIELDS if field.known_to == known_to)
