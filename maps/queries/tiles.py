"""Vector tiles (Mapbox Vector Tile 2.1, web mercator) straight from PostGIS; every place passes the rule of `sites`."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import Polygon
from django.db import connection
from django.db.models import Case, CharField, F, FloatField, Func, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable

from core.sql import Statements
from maps.queries.filters import Annotated, Filters, narrowed_cells
from maps.queries.status import status_sites
from people.permissions import Person, areas_of
from planning.models import StatusCell
from planning.queries.grid import CELL_ZOOMS, COUNTED_TO_ZOOM, DEEPEST_ZOOM, cells_in_tile, sites_by_cell
from sites.models import District, ServicePoint, Zone
from sites.queries import visible_sites, within

SQL: Final = Statements(Path(__file__).resolve().parent.parent / "sql")
EXTENT: Final = 4096
WORLD_EDGE_M: Final = 20037508.342789244
DEEPEST_TILE: Final = 22
# More sites than this in one tile are shown as counted cells: nobody can read more symbols, and no tile grows past 200 kB.
MOST_SITES: Final = 1_000
# So many in one cell, a fingertip on the screen, are a heap: the tile of a sparse edge of town must not show one either.
MOST_IN_CELL: Final = 200
# From here on sites that are lines or polygons are drawn as such, and coarse places as their cell.
SHAPES_FROM_ZOOM: Final = 11
# Half of the 0.01 degree cell in which a coarse place lies (`sites_cell`).
HALF_CELL_DEGREES: Final = 0.005
_GEOMETRY: Final = GeometryField(srid=4326)


@dataclass(frozen=True)
class Tile:
    """A web-mercator tile by zoom, column and row from the north-west."""

    zoom: int
    x: int
    y: int

    @property
    def exists(self) -> bool:
        """Say whether there is such a tile."""
        return 0 <= self.zoom <= DEEPEST_TILE and max(self.x, self.y) < 1 << self.zoom

    def frame(self, margin: float = 0.0) -> Polygon:
        """Return the tile's box in WGS-84, wider by `margin` (a share of its side) all around."""
        side = 2 * WORLD_EDGE_M / (1 << self.zoom)
        west, north = self.x * side - WORLD_EDGE_M, WORLD_EDGE_M - self.y * side
        pad = side * margin
        frame: Polygon = Polygon.from_bbox((west - pad, north - side - pad, west + side + pad, north + pad))
        frame.srid = 3857
        frame.transform(4326)
        return frame


def sites_tile(viewer: Person, tile: Tile, filters: Filters, *, on: date, language: str) -> bytes:
    """Return the layers `sites` (a point each), `shapes` (lines, polygons, cells of coarse places) and `cells` (counts).

    A tile holds either sites or, where there would be more than `MOST_SITES` of them or a heap, counted cells: from the
    precomputed grid on low zooms, else counted live. Sites known by district only are in no tile.
    """
    is_crowded = _is_crowded(viewer, tile, filters)
    if is_crowded and tile.zoom <= DEEPEST_ZOOM:
        return _ready_cells(viewer, tile, filters)
    found = status_sites(viewer, filters, on=on).filter(within(viewer, tile.frame()))
    drawn, count = (b"", 0) if is_crowded else _site_points(found, tile, language)
    if is_crowded or count > MOST_SITES:
        return _live_cells(found, tile)
    return drawn + (_site_shapes(viewer, tile, filters, on=on) if tile.zoom >= SHAPES_FROM_ZOOM else b"")


def districts_tile(tile: Tile, *, language: str) -> bytes:
    """Return the layers `districts` (polygons: the whole basemap) and `district_names` (a point inside each)."""
    districts: Annotated = District.objects.filter(geom__bboverlaps=tile.frame(0.05))
    area = districts.annotate(mvt=_in_tile(F("geom"), tile, buffer=64)).values_list("code", "mvt")
    named = districts.annotate(mvt=_in_tile(_inner_point(F("geom")), tile), name=_name(language))
    return _layer("districts", area) + _layer("district_names", named.values_list("code", "name", "mvt"))


def zones_tile(viewer: Person, tile: Tile) -> bytes:
    """Return the layer `zones`: protection and control zones of the sites whose exact place the viewer may know."""
    known: Annotated = visible_sites(viewer)
    known = known.filter(is_exact=True)
    zones = Zone.objects.filter(geom__bboverlaps=tile.frame(0.02), site__in=known.values("pk"))
    drawn = zones.annotate(mvt=_in_tile(F("geom"), tile, buffer=64))
    return _layer("zones", drawn.values_list("kind", "control_class", "status", "mvt"))


def service_points_tile(tile: Tile, *, language: str) -> bytes:
    """Return the layer `service_points`."""
    points: Annotated = ServicePoint.objects.filter(geom__bboverlaps=tile.frame())
    drawn = points.annotate(mvt=_in_tile(F("geom"), tile), name=_name(language))
    return _layer("service_points", drawn.values_list("code", "name", "opening_hours", "mvt"))


def _is_crowded(viewer: Person, tile: Tile, filters: Filters) -> bool:
    """Ask the grid, which may be some hours old; it knows no names, so a search is counted as it is drawn."""
    if tile.zoom > COUNTED_TO_ZOOM or filters.q:
        return False
    counts = sites_by_cell(_grid(viewer, tile, filters))
    is_heap = tile.zoom <= DEEPEST_ZOOM and max(counts, default=0) > MOST_IN_CELL
    return is_heap or sum(counts) > MOST_SITES


def _grid(viewer: Person, tile: Tile, filters: Filters) -> QuerySet[StatusCell]:
    areas = areas_of(viewer, "see_exact_places")
    return narrowed_cells(cells_in_tile(tile.zoom, tile.x, tile.y, exact_areas=areas), filters)


def _ready_cells(viewer: Person, tile: Tile, filters: Filters) -> bytes:
    return _cells(_lonlat(_grid(viewer, tile, filters), F("geom"), F("sites")), tile)


def _live_cells(found: Annotated, tile: Tile) -> bytes:
    return _cells(_lonlat(found, _inner_point(F("place")), Value(1)), tile)


def _lonlat(rows: Annotated, point: Combinable, weight: Combinable) -> Annotated:
    parts = {
        "weight": weight,
        "lon": Func(point, function="ST_X", output_field=FloatField()),
        "lat": Func(point, function="ST_Y", output_field=FloatField()),
    }
    chosen: Annotated = rows.annotate(**parts).values_list("status", "weight", "lon", "lat")
    return chosen


def _cells(rows: Annotated, tile: Tile) -> bytes:
    inner, parameters = rows.query.sql_with_params()
    side = 1 << (tile.zoom + CELL_ZOOMS)
    return _bytes("tile_cells", inner, (side, side, *parameters, tile.zoom, tile.x, tile.y))[0]


def _site_points(found: Annotated, tile: Tile, language: str) -> tuple[bytes, int]:
    points = found.annotate(mvt=_in_tile(_inner_point(F("place")), tile), name=_name(language))
    columns = ("code", "name", "status", "level_id", "category_id", "is_exact", "mvt")
    inner, parameters = points.values_list(*columns)[: MOST_SITES + 1].query.sql_with_params()
    return _bytes("tile_layer", inner, ("sites", EXTENT, *parameters))


def _site_shapes(viewer: Person, tile: Tile, filters: Filters, *, on: date) -> bytes:
    """Draw lines and polygons as they are and coarse places as the square of their cell; points are not repeated."""
    cell = Func(F("place"), Value(HALF_CELL_DEGREES), function="ST_Expand", output_field=_GEOMETRY)
    shape = Case(When(is_exact=True, then=F("place")), default=cell, output_field=_GEOMETRY)
    kind = Case(When(is_exact=True, then=Value("shape")), default=Value("cell"), output_field=CharField())
    found = (
        status_sites(viewer, filters, on=on)
        .filter(within(viewer, tile.frame(_margin(tile))))
        .annotate(dimension=Func(F("place"), function="ST_Dimension", output_field=IntegerField()))
        .filter(Q(is_exact=False) | Q(dimension__gt=0))
        .annotate(mvt=_in_tile(shape, tile, buffer=64), kind=kind)
    )
    return _layer("shapes", found.values_list("code", "status", "kind", "mvt")[:MOST_SITES])


def _margin(tile: Tile) -> float:
    # A cell reaches into tiles its centre does not lie in: look half a cell further, in shares of the tile's side.
    return 0.02 + HALF_CELL_DEGREES * (1 << tile.zoom) / 360 * 1.5


def _layer(name: str, rows: Annotated) -> bytes:
    inner, parameters = rows.query.sql_with_params()
    return _bytes("tile_layer", inner, (name, EXTENT, *parameters))[0]


def _bytes(statement: str, inner: str, parameters: tuple[Any, ...]) -> tuple[bytes, int]:
    """Run a wrapping statement around rows the ORM has chosen, so that the rule of places is said once."""
    with connection.cursor() as cursor:
        cursor.execute(SQL.text(statement).replace("{rows}", inner), parameters)
        drawn, count = cursor.fetchone()
    return bytes(drawn), int(count)


def _in_tile(geometry: Combinable, tile: Tile, *, buffer: int = 0) -> Func:
    envelope = Func(Value(tile.zoom), Value(tile.x), Value(tile.y), function="ST_TileEnvelope", output_field=_GEOMETRY)
    flat = Func(geometry, Value(3857), function="ST_Transform", output_field=_GEOMETRY)
    sizes = (Value(EXTENT), Value(buffer), Value(True))  # noqa: FBT003 - PostGIS takes its arguments by position
    return Func(flat, envelope, *sizes, function="ST_AsMVTGeom", output_field=TextField())


def _inner_point(geometry: Combinable) -> Func:
    return Func(geometry, function="ST_PointOnSurface", output_field=_GEOMETRY)


def _name(language: str) -> Combinable:
    if language.startswith("zh"):
        return F("name_zh")
    return Case(When(name_en="", then=F("name_zh")), default=F("name_en"), output_field=CharField())
