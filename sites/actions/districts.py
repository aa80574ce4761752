"""Outlines of divisions: read from a file, or, where sites are to come in, from the country's."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, cast

import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.db import transaction

from core.logic.datum import Datum, convert_geometries, is_china_many
from sites.files.outlines import OutlinesMissing, county_outlines, outlines_source
from sites.files.reading import Layer, read
from sites.logic.divisions import kind_of, parent_of, whole_code
from sites.models import District

# Wider than any shift of a datum, and than a district is drawn wrongly.
MARGIN_DEG: Final = 0.05


@dataclass(frozen=True)
class Loaded:
    """What loading outlines did: codes new and changed, and the ones that had to be mended or lack what they lie in."""

    new: int
    changed: int
    same: int
    mended: tuple[str, ...]
    orphans: tuple[str, ...]


@dataclass(frozen=True)
class DivisionOutline:
    """A division to be kept: code, Chinese name, outline (shapely, WGS-84), and its kind.

    A city without counties (东莞, 441900) stands among the counties, though its code is a city's.
    """

    code: str
    name_zh: str
    shape: Any
    kind: str


def ensure_counties(*, bare: Any) -> int:
    """Add the counties around places (shapely, shape (n,)) that no county covers yet, where they are China's; return how many.

    Outlines are reference data: they stay even if what they were loaded for is not taken.
    """
    spots = shapely.centroid(bare[~shapely.is_missing(bare)])
    spots = spots[is_china_many(shapely.get_x(spots), shapely.get_y(spots))]
    if not len(spots):
        return 0
    tree = shapely.STRtree(spots)
    known = set(District.objects.values_list("code", flat=True))
    try:
        wanted = [
            DivisionOutline(one.code, one.name_zh, one.shape, "county")
            for one in county_outlines()
            if one.code not in known and len(tree.query(shapely.box(*one.shape.bounds).buffer(MARGIN_DEG)))
        ]
    except OutlinesMissing:
        return 0
    return keep_divisions(outlines=wanted, source=outlines_source()).new


def keep_divisions(*, outlines: Iterable[DivisionOutline], source: str) -> Loaded:
    """Insert or update divisions by code, larger ones first; an outline that crosses itself is mended and named."""
    new, changed, same = 0, 0, 0
    mended: list[str] = []
    orphans: list[str] = []
    with transaction.atomic():
        known = set(District.objects.values_list("code", flat=True))
        for outline in sorted(outlines, key=lambda one: (len(one.code), one.code)):
            shape = outline.shape
            if not shape.is_valid:
                mended.append(outline.code)
                shape = shapely.make_valid(shape)
            division = _division(outline, shape, source)
            parent = parent_of(outline.code, known)
            if parent is None and division.kind != District.Kind.PROVINCE:
                orphans.append(outline.code)
            division.parent_id = parent
            before = District.objects.filter(pk=outline.code).first()
            if before is None:
                division.save(force_insert=True)
                known.add(outline.code)
                new += 1
            elif (
                before.name_zh != division.name_zh
                or before.parent_id != parent
                or not before.geom.equals_exact(division.geom)
            ):
                division.name_en = before.name_en
                division.save(force_update=True)
                changed += 1
            else:
                same += 1
    return Loaded(new, changed, same, tuple(mended), tuple(orphans))


def outlines_of(
    *, layer: Layer, code: str, name: str, datum: Datum, kind: str = ""
) -> tuple[list[DivisionOutline], list[str]]:
    """Read a file's divisions by the columns that hold code and name; return them, and what is no code of GB/T 2260."""
    found: list[DivisionOutline] = []
    wrong: list[str] = []
    for part in read(layer):
        shapes = convert_geometries(shapely.force_2d(shapely.from_wkb(_wkb(part.shapes))), datum, Datum.WGS84)
        for text, title, shape in zip(
            part.columns[code].to_pylist(), part.columns[name].to_pylist(), shapes, strict=True
        ):
            try:
                whole = whole_code(text or "")
                found.append(DivisionOutline(whole, title or whole, shape, kind or kind_of(whole)))
            except ValueError:
                wrong.append(text or "—")
    return [one for one in found if one.shape is not None], wrong


def _wkb(shapes: Any) -> Any:
    return [] if shapes is None else shapes.to_numpy(zero_copy_only=False)


def _division(outline: DivisionOutline, shape: Any, source: str) -> District:
    polygons = [part for part in shapely.get_parts(shapely.get_parts(shape)) if part.geom_type == "Polygon"]
    geom = cast("MultiPolygon", GEOSGeometry(shapely.MultiPolygon(polygons).wkb_hex, srid=4326))
    return District(code=outline.code, kind=outline.kind, name_zh=outline.name_zh, geom=geom, source=source)
