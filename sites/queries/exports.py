"""Visible sites as they leave the house: features and rows, both from one expression, so that no format tells more."""

import json
import math
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

from django.contrib.gis.db.models.functions import AsGeoJSON, AsWKB
from django.db.models import Case, Expression, F, Func, IntegerField, JSONField, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, JSONObject

from people.permissions import Person
from sites.logic.fields import EXPORTED, PRECISION, UNCERTAINTY, KnownTo, fields_known_to
from sites.models import Site
from sites.permissions import knows_condition

CHUNK: Final = 2_000
# As many as a number needs to be read back the same; PostGIS writes no more of them than that.
DECIMALS: Final = 15
METRES_PER_DEGREE: Final = 111_320
# The grid of `sites_cell` in the database.
CELL_DEGREES: Final = 0.01

# The values of `sites.logic.fields.EXPORTED` by name, and the place as WKB (WGS-84), or None where only the district is told.
Row = tuple[dict[str, Any], bytes | None]


def exported_features(sites: QuerySet[Site], viewer: Person) -> Iterator[str]:
    """Yield each site of `visible_sites(viewer)` as the text of a GeoJSON feature with all exported fields."""
    return feature_texts(sites, properties(viewer), decimals=DECIMALS)


def feature_texts(sites: QuerySet[Site], told: Expression, *, decimals: int) -> Iterator[str]:
    """Yield each of `visible_sites` as the text of its GeoJSON feature, written by PostGIS, with the properties given."""
    feature = JSONObject(
        type=Value("Feature"),
        id=F("code"),
        geometry=Cast(AsGeoJSON("place", precision=decimals), JSONField()),
        properties=told,
    )
    texts = sites.annotate(feature=Cast(feature, TextField())).values_list("feature", flat=True)
    return texts.iterator(chunk_size=CHUNK)


def feature_collection(features: Iterable[str]) -> Iterator[str]:
    """Yield the collection piece by piece."""
    yield '{"type": "FeatureCollection", "features": ['
    separator = ""
    for feature in features:
        yield separator + feature
        separator = ",\n"
    yield "]}"


def exported_rows(sites: QuerySet[Site], viewer: Person) -> Iterator[list[Row]]:
    """Yield the sites of `visible_sites(viewer)` in batches, read from the database as they are asked for."""
    texts = sites.annotate(properties=Cast(properties(viewer), TextField()), wkb=AsWKB("place"))
    found = texts.values_list("properties", "wkb").iterator(chunk_size=CHUNK)
    while batch := list(islice(found, CHUNK)):
        yield [(_ordered(text), None if wkb is None else bytes(wkb)) for text, wkb in batch]


def of_dimensions(sites: QuerySet[Site], *dimensions: int) -> QuerySet[Site]:
    """Return those of `visible_sites` whose shown place is a point (0), a line (1) or an area (2)."""
    return sites.alias(dimension=_dimension()).filter(dimension__in=dimensions)


def without_place(sites: QuerySet[Site]) -> QuerySet[Site]:
    """Return those of `visible_sites` of which only the district is shown."""
    return sites.alias(dimension=_dimension()).filter(dimension=None)


def properties(viewer: Person) -> Expression:
    """Return the exported fields as one JSON object; what the viewer may not know has no value in it."""
    return _joined(
        JSONObject(**{PRECISION.name: precision(), UNCERTAINTY.name: _uncertainty_m()}, **_columns(KnownTo.ALL)),
        _told_if(When(is_exact=True, then=JSONObject(**_columns(KnownTo.EXACT))), KnownTo.EXACT),
        _told_if(When(knows_condition(viewer), then=JSONObject(**_columns(KnownTo.CONDITION))), KnownTo.CONDITION),
    )


def precision() -> Case:
    """Return how exactly the viewer is told a place of `visible_sites`: exact, cell or district."""
    return Case(When(is_exact=True, then=Value("exact")), default=F("shown_as"))


def _dimension() -> Func:
    return Func(F("place"), function="ST_Dimension", output_field=IntegerField())


def half_cell_m(latitude: float) -> int:
    """Return how far a site may lie from the centre of its 0.01 degree cell, in metres: half the diagonal, rounded up to ten."""
    half_diagonal_m = math.hypot(1, math.cos(math.radians(latitude))) * CELL_DEGREES / 2 * METRES_PER_DEGREE
    return math.ceil(half_diagonal_m / 10) * 10


def _columns(known_to: KnownTo) -> dict[str, F]:
    return {field.name: F(field.source) for field in fields_known_to(known_to)}


def _told_if(when: When, known_to: KnownTo) -> Case:
    silence = dict.fromkeys(field.name for field in fields_known_to(known_to))
    return Case(when, default=Value(silence, JSONField()), output_field=JSONField())


def _joined(*objects: Expression) -> Func:
    return Func(*objects, template="(%(expressions)s)", arg_joiner=" || ", output_field=JSONField())


def _uncertainty_m() -> Case:
    """Return how far the site may lie from its shown place; for a cell the database's `half_cell_m`."""
    half_diagonal = Func(
        F("place"),
        template=f"(ceil(sqrt(1 + cos(radians(ST_Y(%(expressions)s))) ^ 2) * {CELL_DEGREES / 2 * METRES_PER_DEGREE / 10})::int * 10)",
        output_field=IntegerField(),
    )
    return Case(
        When(is_exact=True, then=F("geom_accuracy_m")),
        When(shown_as="cell", then=half_diagonal),
        default=None,
        output_field=IntegerField(),
    )


def _ordered(text: str) -> dict[str, Any]:
    """Return the fields in the table's order: PostgreSQL keeps an object's keys in its own."""
    values = json.loads(text)
    return {field.name: values[field.name] for field in EXPORTED}
