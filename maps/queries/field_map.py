"""The map a volunteer takes along: our own vector tiles around the places of their visits, in one PMTiles file (version 3)."""

import gzip
import hashlib
import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.core.cache import cache
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from maps.queries.filters import Filters
from maps.queries.tiles import Tile, districts_tile, service_points_tile, sites_tile, zones_tile
from people.permissions import Person

MIN_ZOOM, MAX_ZOOM = 6, 14
# A kilometre is what one sees of a map at the deepest zoom; the way from the road begins farther off.
AROUND_DEGREES: Final = 0.03
CLOSE_DEGREES: Final = 0.012
# More tiles on one zoom than this are drawn around the visits only, so that a far journey does not bring a province.
WHOLE_FRAME_TILES: Final = 36
MOST_TILES: Final = 400
# Long enough to tell the size first and then send it; whoever asks later gets the tiles of that day.
KEPT_SECONDS: Final = 600
MEGABYTE: Final = 1024 * 1024
ZONES_FROM, SERVICE_POINTS_FROM = 12, 8

Place = tuple[float, float]
Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class FieldMap:
    """A map pack: the file, the box it covers (west, south, east, north in WGS-84), and its zooms."""

    content: bytes
    bounds: Bounds
    min_zoom: int
    max_zoom: int

    @property
    def sha256(self) -> str:
        """The fingerprint of the file."""
        return hashlib.sha256(self.content).hexdigest()


def field_map(viewer: Person, places: Sequence[Place], *, on: date, language: str) -> FieldMap | None:
    """Return the map around the shown places (WGS-84) of the viewer's visits, as the viewer may know it; None without any.

    Zoom after zoom is added until the next would not fit into the budget (`MAP_PACK_MB`). Kept for ten minutes.
    """
    if not places:
        return None
    key = f"field_map:{viewer.pk}:{_fingerprint(viewer, places, on, language)}"
    known: FieldMap | None = cache.get(key)
    if known is None:
        known = _drawn(viewer, places, on, language)
        cache.set(key, known, KEPT_SECONDS)
    return known


def _fingerprint(viewer: Person, places: Sequence[Place], on: date, language: str) -> str:
    grants = viewer.role_grants.filter(revoked_at=None).order_by("pk").values_list("pk") if viewer.pk else ()
    return hashlib.sha256(repr((sorted(places), on, language, settings.MAP_PACK_MB, list(grants))).encode()).hexdigest()


def _drawn(viewer: Person, places: Sequence[Place], on: date, language: str) -> FieldMap:
    tiles: dict[Tile, bytes] = {}
    left = settings.MAP_PACK_MB * MEGABYTE
    deepest = MIN_ZOOM
    for zoom in range(MIN_ZOOM, MAX_ZOOM + 1):
        asked = _tiles(places, zoom)
        if len(tiles) + len(asked) > MOST_TILES:
            break
        drawn = {tile: _packed(_tile(viewer, tile, on, language)) for tile in asked}
        left -= sum(len(one) for one in drawn.values())
        if left < 0 and tiles:
            break
        tiles |= {tile: one for tile, one in drawn.items() if one}
        deepest = zoom
    bounds = _bounds(places)
    return FieldMap(_file(tiles, bounds, deepest), bounds, MIN_ZOOM, deepest)


def _tile(viewer: Person, tile: Tile, on: date, language: str) -> bytes:
    """Draw all layers of one tile; layers one after the other are one tile (MVT is a list of layers)."""
    drawn = districts_tile(tile, language=language)
    drawn += sites_tile(viewer, tile, Filters(), on=on, language=language)
    if tile.zoom >= ZONES_FROM:
        drawn += zones_tile(viewer, tile)
    if tile.zoom >= SERVICE_POINTS_FROM:
        drawn += service_points_tile(tile, language=language)
    return drawn


def _packed(drawn: bytes) -> bytes:
    return gzip.compress(drawn, compresslevel=6, mtime=0) if drawn else b""


def _tiles(places: Sequence[Place], zoom: int) -> list[Tile]:
    """Return the tiles of a zoom: of the whole frame where they are few, else around each place."""
    whole = _in_box(_bounds(places), zoom)
    if len(whole) <= WHOLE_FRAME_TILES:
        return sorted(whole, key=_id)
    around = {tile for place in places for tile in _in_box(_bounds([place], CLOSE_DEGREES), zoom)}
    return sorted(around, key=_id)


def _in_box(bounds: Bounds, zoom: int) -> set[Tile]:
    west, south, east, north = bounds
    left, top = _column_row(west, north, zoom)
    right, bottom = _column_row(east, south, zoom)
    return {Tile(zoom, x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)}


def _column_row(lon: float, lat: float, zoom: int) -> tuple[int, int]:
    side = 1 << zoom
    angle = math.radians(lat)
    down = (1 - math.log(math.tan(angle) + 1 / math.cos(angle)) / math.pi) / 2
    return min(max(int((lon + 180) / 360 * side), 0), side - 1), min(max(int(down * side), 0), side - 1)


def _bounds(places: Iterable[Place], around: float = AROUND_DEGREES) -> Bounds:
    lons, lats = zip(*places, strict=True)
    return (
        round(min(lons) - around, 5),
        round(min(lats) - around, 5),
        round(max(lons) + around, 5),
        round(max(lats) + around, 5),
    )


def _id(tile: Tile) -> int:
    return int(zxy_to_tileid(tile.zoom, tile.x, tile.y))


def _file(tiles: dict[Tile, bytes], bounds: Bounds, deepest: int) -> bytes:
    out = io.BytesIO()
    writer: Any = Writer(out)  # type: ignore[no-untyped-call]
    for tile in sorted(tiles, key=_id):
        writer.write_tile(_id(tile), tiles[tile])
    west, south, east, north = (round(one * 1e7) for one in bounds)
    header: dict[str, Any] = {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_lon_e7": west,
        "min_lat_e7": south,
        "max_lon_e7": east,
        "max_lat_e7": north,
        "center_zoom": min(deepest, 11),
        "center_lon_e7": (west + east) // 2,
        "center_lat_e7": (south + north) // 2,
    }
    layers = ("districts", "district_names", "sites", "shapes", "cells", "zones", "service_points")
    writer.finalize(
        header, {"name": "Heritage Patrol", "vector_layers": [{"id": name, "fields": {}} for name in layers]}
    )
    return out.getvalue()
