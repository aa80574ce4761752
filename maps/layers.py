"""The layers of our maps, declared once: what each is called, where it can be zoomed, and whether it differs by viewer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from maps.queries.filters import Filters
from maps.queries.tiles import Tile, districts_tile, service_points_tile, sites_tile, zones_tile
from people.permissions import Person


@dataclass(frozen=True)
class Request:
    """What a tile is drawn from: the viewer, the tile, the filters, the day and the language."""

    viewer: Person
    tile: Tile
    filters: Filters
    on: date
    language: str


@dataclass(frozen=True)
class Layer:
    """A layer of vector tiles. Tiles of a layer that differs by viewer are kept by no shared cache for a signed-in one."""

    name: str
    min_zoom: int
    max_zoom: int
    differs_by_viewer: bool
    is_filtered: bool
    seconds_fresh: int
    draw: Callable[[Request], bytes]


def _sites(asked: Request) -> bytes:
    return sites_tile(asked.viewer, asked.tile, asked.filters, on=asked.on, language=asked.language)


def _districts(asked: Request) -> bytes:
    return districts_tile(asked.tile, language=asked.language)


def _zones(asked: Request) -> bytes:
    return zones_tile(asked.viewer, asked.tile)


def _service_points(asked: Request) -> bytes:
    return service_points_tile(asked.tile, language=asked.language)


LAYERS: Final = {
    layer.name: layer
    for layer in (
        Layer("sites", 0, 17, differs_by_viewer=True, is_filtered=True, seconds_fresh=60, draw=_sites),
        Layer("districts", 3, 12, differs_by_viewer=False, is_filtered=False, seconds_fresh=86_400, draw=_districts),
        Layer("zones", 12, 16, differs_by_viewer=True, is_filtered=False, seconds_fresh=3_600, draw=_zones),
        Layer(
            "service_points",
            8,
            14,
            differs_by_viewer=False,
            is_filtered=False,
            seconds_fresh=3_600,
            draw=_service_points,
        ),
    )
}
