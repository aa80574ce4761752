"""What the demo's drawn photos show, as flat shapes: roofs, towers, walls, steles, mounds. No third-party pictures.

Subjects stand on the ground line y = 0, are about one unit high and centred on x = 0; the camera maps them to pixels.
"""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from PIL import ImageDraw

WIDTH, HEIGHT = 1024, 768
Colour = tuple[int, int, int]
Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Camera:
    """Where the photographer stands: the pixel of the subject's foot, and pixels a unit."""

    x: float
    y: float
    scale: float

    def at(self, x: float, y: float) -> Place:
        """Map a place of the subject to pixels."""
        return self.x + x * self.scale, self.y - y * self.scale

    def all(self, places: Iterable[Place]) -> list[Place]:
        """Map a line or outline."""
        return [self.at(x, y) for x, y in places]


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one site."""

    roof: Colour
    wall: Colour
    base: Colour
    dark: Colour


@dataclass(frozen=True, slots=True)
class Brush:
    """All a subject needs to be drawn."""

    draw: ImageDraw.ImageDraw
    camera: Camera
    palette: Palette
    bays: int

    def shape(self, colour: Colour, *places: Place) -> None:
        """Fill an outline."""
        self.draw.polygon(self.camera.all(places), fill=colour)

    def box(self, colour: Colour, left: float, bottom: float, right: float, top: float) -> None:
        """Fill an upright box."""
        self.shape(colour, (left, bottom), (right, bottom), (right, top), (left, top))

    def line(self, colour: Colour, *places: Place, width: float = 0.01) -> None:
        """Draw a line, its width in units."""
        self.draw.line(self.camera.all(places), fill=colour, width=max(1, round(width * self.camera.scale)))


PALETTES: tuple[Palette, ...] = (
    Palette((201, 148, 46), (158, 52, 42), (214, 208, 196), (74, 34, 30)),
    Palette((86, 98, 104), (176, 166, 150), (150, 146, 138), (60, 52, 48)),
    Palette((62, 104, 84), (150, 60, 48), (200, 194, 182), (52, 40, 36)),
    Palette((104, 92, 80), (190, 178, 158), (168, 158, 142), (70, 58, 48)),
    Palette((70, 84, 96), (132, 124, 118), (176, 172, 166), (46, 46, 50)),
)


def hall(brush: Brush) -> None:
    """Draw a timber hall under one curved roof."""
    palette = brush.palette
    brush.box(palette.base, -1.0, 0, 1.0, 0.12)
    brush.box(palette.wall, -0.82, 0.12, 0.82, 0.5)
    _bays(brush, 0.82, 0.12, 0.5)
    _roof(brush, 1.05, 0.48, 0.92)


def gate(brush: Brush) -> None:
    """Draw a gate tower: an arch in masonry, a hall with two roofs above."""
    palette = brush.palette
    brush.shape(palette.base, (-1.05, 0), (1.05, 0), (0.95, 0.45), (-0.95, 0.45))
    brush.box(palette.dark, -0.14, 0, 0.14, 0.2)
    brush.draw.ellipse([*brush.camera.at(-0.14, 0.33), *brush.camera.at(0.14, 0.07)], fill=palette.dark)
    brush.box(palette.wall, -0.66, 0.45, 0.66, 0.66)
    _bays(brush, 0.66, 0.45, 0.66)
    _roof(brush, 0.86, 0.64, 0.8)
    brush.box(palette.wall, -0.5, 0.78, 0.5, 0.88)
    _roof(brush, 0.7, 0.87, 1.12)


def pagoda(brush: Brush) -> None:
    """Draw a tower of many eaves, fewer and smaller to the top."""
    palette, floors = brush.palette, brush.bays + 2
    brush.box(palette.base, -0.42, 0, 0.42, 0.1)
    height = 1.1 / floors
    for floor in range(floors):
        half, low = 0.34 * (1 - 0.62 * floor / floors), 0.1 + floor * height
        brush.box(palette.wall, -half, low, half, low + height * 0.7)
        brush.box(palette.dark, -half * 0.16, low, half * 0.16, low + height * 0.5)
        eave = half + 0.09
        top = low + height
        brush.shape(palette.roof, (-eave, top - height * 0.36), (eave, top - height * 0.36), (half, top), (-half, top))
    brush.line(palette.dark, (0, 1.2), (0, 1.38), width=0.03)


def wall(brush: Brush) -> None:
    """Draw a wall that climbs with its ridge, with a watch tower."""
    palette = brush.palette
    ridge = [(-2.4, 0.05), (-1.3, 0.3), (-0.5, 0.22), (0.3, 0.42), (1.2, 0.34), (2.4, 0.75)]
    brush.shape(palette.base, *ridge, *[(x, y - 0.34) for x, y in reversed(ridge)])
    for (x0, y0), (x1, y1) in pairwise(ridge):
        for step in range(8):
            x, y = x0 + (x1 - x0) * step / 8, y0 + (y1 - y0) * step / 8
            brush.box(palette.base, x, y - 0.01, x + (x1 - x0) / 16, y + 0.06)
    brush.line(palette.dark, *[(x, y - 0.05) for x, y in ridge], width=0.012)
    brush.box(palette.wall, 0.02, 0.1, 0.58, 0.78)
    for place in range(4):
        brush.box(palette.wall, 0.02 + place * 0.155, 0.78, 0.1 + place * 0.155, 0.86)
    for place in range(min(brush.bays, 3)):
        brush.box(palette.dark, 0.1 + place * 0.16, 0.52, 0.17 + place * 0.16, 0.66)


def stele(brush: Brush) -> None:
    """Draw an inscribed stone on its base."""
    palette = brush.palette
    brush.shape(palette.dark, (-0.5, 0), (0.5, 0), (0.4, 0.2), (-0.4, 0.2))
    brush.box(palette.base, -0.25, 0.2, 0.25, 1.0)
    brush.draw.ellipse([*brush.camera.at(-0.28, 1.16), *brush.camera.at(0.28, 0.86)], fill=palette.base)
    for column in range(brush.bays):
        x = -0.18 + 0.36 * column / max(brush.bays - 1, 1)
        for row in range(9):
            brush.line(palette.dark, (x, 0.82 - row * 0.062), (x, 0.79 - row * 0.062), width=0.022)


def mound(brush: Brush) -> None:
    """Draw a grassed tomb mound behind its stele."""
    palette = brush.palette
    brush.draw.pieslice([*brush.camera.at(-1.1, 0.75), *brush.camera.at(1.1, -0.75)], 180, 360, fill=(112, 128, 78))
    brush.box(palette.base, -1.3, -0.04, 1.3, 0.06)
    brush.box(palette.wall, -0.12, 0.06, 0.12, 0.46)
    brush.box(palette.dark, -0.2, 0.06, 0.2, 0.12)


def ruin(brush: Brush) -> None:
    """Draw broken earth walls and column bases."""
    palette = brush.palette
    brush.shape((172, 150, 116), (-1.3, 0), (-1.2, 0.4), (-0.9, 0.52), (-0.7, 0.3), (-0.5, 0.36), (-0.35, 0))
    brush.shape((150, 132, 104), (0.2, 0), (0.28, 0.55), (0.5, 0.62), (0.66, 0.44), (0.98, 0.5), (1.2, 0))
    for place in range(brush.bays):
        brush.box(palette.dark, -0.3 + place * 0.16, -0.02, -0.2 + place * 0.16, 0.06 + 0.03 * (place % 2))


def house(brush: Brush) -> None:
    """Draw a brick building of the last century."""
    palette = brush.palette
    brush.box(palette.base, -0.95, 0, 0.95, 0.1)
    brush.box(palette.wall, -0.9, 0.1, 0.9, 0.72)
    brush.shape(palette.roof, (-0.98, 0.72), (0.98, 0.72), (0.74, 0.96), (-0.74, 0.96))
    for row in (0.2, 0.48):
        for column in range(brush.bays):
            x = -0.78 + 1.56 * (column + 0.5) / brush.bays
            brush.box(palette.dark, x - 0.06, row, x + 0.06, row + 0.16)
    brush.box(palette.dark, -0.08, 0.1, 0.08, 0.36)


def bridge(brush: Brush) -> None:
    """Draw a stone bridge over water."""
    palette = brush.palette
    brush.draw.rectangle([*brush.camera.at(-9, 0.02), *brush.camera.at(9, -9)], fill=(122, 150, 158))
    brush.shape(palette.base, (-1.5, 0), (-1.5, 0.22), (0, 0.5), (1.5, 0.22), (1.5, 0))
    for arch in range(brush.bays):
        x = -1.1 + 2.2 * (arch + 0.5) / brush.bays
        half = 0.8 / brush.bays
        brush.draw.ellipse([*brush.camera.at(x - half, 0.26), *brush.camera.at(x + half, -0.26)], fill=palette.dark)
    brush.line(palette.wall, (-1.5, 0.3), (0, 0.58), (1.5, 0.3), width=0.035)


Subject = Callable[[Brush], None]
# By what a name says first, else by category of the national survey.
BY_NAME: tuple[tuple[str, Subject], ...] = (
    ("长城", wall), ("城墙", wall), ("塔", pagoda), ("桥", bridge), ("闸", bridge), ("碑", stele), ("石刻", stele),
    ("幢", stele), ("墓", mound), ("陵", mound), ("门", gate), ("楼", gate), ("城", gate), ("遗址", ruin),
)  # fmt: skip
BY_CATEGORY: dict[str, Subject] = {"0100": ruin, "0200": mound, "0400": stele, "0500": house, "0600": ruin}


def subject_of(name: str, category: str) -> Subject:
    """Choose what to draw for a site."""
    named = next((subject for word, subject in BY_NAME if word in name), None)
    return named or BY_CATEGORY.get(category, hall)


def backdrop(draw: ImageDraw.ImageDraw, rng: random.Random, horizon: float) -> None:
    """Fill the picture with a sky of the hour, hills, ground and trees."""
    top = rng.choice(((142, 178, 214), (188, 202, 214), (206, 190, 170), (120, 154, 196), (176, 186, 190)))
    bands = 24
    for band in range(bands):
        shade = tuple(round(value + (238 - value) * band / bands) for value in top)
        low = horizon * band / bands
        draw.rectangle((0, low, WIDTH, low + horizon / bands + 1), fill=shade)
    for depth in range(rng.randint(1, 3)):
        _hill(draw, rng, horizon, depth)
    ground = rng.choice(((168, 158, 134), (148, 158, 112), (190, 184, 172), (158, 146, 126)))
    draw.rectangle((0, horizon, WIDTH, HEIGHT), fill=ground)
    for _ in range(rng.randint(2, 6)):
        _tree(draw, rng, horizon)


def _hill(draw: ImageDraw.ImageDraw, rng: random.Random, horizon: float, depth: int) -> None:
    haze = 150 - 22 * depth
    ridge = [(WIDTH * step / 8, horizon - rng.uniform(20, 190 - 45 * depth)) for step in range(9)]
    draw.polygon([(0, horizon), *ridge, (WIDTH, horizon)], fill=(haze - 20, haze + 6, haze))


def _tree(draw: ImageDraw.ImageDraw, rng: random.Random, horizon: float) -> None:
    x, size = rng.uniform(0, WIDTH), rng.uniform(70, 220)
    leaf = rng.choice(((88, 116, 72), (66, 98, 70), (178, 140, 62), (142, 92, 58), (120, 112, 96)))
    draw.rectangle((x - size * 0.05, horizon - size * 0.7, x + size * 0.05, horizon + 12), fill=(84, 66, 52))
    draw.ellipse((x - size * 0.45, horizon - size * 1.5, x + size * 0.45, horizon - size * 0.4), fill=leaf)


def _bays(brush: Brush, half: float, low: float, high: float) -> None:
    for bay in range(brush.bays):
        x = -half + 2 * half * (bay + 0.5) / brush.bays
        wide = half / brush.bays * 0.62
        brush.box(brush.palette.dark, x - wide, low, x + wide, low + (high - low) * 0.8)


def _roof(brush: Brush, half: float, low: float, top: float) -> None:
    rise = top - low
    curve = [(-half, low), (-half * 0.82, low + 0.15 * rise), (-half * 0.62, low + 0.48 * rise)]
    left = [*curve, (-half * 0.52, top)]
    brush.shape(brush.palette.roof, *left, *[(-x, y) for x, y in reversed(left)])
    brush.line(brush.palette.dark, (-half * 0.56, top + 0.02), (half * 0.56, top + 0.02), width=0.035)
